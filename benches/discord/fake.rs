//! A Discord that does nothing but answer: as fast as can be, so that the bot is what is measured.

use super::person::guild;
use anyhow::{Context as _, anyhow};
use futures_util::{SinkExt as _, StreamExt as _};
use hearth::clock::within;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

/// The application's number, and the bot's token.
pub(crate) const APPLICATION: &str = "100000000000000001";
const TOKEN: &str = "MTAwMDAwMDAwMDAwMDAwMDAx.bench.only-for-measuring-things";
/// How long something may take before it is given up.
const PATIENCE: Duration = Duration::from_mins(3);

/// The server.
pub(crate) struct Fake {
    shared: Arc<Shared>,
    url: String,
}

/// What its parts share.
#[derive(Default)]
struct Shared {
    gateway: String,
    servers: usize,
    /// What goes out on the gateway.
    out: Mutex<Option<mpsc::UnboundedSender<Value>>>,
    /// When each interaction was first answered or deferred, and how often.
    heard: Mutex<HashMap<u64, (Instant, usize)>>,
    news: Notify,
    /// Whether the commands were declared, and the gateway is connected.
    declared: watch::Sender<bool>,
    connected: watch::Sender<bool>,
}

impl Fake {
    /// A server with a bot in so many servers.
    pub(crate) async fn start(servers: usize) -> anyhow::Result<Self> {
        let rest = TcpListener::bind("127.0.0.1:0").await?;
        let gateway = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", rest.local_addr()?);
        let shared = Arc::new(Shared {
            gateway: format!("ws://{}", gateway.local_addr()?),
            servers,
            ..Shared::default()
        });
        let there = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = rest.accept().await {
                let shared = Arc::clone(&there);
                // A connection that breaks is the bot's business.
                tokio::spawn(async move { drop(shared.answer(stream).await) });
            }
        });
        let there = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = gateway.accept().await {
                let shared = Arc::clone(&there);
                tokio::spawn(async move { drop(shared.speak(stream).await) });
            }
        });
        Ok(Self { shared, url })
    }

    /// A folder for the bot.
    pub(crate) fn home(&self) -> anyhow::Result<TempDir> {
        let memory = Path::new("/dev/shm");
        let home = if memory.is_dir() { TempDir::new_in(memory)? } else { TempDir::new()? };
        fs::write(home.path().join("discord.token"), TOKEN)?;
        let text = format!("[discord]\napi_base = '{}'\ntoken_file = 'discord.token'\n", self.url);
        fs::write(home.path().join("config.toml"), text)?;
        Ok(home)
    }

    /// Returns when the bot is connected and has declared its commands.
    pub(crate) async fn ready(&self) -> anyhow::Result<()> {
        for part in [&self.shared.declared, &self.shared.connected] {
            let mut part = part.subscribe();
            let there = within(PATIENCE, part.wait_for(|there| *there)).await.is_some();
            there.then_some(()).context("the bot does not connect and declare its commands")?;
        }
        Ok(())
    }

    /// Tells the bot that something happened.
    pub(crate) fn happens(&self, event: Value) -> anyhow::Result<()> {
        let out = self.shared.out.lock().unwrap_or_else(PoisonError::into_inner);
        let out = out.as_ref().context("the bot is not connected")?;
        out.send(event).map_err(|_| anyhow!("the bot is gone"))
    }

    /// When an interaction was first answered, and how often; returns when it was.
    pub(crate) async fn heard(&self, id: u64) -> anyhow::Result<(Instant, usize)> {
        let waiting = async {
            loop {
                let news = self.shared.news.notified();
                tokio::pin!(news);
                news.as_mut().enable();
                if let Some(heard) = self.shared.heard().get(&id) {
                    return *heard;
                }
                news.await;
            }
        };
        within(PATIENCE, waiting).await.with_context(|| format!("{id} was not answered"))
    }

    /// How often each was answered.
    pub(crate) fn counts(&self) -> Vec<usize> {
        self.shared.heard().values().map(|(_, count)| *count).collect()
    }

    /// Forgets what was answered.
    pub(crate) fn forget(&self) {
        self.shared.heard().clear();
    }
}

impl Shared {
    fn heard(&self) -> std::sync::MutexGuard<'_, HashMap<u64, (Instant, usize)>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One socket of the gateway.
    async fn speak(&self, stream: TcpStream) -> anyhow::Result<()> {
        let mut socket = tokio_tungstenite::accept_async(stream).await?;
        let hello = json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": 41_250}});
        socket.send(Message::text(hello.to_string())).await?;
        let (sender, mut events) = mpsc::unbounded_channel();
        let mut sequence = 0_u64;
        loop {
            tokio::select! {
                came = socket.next() => {
                    let text = came.context("closed")??.into_text()?;
                    let asked: Value = serde_json::from_str(&text)?;
                    match asked["op"].as_u64() {
                        Some(1) => socket.send(Message::text(r#"{"op":11}"#)).await?,
                        Some(2) => {
                            sender.send(self.begin())?;
                            for number in 0..self.servers {
                                sender.send(json!({"t": "GUILD_CREATE", "d": guild(number)}))?;
                            }
                            let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
                            *out = Some(sender.clone());
                            self.connected.send_replace(true);
                        }
                        _ => socket.send(Message::text(r#"{"op":9,"d":false}"#)).await?,
                    }
                }
                Some(mut event) = events.recv() => {
                    sequence += 1;
                    event["op"] = json!(0);
                    event["s"] = json!(sequence);
                    socket.send(Message::text(event.to_string())).await?;
                }
            }
        }
    }

    fn begin(&self) -> Value {
        let guilds = (0..self.servers).map(|number| guild(number)["id"].clone());
        let guilds: Vec<Value> = guilds.map(|id| json!({"id": id, "unavailable": true})).collect();
        json!({"t": "READY", "d": {
            "v": 10, "user": {"id": APPLICATION, "username": "Hearth", "bot": true},
            "guilds": guilds, "session_id": "bench", "resume_gateway_url": self.gateway,
            "shard": [0, 1], "application": {"id": APPLICATION, "flags": 0},
        }})
    }

    /// One connection: requests one after another, as long as it stands.
    async fn answer(&self, stream: TcpStream) -> anyhow::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        loop {
            let (mut line, mut length) = (String::new(), 0);
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let mut parts = line.split(' ');
            let (method, path) =
                (parts.next().context("no method")?, parts.next().context("no path")?);
            loop {
                let mut header = String::new();
                stream.read_line(&mut header).await?;
                let Some((name, value)) = header.trim().split_once(':') else { break };
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse()?;
                }
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await?;
            let (status, answer) = self.route(method, path.trim_start_matches("/api/v10"), &body);
            let answer = answer.map_or_else(String::new, |answer| answer.to_string());
            let head = format!(
                "HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            stream.get_mut().write_all(format!("{head}{answer}").as_bytes()).await?;
        }
    }

    fn route(&self, method: &str, path: &str, body: &[u8]) -> (u16, Option<Value>) {
        let parts: Vec<&str> = path.split(['/', '?']).skip(1).collect();
        match (method, &parts[..]) {
            ("POST", ["interactions", id, _, "callback", ..]) => {
                let mut heard = self.heard();
                let first = heard.entry(id.parse().unwrap_or(0)).or_insert_with(|| (now(), 0));
                first.1 += 1;
                drop(heard);
                self.news.notify_waiters();
                (204, None)
            }
            ("GET", ["gateway", ..]) => {
                let limit = json!({"total": 1000, "remaining": 1000, "reset_after": 0,
                    "max_concurrency": 1});
                let told = json!({"url": self.gateway, "shards": 1, "session_start_limit": limit});
                (200, Some(told))
            }
            ("PUT", ["applications", _, "commands"]) => {
                let mut all: Value = serde_json::from_slice(body).unwrap_or_default();
                for (number, one) in all.as_array_mut().into_iter().flatten().enumerate() {
                    one["id"] = json!(format!("{}", 500 + number));
                }
                self.declared.send_replace(true);
                (200, Some(all))
            }
            ("GET", ["oauth2" | "users", ..]) => (200, Some(json!({"id": APPLICATION}))),
            // A message, or what it was changed to.
            ("POST" | "PATCH", _) => (200, Some(json!({"id": "700", "channel_id": "800"}))),
            _ => (200, Some(json!({}))),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring is reading the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
