//! One shard: connects, stays connected, and hands on what comes.

use super::INTENTS;
use super::close::{After, Reason, after};
use super::connection::{Came, Connection, Frame};
use super::gate::Gate;
use super::progress::{Progress, Session};
use crate::chat::platform::Fatal;
use crate::clock::within;
use crate::metric;
use crate::platform::discord::edge::Edge;
use crate::platform::discord::rest::pause;
use anyhow::anyhow;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// For Discord to say hello, and for a session to begin.
const HELLO: Duration = Duration::from_secs(20);
/// The longest pause between tries to connect.
const LONGEST_PAUSE: Duration = Duration::from_mins(2);
/// Pauses longer than this are not spent on a session's own address.
const OWN_ADDRESS: Duration = Duration::from_secs(10);

/// Which shard of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform::discord) struct Shard {
    pub(in crate::platform::discord) id: u32,
    pub(in crate::platform::discord) total: u32,
}

/// An event as it came.
#[derive(Debug)]
pub(in crate::platform::discord) struct Dispatch {
    pub(in crate::platform::discord) progress: Arc<Progress>,
    pub(in crate::platform::discord) seq: u64,
    pub(in crate::platform::discord) kind: String,
    pub(in crate::platform::discord) data: Value,
}

/// Why a connection ended.
enum Ended {
    Stopped,
    Again(After),
}

/// Keeps a shard connected until `stop`, or until another try would not help.
pub(in crate::platform::discord) async fn run(
    edge: &Edge,
    shard: Shard,
    url: &str,
    progress: Arc<Progress>,
    gate: &Gate,
    out: &mpsc::Sender<Dispatch>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let mut wait = Duration::from_secs(1);
    loop {
        let session = progress.session();
        // The address of a session may be gone for good; the session is not, for all that is known.
        let own = session.as_ref().filter(|_| wait <= OWN_ADDRESS);
        let address = own.map_or(url, |session| session.url.as_str());
        let mut link = Link { edge, shard, progress: &progress, gate, out, stop, ready: false };
        let ended = match Connection::open(address).await {
            Ok(connection) => link.serve(connection, session).await,
            Err(error) => {
                tracing::warn!(
                    shard = shard.id,
                    error = format!("{error:#}"),
                    "not connected to Discord yet"
                );
                Ended::Again(After::Resume)
            }
        };
        if link.ready {
            edge.connected.fetch_sub(1, Ordering::Relaxed);
            wait = Duration::from_secs(1);
        }
        match ended {
            Ended::Stopped => return Ok(()),
            Ended::Again(After::Stop(reason)) => return Err(fatal(edge, reason).into()),
            Ended::Again(After::Reshard) => {
                progress.begin(None);
                // What is configured would be refused again.
                if edge.config.shards.is_some() {
                    return Err(Fatal { why: edge.words.discord_more_shards().plain() }.into());
                }
                edge.too_few.fetch_max(shard.total, Ordering::Relaxed);
                return Err(anyhow!("Discord wants more shards than {}", shard.total));
            }
            Ended::Again(After::Identify) => progress.begin(None),
            Ended::Again(After::Resume) => {}
        }
        if !link.ready {
            // Nothing came of it: not too fast, and not all shards at once.
            let jitter = rand::random_range(0..1_000);
            let pausing = pause(wait + Duration::from_millis(jitter));
            wait = (wait * 2).min(LONGEST_PAUSE);
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = pausing => {}
            }
        }
    }
}

fn fatal(edge: &Edge, reason: Reason) -> Fatal {
    let words = &edge.words;
    let line = match reason {
        Reason::Token => words.discord_token_refused(),
        Reason::Shard => words.discord_no_such_shard(),
        Reason::Version => words.discord_version(),
        Reason::Intents => words.discord_intents(),
    };
    Fatal { why: line.plain() }
}

/// What one connection needs.
struct Link<'a> {
    edge: &'a Edge,
    shard: Shard,
    progress: &'a Arc<Progress>,
    gate: &'a Gate,
    out: &'a mpsc::Sender<Dispatch>,
    stop: &'a CancellationToken,
    ready: bool,
}

impl Link<'_> {
    async fn serve(&mut self, mut connection: Connection, session: Option<Session>) -> Ended {
        let interval = match within(HELLO, connection.next()).await {
            Some(Came::Frame(Frame { op: 10, d, .. })) => {
                Duration::from_millis(d["heartbeat_interval"].as_u64().unwrap_or(41_250).max(100))
            }
            Some(Came::Closed(code)) => return Ended::Again(after(code)),
            _ => return Ended::Again(After::Resume),
        };
        if let Err(error) = self.introduce(&mut connection, session.as_ref()).await {
            tracing::warn!(shard = self.shard.id, %error, "Discord could not be greeted");
            return Ended::Again(After::Resume);
        }
        self.listen(connection, interval).await
    }

    /// Resumes the session, or begins a new one.
    async fn introduce(
        &self,
        connection: &mut Connection,
        session: Option<&Session>,
    ) -> anyhow::Result<()> {
        let token = self.edge.token.as_str();
        if let Some(Session { id, seq, .. }) = session {
            let resume = json!({ "token": token, "session_id": id, "seq": seq });
            return connection.send(6, resume).await;
        }
        let _passed = self.gate.pass(self.shard.id).await;
        let identify = json!({
            "token": token,
            "intents": INTENTS,
            "shard": [self.shard.id, self.shard.total],
            "properties": {
                "os": std::env::consts::OS, "browser": "hearth", "device": "hearth"
            },
        });
        connection.send(2, identify).await
    }

    async fn listen(&mut self, mut connection: Connection, interval: Duration) -> Ended {
        // The first one after a part of the interval, so that not all bots beat at once.
        let mut beat = Box::pin(pause(interval.mul_f64(rand::random::<f64>())));
        let mut answered = true;
        let mut begun = Box::pin(pause(HELLO));
        loop {
            let coming = async {
                // Nothing is read that there is no room for; heartbeats go on.
                let room = self.out.reserve().await;
                (room, connection.next().await)
            };
            let (room, came) = tokio::select! {
                biased;
                () = self.stop.cancelled() => {
                    connection.close().await;
                    return Ended::Stopped;
                }
                () = &mut beat => {
                    if !answered {
                        tracing::warn!(shard = self.shard.id, "Discord does not answer heartbeats");
                        connection.close().await;
                        return Ended::Again(After::Resume);
                    }
                    answered = false;
                    beat = Box::pin(pause(interval));
                    if self.heartbeat(&mut connection).await.is_err() {
                        return Ended::Again(After::Resume);
                    }
                    continue;
                }
                () = &mut begun, if !self.ready => {
                    tracing::warn!(shard = self.shard.id, "no session began in time");
                    connection.close().await;
                    return Ended::Again(After::Identify);
                }
                came = coming => came,
            };
            let Ok(room) = room else { return Ended::Stopped };
            let frame = match came {
                Came::Frame(frame) => frame,
                Came::Unreadable => {
                    metric::unread("frame");
                    tracing::error!(
                        shard = self.shard.id,
                        "a frame of the gateway could not be read"
                    );
                    continue;
                }
                Came::Closed(code) => {
                    tracing::info!(
                        shard = self.shard.id,
                        code,
                        "the gateway closed the connection"
                    );
                    return Ended::Again(after(code));
                }
            };
            match frame.op {
                0 => {
                    let Some((seq, kind)) = frame.s.zip(frame.t) else { continue };
                    self.noted(seq, &kind, &frame.d);
                    let progress = Arc::clone(self.progress);
                    room.send(Dispatch { progress, seq, kind, data: frame.d });
                }
                1 if self.heartbeat(&mut connection).await.is_err() => {
                    return Ended::Again(After::Resume);
                }
                7 => {
                    connection.close().await;
                    return Ended::Again(After::Resume);
                }
                9 if frame.d.as_bool() == Some(true) => {
                    connection.close().await;
                    return Ended::Again(After::Resume);
                }
                9 => {
                    connection.close().await;
                    self.progress.begin(None);
                    // As the documentation asks for.
                    pause(Duration::from_millis(rand::random_range(1_000..5_000))).await;
                    return Ended::Again(After::Identify);
                }
                11 => answered = true,
                _ => {}
            }
        }
    }

    fn noted(&mut self, seq: u64, kind: &str, data: &Value) {
        let begins = matches!(kind, "READY" | "RESUMED");
        if kind == "READY" {
            let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
            let url = self.edge.resume_url(&text("resume_gateway_url"));
            let id = text("session_id");
            self.progress.begin(Some(Session { id, url, seq }));
            self.edge.begun.notify_one();
        }
        if begins && !self.ready {
            self.ready = true;
            self.edge.connected.fetch_add(1, Ordering::Relaxed);
            tracing::info!(shard = self.shard.id, kind, "connected to Discord");
        }
        self.progress.received(seq);
    }

    async fn heartbeat(&self, connection: &mut Connection) -> anyhow::Result<()> {
        let seq = self.progress.session().map(|session| session.seq);
        connection.send(1, json!(seq)).await
    }
}
