//! Somebody who types: with plain HTTP where rooms are not encrypted, so that the client costs
//! nothing, and with a whole encrypted client where they are.

use super::stage::crew::Crew;
use super::stage::home::unique;
use super::stage::member::{Member, Sealed};
use super::stage::raw::Raw;
use anyhow::Context as _;
use hearth::clock::{Clock as _, SystemClock};
use jiff::SignedDuration;
use serde_json::Value;
use std::sync::Arc;

/// Somebody who types.
pub(crate) enum Voice {
    Plain(Raw),
    Sealed(Member),
}

/// A message as it stands in a room.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) event: String,
    pub(crate) sender: String,
    /// When the server received it, in milliseconds.
    pub(crate) at: i64,
    /// Empty where it cannot be read.
    pub(crate) body: String,
}

/// How long nothing new may come before it is given up.
const SILENCE: SignedDuration = SignedDuration::from_secs(90);

impl Voice {
    /// Somebody new.
    pub(crate) async fn new(url: &str, crew: &Arc<Crew>, sealed: Sealed) -> anyhow::Result<Self> {
        let name = unique("voice");
        Ok(match sealed {
            Sealed::No => Self::Plain(Raw::register(url, &name).await?),
            Sealed::Yes => Self::Sealed(Member::new(crew, &name).await),
        })
    }

    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Plain(raw) => raw.id(),
            Self::Sealed(member) => member.id(),
        }
    }

    /// A room with others, all of whom come.
    pub(crate) async fn room(&self, name: &str, others: &[&Voice]) -> anyhow::Result<String> {
        let ids: Vec<&str> = others.iter().map(|other| other.id()).collect();
        match self {
            Self::Plain(raw) => {
                let room = raw.room(name, false, &ids).await?;
                for other in others {
                    let Self::Plain(other) = other else { anyhow::bail!("of two kinds") };
                    other.join(&room).await?;
                }
                Ok(room)
            }
            Self::Sealed(member) => {
                let room = member.room(name, Sealed::Yes, &ids).await;
                for id in ids {
                    member.sees_in(&room, id).await;
                }
                Ok(room)
            }
        }
    }

    /// Lets the bot into a room of theirs.
    pub(crate) async fn let_in(&self, room: &str, bot: &str) -> anyhow::Result<()> {
        match self {
            Self::Plain(raw) => {
                raw.invite(room, bot).await?;
                raw.wait_joined(room, bot).await
            }
            Self::Sealed(member) => {
                member.invite(room, bot).await;
                member.sees_in(room, bot).await;
                Ok(())
            }
        }
    }

    /// A direct room with the bot.
    pub(crate) async fn direct(&self, bot: &str) -> anyhow::Result<String> {
        match self {
            Self::Plain(raw) => {
                let room = raw.direct(bot).await?;
                raw.wait_joined(&room, bot).await?;
                Ok(room)
            }
            Self::Sealed(member) => {
                let room = member.direct(bot, Sealed::Yes).await;
                member.sees_in(&room, bot).await;
                Ok(room)
            }
        }
    }

    pub(crate) async fn say(&self, room: &str, text: &str) -> anyhow::Result<String> {
        match self {
            Self::Plain(raw) => raw.say(room, text).await,
            Self::Sealed(member) => Ok(member.say(room, text).await),
        }
    }

    /// All messages of a room, oldest first.
    pub(crate) async fn heard(&self, room: &str) -> anyhow::Result<Vec<Heard>> {
        match self {
            Self::Plain(raw) => {
                let history = raw.history(room).await?;
                Ok(history.iter().filter_map(plain).collect())
            }
            Self::Sealed(member) => {
                let events = member.events(room).await.into_iter();
                let messages = events.filter(|entry| {
                    entry.kind == "m.room.message" || entry.kind == "m.room.encrypted"
                });
                Ok(messages
                    .map(|entry| Heard {
                        event: entry.event_id,
                        sender: entry.sender,
                        at: entry.at,
                        body: entry.body,
                    })
                    .collect())
            }
        }
    }

    /// Returns when a room is as it should be. False when nothing comes any more before it is.
    pub(crate) async fn until(
        &self,
        room: &str,
        enough: impl Fn(&[Heard]) -> bool,
    ) -> anyhow::Result<bool> {
        let mut since = None;
        let mut heard_at = SystemClock.now();
        loop {
            let news = match self {
                Self::Plain(raw) => {
                    let news = raw.sync(since.as_deref()).await?;
                    let next = news["next_batch"].as_str().context("no next_batch")?.to_owned();
                    let first = since.replace(next).is_none();
                    first || !news["rooms"]["join"][room].is_null()
                }
                Self::Sealed(member) => {
                    let version = member.version().await;
                    if enough(&self.heard(room).await?) {
                        return Ok(true);
                    }
                    member.changes(version, 30).await
                }
            };
            if enough(&self.heard(room).await?) {
                return Ok(true);
            }
            // By the clock: what is new in other rooms ends the wait for news as well.
            let now = SystemClock.now();
            if news {
                heard_at = now;
            }
            if now.duration_since(heard_at) >= SILENCE {
                return Ok(false);
            }
        }
    }
}

fn plain(event: &Value) -> Option<Heard> {
    let kind = event["type"].as_str()?;
    (kind == "m.room.message" || kind == "m.room.encrypted").then(|| Heard {
        event: event["event_id"].as_str().unwrap_or_default().to_owned(),
        sender: event["sender"].as_str().unwrap_or_default().to_owned(),
        at: event["origin_server_ts"].as_i64().unwrap_or_default(),
        body: event["content"]["body"].as_str().unwrap_or_default().to_owned(),
    })
}
