//! From the inbox to the engine, in order; and what is done when the engine has done with it.

use super::happened::Happened;
use super::{Opened, STALE};
use crate::chat::event::{Event, EventBody, Place, TurnId};
use crate::chat::platform::Inbox;
use crate::ids::MessageId;
use crate::platform::matrix::edge::{Edge, pause, room_id};
use crate::platform::matrix::rooms::{self, Here};
use crate::platform::matrix::send;
use crate::platform::matrix::sql::{self, InboxRow};
use crate::store::instant;
use matrix_sdk::Client;
use matrix_sdk::ruma::EventId;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// For how long somebody is not told again that they were not answered: a day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What becomes of a row.
enum Fate {
    /// The engine takes it.
    Deliver(Box<Event>, Opened),
    /// Nobody has to do anything.
    Drop,
    /// Too late for an answer.
    TooLate,
}

/// Delivers what waits, oldest first, until `stop`.
pub(in crate::platform::matrix) async fn run(
    edge: &Edge,
    client: &Client,
    inbox: &Inbox,
    stop: &CancellationToken,
) {
    loop {
        let last = edge.delivered.load(Ordering::Relaxed);
        let waiting = async {
            let mut tx = edge.store.read().await?;
            sql::waiting(&mut tx, last).await
        };
        let rows = match waiting.await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "what waits could not be read");
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = pause(Duration::from_secs(1)) => continue,
                }
            }
        };
        if rows.is_empty() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = edge.arrived.notified() => continue,
            }
        }
        for row in rows {
            let id = row.id;
            edge.delivered.store(id, Ordering::Relaxed);
            match fate(edge, client, &row).await {
                Fate::Deliver(event, opened) => {
                    edge.turns
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .insert(event.turn.0, opened);
                    tokio::select! {
                        () = stop.cancelled() => return,
                        sent = inbox.send(*event) => if sent.is_err() { return },
                    }
                }
                Fate::Drop => done(edge, id).await,
                Fate::TooLate => {
                    tell_late(edge, &row).await;
                    done(edge, id).await;
                }
            }
        }
    }
}

async fn fate(edge: &Edge, client: &Client, row: &InboxRow) -> Fate {
    let Ok(happened) = serde_json::from_str::<Happened>(&row.happened) else { return Fate::Drop };
    if happened.wants_answer() && edge.millis().saturating_sub(row.at) > STALE {
        let addressed = match &happened {
            Happened::Said { addressed, .. } => *addressed,
            Happened::Invoked { .. } => true,
            _ => false,
        };
        return if addressed { Fate::TooLate } else { Fate::Drop };
    }
    let Ok(account) = row.account_id.parse() else { return Fate::Drop };
    let here = rooms::here(edge, client, &row.room).await;
    let changed = row.source.is_some() && row.source.as_deref() != Some(&row.native);
    if changed && !theirs(client, row).await {
        return Fate::Drop;
    }
    if happened == Happened::Left && !rooms::gone(edge, client, &here, &row.account_id).await {
        return Fate::Drop;
    }
    let body = match happened {
        Happened::Reacted { .. } | Happened::Voted { .. } => return Fate::Drop,
        other => other.body(&row.room),
    };
    let Some(body) = body else { return Fate::Drop };
    let name = rooms::name_of(client, &row.room, &row.account_id).await;
    Fate::Deliver(Box::new(event(row, account, name, body, &here)), opened(row, &here, changed))
}

fn event(
    row: &InboxRow,
    account: crate::ids::AccountId,
    name: String,
    body: EventBody,
    here: &Here,
) -> Event {
    Event {
        native: Some(row.native.clone()),
        at: instant(row.at),
        account,
        name,
        place: Place {
            room: room_id(&row.room),
            kind: here.kind,
            community: here.community.clone(),
        },
        source: row
            .source
            .as_ref()
            .map(|native| MessageId { room: room_id(&row.room), native: native.clone() }),
        turn: TurnId(row.id.unsigned_abs()),
        body,
    }
}

fn opened(row: &InboxRow, here: &Here, changed: bool) -> Opened {
    Opened {
        native: row.native.clone(),
        room: row.room.clone(),
        kind: here.kind,
        account: row.account_id.clone(),
        source: row.source.clone(),
        changed,
        thread: row.thread.clone(),
        answers: 0,
    }
}

/// Whether a changed message was written by who changed it. Apps check that for what they show; here
/// it decides what is deleted.
async fn theirs(client: &Client, row: &InboxRow) -> bool {
    let (Some(first), Ok(id)) = (&row.source, matrix_sdk::ruma::RoomId::parse(&row.room)) else {
        return false;
    };
    let (Some(room), Ok(first)) = (client.get_room(&id), EventId::parse(first)) else {
        return false;
    };
    match room.event(&first, None).await {
        Ok(event) => event
            .sender()
            .is_some_and(|sender| row.account_id == format!("matrix:{sender}")),
        Err(_) => {
            tracing::warn!("a changed message could not be looked up, so it stays as it was");
            false
        }
    }
}

/// Lets go of a row. Where that does not work it is handled again after a restart, which the engine
/// notices.
async fn done(edge: &Edge, id: i64) {
    let letting_go = async {
        let mut tx = edge.store.begin_soon().await?;
        sql::handled(&mut tx, id).await?;
        tx.commit().await
    };
    if let Err(error) = letting_go.await {
        tracing::error!(%error, "what was handled could not be let go of");
    }
}

/// The engine has done with a turn.
pub(in crate::platform::matrix) async fn finished(edge: &Edge, turn: TurnId) {
    let opened = edge.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(&turn.0);
    done(edge, i64::try_from(turn.0).unwrap_or(i64::MAX)).await;
    if let Some(Opened { room, source: Some(source), .. }) = opened {
        edge.unmarked.lock().unwrap_or_else(PoisonError::into_inner).insert(room, source);
        edge.read.notify_one();
    }
}

/// Says once a day that something came too late for an answer.
async fn tell_late(edge: &Edge, row: &InboxRow) {
    let now = edge.millis();
    let first = async {
        let mut tx = edge.store.begin_soon().await?;
        let first = sql::tell(&mut tx, &row.account_id, "late", now, now - DAY).await?;
        tx.commit().await?;
        Ok::<_, sqlx::Error>(first)
    };
    match first.await {
        Ok(true) => {
            let key = format!("{}-late", row.native);
            let line = edge.words.matrix_late();
            if let Err(error) = send::line(edge, &row.room, &row.native, line, &key).await {
                tracing::warn!(%error, "nobody could be told that it was too late");
            }
        }
        Ok(false) => {}
        Err(error) => tracing::error!(%error, "what was told could not be noted"),
    }
}
