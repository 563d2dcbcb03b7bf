//! One event of a room, read. Pure; everything in it is hostile until it is read.

use super::happened::Happened;
use crate::chat::event::RoomKind;
use crate::platform::matrix::edge::account;
use crate::platform::matrix::said::Reader;
use crate::platform::matrix::sql::InboxRow;
use matrix_sdk::ruma::UserId;
use serde::Deserialize;
use serde_json::Value;

/// The longest id that is taken for one; the protocol's own limit.
const LONGEST_ID: usize = 255;

/// The parts of an event that matter.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    pub(super) event_id: String,
    pub(super) sender: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) content: Value,
    #[serde(default)]
    pub(super) state_key: Option<String>,
    #[serde(default)]
    pub(super) redacts: Option<String>,
    #[serde(default)]
    pub(super) unsigned: Unsigned,
}

/// What the server adds to an event.
#[derive(Debug, Deserialize, Default)]
pub(super) struct Unsigned {
    /// How long ago it was, in milliseconds, as our own server tells it.
    #[serde(default)]
    age: Value,
    #[serde(default)]
    pub(super) transaction_id: Option<String>,
    #[serde(default)]
    prev_content: Value,
}

/// For whom and where an event is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Where<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) room: &'a str,
    pub(super) kind: RoomKind,
    pub(super) now: i64,
}

/// What an event means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Something for the engine; two things where a message was changed.
    Rows(Vec<InboxRow>),
    /// A message of our own, with its transaction id if this device sent it.
    Own { event: String, txn: Option<String> },
    /// The bot's own way into the room.
    OwnJoin,
    /// The room was replaced by another.
    Replaced { by: String },
    /// Nothing that matters.
    Nothing,
}

impl Raw {
    /// An event from its JSON; none for what is not one.
    pub(super) fn parse(json: &str) -> Option<Self> {
        let raw: Self = serde_json::from_str(json).ok()?;
        let fits = raw.event_id.starts_with('$') && raw.event_id.len() <= LONGEST_ID;
        (fits && UserId::parse(&raw.sender).is_ok()).then_some(raw)
    }

    /// When it happened by our clock.
    pub(super) fn at(&self, now: i64) -> i64 {
        let age = self.unsigned.age.as_i64().unwrap_or(0).clamp(0, now.max(0));
        now - age
    }

    /// Whether it brings `user` into the room, not merely with another name or picture.
    pub(super) fn joins(&self, user: &UserId) -> bool {
        self.kind == "m.room.member"
            && self.state_key.as_deref() == Some(user.as_str())
            && self.content["membership"] == "join"
            && self.unsigned.prev_content["membership"] != "join"
    }
}

/// What an event means.
pub(super) fn meaning(raw: &Raw, here: &Where<'_>) -> Meaning {
    let own = here.reader.own;
    if raw.joins(own) {
        return Meaning::OwnJoin;
    }
    if raw.kind == "m.room.tombstone" && raw.state_key.as_deref() == Some("") {
        return match id(&raw.content["replacement_room"], '!') {
            Some(by) => Meaning::Replaced { by },
            None => Meaning::Nothing,
        };
    }
    if raw.sender == own.as_str() {
        return match raw.state_key {
            None => Meaning::Own {
                event: raw.event_id.clone(),
                txn: raw.unsigned.transaction_id.clone(),
            },
            Some(_) => Meaning::Nothing,
        };
    }
    match raw.kind.as_str() {
        "m.room.message" => message(raw, here),
        "m.reaction" => {
            let relates = &raw.content["m.relates_to"];
            match (id(&relates["event_id"], '$'), relates["key"].as_str()) {
                (Some(to), Some(key)) if key.len() <= 64 => {
                    rows(raw, here, Happened::Reacted { to, key: key.to_owned() })
                }
                _ => Meaning::Nothing,
            }
        }
        "org.matrix.msc3381.poll.response" | "m.poll.response" => vote(raw, here),
        "m.room.redaction" => {
            let target = raw.redacts.as_deref().or_else(|| raw.content["redacts"].as_str());
            match target.filter(|target| target.starts_with('$') && target.len() <= LONGEST_ID) {
                Some(target) => rows(raw, here, Happened::Redacted { message: target.to_owned() }),
                None => Meaning::Nothing,
            }
        }
        "m.room.member" => member(raw, here),
        _ => Meaning::Nothing,
    }
}

fn message(raw: &Raw, here: &Where<'_>) -> Meaning {
    let relates = &raw.content["m.relates_to"];
    let replaces = (relates["rel_type"] == "m.replace").then(|| id(&relates["event_id"], '$'));
    let said = here.reader.read(&raw.content, here.kind).and_then(Happened::spoken);
    let thread =
        (relates["rel_type"] == "m.thread").then(|| id(&relates["event_id"], '$')).flatten();
    match replaces {
        None => match said {
            Some(said) => {
                let source = Some(raw.event_id.clone());
                Meaning::Rows(vec![InboxRow { source, thread, ..row(raw, here, &said) }])
            }
            None => Meaning::Nothing,
        },
        Some(Some(first)) => {
            let changed = Happened::Changed { message: first.clone() };
            let mut all = vec![InboxRow {
                native: format!("{}/before", raw.event_id),
                source: Some(first.clone()),
                ..row(raw, here, &changed)
            }];
            if let Some(said) = said {
                all.push(InboxRow { source: Some(first), ..row(raw, here, &said) });
            }
            Meaning::Rows(all)
        }
        Some(None) => Meaning::Nothing,
    }
}

fn vote(raw: &Raw, here: &Where<'_>) -> Meaning {
    let Some(poll) = id(&raw.content["m.relates_to"]["event_id"], '$') else {
        return Meaning::Nothing;
    };
    let unstable = &raw.content["org.matrix.msc3381.poll.response"]["answers"];
    let answers = unstable.as_array().or_else(|| raw.content["m.selections"].as_array());
    let Some(answers) = answers else { return Meaning::Nothing };
    let answers = answers.iter().take(20).filter_map(Value::as_str);
    let answers = answers.filter(|answer| answer.len() <= 64).map(str::to_owned).collect();
    rows(raw, here, Happened::Voted { poll, answers })
}

/// Only leaving matters: who comes is met when they say something.
fn member(raw: &Raw, here: &Where<'_>) -> Meaning {
    let gone = matches!(raw.content["membership"].as_str(), Some("leave" | "ban"))
        && raw.unsigned.prev_content["membership"] == "join";
    let who = raw.state_key.as_deref().and_then(|user| <&UserId>::try_from(user).ok());
    match who {
        Some(who) if gone && who != here.reader.own => {
            let account_id = account(who).to_string();
            let row = InboxRow { account_id, ..row(raw, here, &Happened::Left) };
            Meaning::Rows(vec![row])
        }
        _ => Meaning::Nothing,
    }
}

fn rows(raw: &Raw, here: &Where<'_>, happened: Happened) -> Meaning {
    Meaning::Rows(vec![row(raw, here, &happened)])
}

fn row(raw: &Raw, here: &Where<'_>, happened: &Happened) -> InboxRow {
    InboxRow {
        id: 0,
        native: raw.event_id.clone(),
        room: here.room.to_owned(),
        account_id: format!("matrix:{}", raw.sender),
        at: raw.at(here.now),
        source: None,
        thread: None,
        happened: serde_json::to_string(happened).unwrap_or_default(),
    }
}

fn id(value: &Value, sigil: char) -> Option<String> {
    let text = value.as_str()?;
    (text.starts_with(sigil) && text.len() > 1 && text.len() <= LONGEST_ID).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
