//! From the inbox to the engine, in order; and what is done when the engine has done with it.

use super::happened::Happened;
use super::{Opened, STALE};
use crate::chat::event::{Event, EventBody, Place, TurnId};
use crate::chat::message::Line;
use crate::chat::platform::{Inbox, SendError};
use crate::ids::{AccountId, MessageId};
use crate::platform::matrix::ask::keep::{Again, Meaning};
use crate::platform::matrix::asking::{self, Meant, Tap};
use crate::platform::matrix::edge::{Edge, apart, pause, room_id};
use crate::platform::matrix::rooms::{self, Here};
use crate::platform::matrix::send;
use crate::platform::matrix::sql::{self, InboxRow};
use crate::store::instant;
use matrix_sdk::Client;
use matrix_sdk::ruma::EventId;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// For how long somebody is not told again that they were not answered: a day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// For how long an asking is tried while the server cannot be reached: until the pause between two
/// tries is as long.
const PERSISTENCE: Duration = Duration::from_mins(10);

/// What becomes of a row.
enum Fate {
    /// The engine takes it.
    Deliver(Box<Event>, Opened),
    /// Nobody has to do anything.
    Drop,
    /// A question is asked again in their direct room. With the event to answer if that fails.
    Ask(AccountId, Box<Again>, String),
    /// They wanted to be asked, and there is nothing to ask. With the event to answer.
    NothingOpen(String),
    /// Too late for an answer.
    TooLate,
}

/// Delivers what waits, oldest first, until `stop`.
pub(in crate::platform::matrix) async fn run(
    edge: &Arc<Edge>,
    client: &Client,
    inbox: &Inbox,
    stop: &CancellationToken,
) {
    let mut asked = JoinSet::new();
    loop {
        // What has ended is let go of.
        while asked.try_join_next().is_some() {}
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
            match apart(fate(edge, client, &row)).await {
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
                // In a task of its own: a direct room may have to be opened first.
                Fate::Ask(account, again, to) => {
                    let (edge, stop) = (Arc::clone(edge), stop.clone());
                    asked.spawn_local(async move {
                        ask(&edge, &row, &account, &again, &to, &stop).await;
                    });
                }
                Fate::NothingOpen(to) => {
                    say(edge, &row, &to, edge.words.matrix_privately_none()).await;
                    done(edge, id).await;
                }
                Fate::TooLate => {
                    tell_late(edge, &row).await;
                    done(edge, id).await;
                }
            }
            // Not before: one that was not taken, because the bot was logged out, is next again.
            edge.delivered.store(id, Ordering::Relaxed);
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
    let name = rooms::name_of(client, &row.room, &row.account_id).await;
    let mut opened = opened(row, &here, changed);
    if let Some(tap) = tap(&happened) {
        opened.tapped = !matches!(tap, Tap::Typed { .. });
        match asking::meant(edge, row, here.kind, tap, &account).await {
            Ok(Meant::Other) => {}
            Ok(Meant::Known(Meaning::Nothing)) => return Fate::Drop,
            Ok(Meant::Known(Meaning::Closed)) => return Fate::NothingOpen(to_answer(row, tap)),
            Ok(Meant::Known(Meaning::Privately(again))) => {
                return Fate::Ask(account, again, to_answer(row, tap));
            }
            Ok(Meant::Known(Meaning::Answer { prompt, answer, origin })) => {
                let body = EventBody::Answered { prompt, answer };
                let mut event = event(row, account, name, body, &here);
                if let Some(origin) = origin {
                    // It is the room's question, wherever it was answered.
                    let there = rooms::here(edge, client, &origin).await;
                    event.place = place(&origin, &there);
                }
                return Fate::Deliver(Box::new(event), opened);
            }
            Err(error) => {
                tracing::error!(%error, "what was tapped could not be looked up");
                return Fate::Drop;
            }
        }
    }
    let Some(body) = happened.body(&row.room) else { return Fate::Drop };
    Fate::Deliver(Box::new(event(row, account, name, body, &here)), opened)
}

/// What may be about a question.
fn tap(happened: &Happened) -> Option<Tap<'_>> {
    match happened {
        Happened::Reacted { to, key } => Some(Tap::Reacted { to, key }),
        Happened::Voted { poll, answers } => Some(Tap::Voted { poll, answers }),
        Happened::Redacted { message } => Some(Tap::TakenBack { event: message }),
        Happened::Said { text, addressed, files } if files.is_empty() => {
            Some(Tap::Typed { text, addressed: *addressed })
        }
        _ => None,
    }
}

/// The event that a line about a tap answers: nobody sees an answer to a reaction.
fn to_answer(row: &InboxRow, tap: Tap<'_>) -> String {
    match tap {
        Tap::Reacted { to, .. } => to.to_owned(),
        _ => row.native.clone(),
    }
}

/// Asks a question in somebody's direct room, as long as it makes sense to try.
async fn ask(
    edge: &Edge,
    row: &InboxRow,
    account: &AccountId,
    again: &Again,
    to: &str,
    stop: &CancellationToken,
) {
    let mut wait = Duration::from_secs(1);
    loop {
        let error = match apart(asking::privately(edge, account, again, &row.native)).await {
            Ok(()) => break,
            Err(error) => error,
        };
        let pausing = match &error {
            SendError::RateLimited { retry_after } => *retry_after,
            SendError::Transport(_) if wait < PERSISTENCE => wait,
            _ => {
                tracing::warn!(%error, "a question could not be asked in a direct room");
                say(edge, row, to, edge.words.matrix_privately_failed()).await;
                break;
            }
        };
        wait *= 2;
        tokio::select! {
            () = stop.cancelled() => return,
            () = pause(pausing) => {}
        }
    }
    done(edge, row.id).await;
}

/// One quiet line in answer to what somebody did.
async fn say(edge: &Edge, row: &InboxRow, to: &str, line: Line) {
    let key = format!("{}-said", row.native);
    if let Err(error) = apart(send::line(edge, &row.room, to, line, &key)).await {
        tracing::warn!(%error, "an answer did not reach the room");
    }
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
        place: place(&row.room, here),
        source: row
            .source
            .as_ref()
            .map(|native| MessageId { room: room_id(&row.room), native: native.clone() }),
        turn: TurnId(row.id.unsigned_abs()),
        body,
    }
}

fn place(room: &str, here: &Here) -> Place {
    Place { room: room_id(room), kind: here.kind, community: here.community.clone() }
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
        tapped: false,
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
    match apart(room.event(&first, None)).await {
        Ok(event) => {
            event.sender().is_some_and(|sender| row.account_id == format!("matrix:{sender}"))
        }
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
            if let Err(error) = apart(send::line(edge, &row.room, &row.native, line, &key)).await {
                tracing::warn!(%error, "nobody could be told that it was too late");
            }
        }
        Ok(false) => {}
        Err(error) => tracing::error!(%error, "what was told could not be noted"),
    }
}
