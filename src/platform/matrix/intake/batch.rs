//! One answer of the server: what is in it for us, and how it is stored.

use super::gap;
use super::happened::Happened;
use super::read::{Meaning, Raw, Where, meaning};
use crate::platform::matrix::edge::{Edge, apart};
use crate::platform::matrix::rooms;
use crate::platform::matrix::said::Reader;
use crate::platform::matrix::sql::{self, InboxRow, UnreadRow};
use crate::store::Conn;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::sync::{RoomUpdates, Timeline};
use matrix_sdk::{Client, Room};
use tokio_util::sync::CancellationToken;

/// Messages without their keys that are kept at most.
const MOST_UNREAD: i64 = 1000;

/// What is in an answer, in the order in which it is stored.
#[derive(Default)]
pub(super) struct Batch {
    items: Vec<Item>,
    /// Whether a space changed, or which rooms there are.
    regroups: bool,
}

enum Item {
    Row(InboxRow),
    Unread(UnreadRow),
    Shown { txn: String, room: String, event: String },
    Invited { room: String, by: Option<String> },
    Joined { room: String, how: How, join: String, own: String },
    Left { room: String, by: String, event: String, direct: bool },
    Replaced { room: String, by: String },
}

/// How the bot came into a room, if it was not in it before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Somebody let it in.
    Guest,
    /// By its own doing, or before anything was stored: nobody is greeted.
    Own,
}

impl Batch {
    pub(super) fn wants_delivery(&self) -> bool {
        self.items
            .iter()
            .any(|item| matches!(item, Item::Row(_) | Item::Joined { .. } | Item::Left { .. }))
    }

    pub(super) fn wants_errands(&self) -> bool {
        self.items.iter().any(|item| {
            matches!(item, Item::Invited { .. } | Item::Replaced { .. } | Item::Unread(_))
        })
    }
}

/// Takes out of an answer what matters. None when it was stopped while a gap was read.
pub(super) async fn collect(
    edge: &Edge,
    client: &Client,
    answer: RoomUpdates,
    since: Option<&str>,
    stop: &CancellationToken,
) -> Option<Batch> {
    let mut batch = Batch::default();
    // Out first: whoever was put out and let in again meanwhile is in both parts of the answer.
    for (id, update) in answer.left {
        batch.regroups = true;
        let own = client.user_id().map(ToString::to_string).unwrap_or_default();
        let out = update.timeline.events.iter().rev().find_map(|event| {
            let raw = Raw::parse(event.raw().json().get())?;
            (raw.kind == "m.room.member" && raw.state_key.as_deref() == Some(&own)).then_some(raw)
        });
        // Who closes their direct room has not put the bot out of a group.
        let direct = client.get_room(&id).is_some_and(|room| !room.direct_targets().is_empty());
        let (by, event) = match out {
            Some(raw) => (raw.sender, raw.event_id),
            None => (own, String::new()),
        };
        batch.items.push(Item::Left { room: id.to_string(), by, event, direct });
    }
    for (id, _) in answer.invited {
        if let Some(room) = client.get_room(&id) {
            let details = apart(room.invite_details()).await.ok();
            let by = details.map(|details| details.inviter_id.to_string());
            batch.items.push(Item::Invited { room: id.to_string(), by });
        }
    }
    for (id, update) in answer.joined {
        let Some(room) = client.get_room(&id) else { continue };
        let how = match since {
            Some(_) => how(&room),
            None => How::Own,
        };
        let entered = batch.items.len();
        let own = room.own_user_id().to_string();
        batch.items.push(Item::Joined { room: id.to_string(), how, join: String::new(), own });
        if room.is_space() {
            batch.regroups = true;
            continue;
        }
        // What was said before the first start is not ours to answer.
        let Some(since) = since else { continue };
        let events = whole(&room, update.timeline, since, stop).await?;
        let join = read(edge, &room, events, &mut batch.items).await;
        if let (Some(join), Item::Joined { join: named, .. }) = (join, &mut batch.items[entered]) {
            *named = join;
        }
    }
    Some(batch)
}

fn how(room: &Room) -> How {
    let own = room.own_user_id();
    let made = room.creators().is_some_and(|creators| creators.iter().any(|one| one == own));
    if made || room.is_space() { How::Own } else { How::Guest }
}

/// The timeline with what was left out of it.
async fn whole(
    room: &Room,
    timeline: Timeline,
    since: &str,
    stop: &CancellationToken,
) -> Option<Vec<TimelineEvent>> {
    let own = room.own_user_id();
    let joined = |event: &TimelineEvent| {
        let sender = event.sender();
        sender.is_some_and(|sender| sender == own)
            && Raw::parse(event.raw().json().get()).is_some_and(|raw| raw.joins(own))
    };
    if !timeline.limited || timeline.events.iter().any(joined) {
        return Some(timeline.events);
    }
    let mut events = gap::fill(room, timeline.prev_batch, since, joined, stop).await?;
    events.extend(timeline.events);
    Some(events)
}

/// Reads the events of a room; returns the bot's own join, if it is among them. What was said before
/// that is not for the bot, and may have been answered when it was here the last time.
async fn read(
    edge: &Edge,
    room: &Room,
    events: Vec<TimelineEvent>,
    items: &mut Vec<Item>,
) -> Option<String> {
    let name = rooms::own_name(room).await;
    let here = Where {
        reader: Reader { own: room.own_user_id(), name: &name, prefix: &edge.config.prefix },
        room: room.room_id().as_str(),
        kind: rooms::kind(room).await,
        now: edge.millis(),
    };
    let begin = items.len();
    let mut join = None;
    for event in events {
        let Some(raw) = Raw::parse(event.raw().json().get()) else {
            tracing::debug!(room = here.room, "an event that is none");
            continue;
        };
        if let TimelineEventKind::UnableToDecrypt { .. } = &event.kind {
            if raw.sender != here.reader.own.as_str() {
                items.push(Item::Unread(unread(&raw, &event, here.room, here.now)));
            }
            continue;
        }
        match meaning(&raw, &here) {
            Meaning::Rows(rows) => items.extend(rows.into_iter().map(Item::Row)),
            Meaning::Own { event, txn: Some(txn) } => {
                items.push(Item::Shown { txn, room: here.room.to_owned(), event });
            }
            Meaning::OwnJoin => {
                items.truncate(begin);
                join = Some(raw.event_id);
            }
            Meaning::Replaced { by } => {
                items.push(Item::Replaced { room: here.room.to_owned(), by });
            }
            Meaning::Own { txn: None, .. } | Meaning::Nothing => {}
        }
    }
    join
}

fn unread(raw: &Raw, event: &TimelineEvent, room: &str, now: i64) -> UnreadRow {
    UnreadRow {
        event: raw.event_id.clone(),
        room: room.to_owned(),
        account_id: format!("matrix:{}", raw.sender),
        at: raw.at(now),
        raw: event.raw().json().get().to_owned(),
        told: 0,
    }
}

/// Stores what came and how far it was read, together or not at all.
pub(super) async fn store(
    edge: &Edge,
    client: &Client,
    batch: &Batch,
    token: &str,
) -> sqlx::Result<()> {
    let now = edge.millis();
    // It need not wait for the disk: what is lost is lost together with the token, and comes again.
    let mut tx = edge.store.begin_soon().await?;
    for item in &batch.items {
        put(&mut tx, item, token, now).await?;
    }
    let device = client.device_id().map(ToString::to_string).unwrap_or_default();
    sql::set_token(&mut tx, &edge.config.user, token, &device, now).await?;
    tx.commit().await?;
    if batch.regroups {
        rooms::forget(edge);
    }
    Ok(())
}

async fn put(conn: &mut Conn, item: &Item, token: &str, now: i64) -> sqlx::Result<()> {
    match item {
        Item::Row(row) => put_new(conn, row, now).await,
        Item::Unread(row) => {
            if sql::see(conn, &format!("{}/unread", row.event), now).await? {
                sql::keep_unread(conn, row, MOST_UNREAD).await?;
            }
            Ok(())
        }
        Item::Shown { txn, room, event } => sql::shown(conn, txn, room, event, now).await,
        Item::Invited { room, by } => rooms::sql::invited(conn, room, by.as_deref()).await,
        Item::Joined { room, how, join, own } => {
            let before = rooms::sql::state(conn, room).await?;
            if before.as_deref() == Some("joined") {
                return Ok(());
            }
            let by = rooms::sql::joined(conn, room).await?;
            if *how == How::Own || rooms::sql::is_replacement(conn, room).await? {
                return Ok(());
            }
            // Whoever runs the server can put the bot into a room without an invitation.
            let by = by.as_ref().unwrap_or(own);
            let name = if join.is_empty() { token } else { join };
            let row = came_or_went(format!("{name}/entered"), room, by, now, &Happened::Entered);
            put_new(conn, &row, now).await
        }
        Item::Left { room, by, event, direct } => {
            let before = rooms::sql::state(conn, room).await?;
            rooms::sql::left(conn, room).await?;
            if before.as_deref() != Some("joined") || *direct {
                return Ok(());
            }
            let name = if event.is_empty() { format!("{token}/left") } else { event.clone() };
            put_new(conn, &came_or_went(name, room, by, now, &Happened::Removed), now).await
        }
        Item::Replaced { room, by } => rooms::sql::replaced(conn, room, by).await,
    }
}

/// Puts a row into the inbox unless it was there before.
pub(super) async fn put_new(conn: &mut Conn, row: &InboxRow, now: i64) -> sqlx::Result<()> {
    if sql::see(conn, &row.native, now).await? {
        sql::put(conn, row).await?;
    }
    Ok(())
}

fn came_or_went(native: String, room: &str, by: &str, at: i64, happened: &Happened) -> InboxRow {
    InboxRow {
        id: 0,
        native,
        room: room.to_owned(),
        account_id: format!("matrix:{by}"),
        at,
        source: None,
        thread: None,
        happened: serde_json::to_string(happened).unwrap_or_default(),
    }
}

/// A room was replaced and the bot is in the new one: that is handed on, once, and the new room
/// counts as one that the bot has been in.
pub(in crate::platform::matrix) async fn moved(
    conn: &mut Conn,
    edge: &Edge,
    room: &str,
    replacement: &str,
) -> sqlx::Result<()> {
    let now = edge.millis();
    rooms::sql::joined(conn, replacement).await?;
    rooms::sql::moved(conn, room).await?;
    let happened = Happened::Moved { to: replacement.to_owned() };
    let name = format!("{room}/moved/{replacement}");
    put_new(conn, &came_or_went(name, room, &edge.config.user, now, &happened), now).await
}
