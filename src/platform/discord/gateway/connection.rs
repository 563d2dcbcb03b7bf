//! One connection to the gateway.

use crate::clock::within;
use anyhow::{Context as _, anyhow};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// For a connection to stand.
const CONNECT: Duration = Duration::from_secs(15);
/// For something to be sent, or a connection to be closed.
const SEND: Duration = Duration::from_secs(5);
/// The most bytes of one event: a READY with ten thousand guilds has about one million.
const LARGEST: usize = 32 * 1024 * 1024;

/// What came.
#[derive(Debug)]
pub(super) enum Came {
    /// A frame that can be read.
    Frame(Frame),
    /// Something that cannot.
    Unreadable,
    /// The connection ended, with a code if Discord gave one.
    Closed(Option<u16>),
}

/// A frame of the gateway.
#[derive(Debug, Deserialize)]
pub(super) struct Frame {
    pub(super) op: u8,
    #[serde(default)]
    pub(super) s: Option<u64>,
    #[serde(default)]
    pub(super) t: Option<String>,
    #[serde(default)]
    pub(super) d: Value,
}

/// One connection to the gateway.
pub(super) struct Connection(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Connection {
    pub(super) async fn open(url: &str) -> anyhow::Result<Self> {
        let mut address = url::Url::parse(url).context("not an address of a gateway")?;
        address.set_query(Some("v=10&encoding=json"));
        let config = WebSocketConfig {
            max_message_size: Some(LARGEST),
            max_frame_size: Some(LARGEST),
            ..WebSocketConfig::default()
        };
        let opening = Box::pin(connect_async_with_config(address.as_str(), Some(config), true));
        let opened = within(CONNECT, opening).await.context("the gateway does not answer")?;
        let (socket, _) = opened.context("no connection to the gateway")?;
        Ok(Self(socket))
    }

    /// The next thing that comes. May be given up at any time without losing anything.
    pub(super) async fn next(&mut self) -> Came {
        loop {
            let message = match self.0.next().await {
                None => return Came::Closed(None),
                Some(Err(error)) => {
                    tracing::warn!(%error, "the gateway's connection broke");
                    return Came::Closed(None);
                }
                Some(Ok(message)) => message,
            };
            match message {
                Message::Text(text) => {
                    return serde_json::from_str(&text).map_or(Came::Unreadable, Came::Frame);
                }
                Message::Close(frame) => {
                    return Came::Closed(frame.map(|frame| frame.code.into()));
                }
                Message::Binary(_) => return Came::Unreadable,
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    pub(super) async fn send(&mut self, op: u8, data: Value) -> anyhow::Result<()> {
        let text = json!({ "op": op, "d": data }).to_string();
        let sending = self.0.send(Message::text(text));
        within(SEND, sending).await.ok_or_else(|| anyhow!("the gateway takes nothing"))??;
        Ok(())
    }

    /// Closes so that the session can be resumed: 1000 and 1001 would end it.
    pub(super) async fn close(mut self) {
        let frame = CloseFrame { code: CloseCode::Library(4900), reason: "".into() };
        let closing = self.0.close(Some(frame));
        if within(SEND, closing).await.is_none() {
            tracing::debug!("the gateway's connection was not closed in time");
        }
    }
}
