//! From the gateway to the engine. Every event is read with patience; one of a kind that we know and
//! cannot read is counted and logged by its kind, and an interaction is answered all the same.

mod guild;
mod interaction;
mod talk;
mod unread;

pub(super) use guild::{SERVER, entered};

use super::edge::{Edge, Place};
use super::gateway::Dispatch;
use super::read::text;
use crate::chat::platform::Inbox;
use crate::metric;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Takes events until there are no more.
pub(super) async fn run(edge: &Arc<Edge>, mut events: mpsc::Receiver<Dispatch>, inbox: &Inbox) {
    while let Some(Dispatch { progress, seq, kind, data }) = events.recv().await {
        let place = Place::new(progress, seq);
        let read = match kind.as_str() {
            "READY" => {
                edge.is(text(&data["application"]["id"]), text(&data["user"]["id"]));
                guild::ready(edge, &data, place, inbox).await
            }
            "INTERACTION_CREATE" => interaction::came(edge, data, place, inbox).await,
            "MESSAGE_CREATE" => talk::said(edge, &data, place, inbox).await,
            "MESSAGE_UPDATE" => talk::changed(edge, &data, place, inbox).await,
            "MESSAGE_DELETE" => talk::taken_back(edge, &data, place, inbox).await,
            "GUILD_CREATE" => guild::joined(edge, &data, place, inbox).await,
            "GUILD_UPDATE" => guild::changed(edge, &data, place).await,
            "GUILD_DELETE" => guild::left(edge, &data, place, inbox).await,
            "CHANNEL_DELETE" | "THREAD_DELETE" => guild::closed(edge, &data, place, inbox).await,
            _ => Read::Passed,
        };
        match read {
            Read::Taken | Read::Passed => {}
            Read::Unreadable => {
                metric::unread("event");
                tracing::error!(kind, "an event of Discord could not be read");
            }
            Read::Closed => return,
        }
    }
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// The engine takes it, or it was answered here.
    Taken,
    /// It is none of our business.
    Passed,
    /// A part without which it means nothing is not there.
    Unreadable,
    /// Nobody takes events any more.
    Closed,
}

/// Hands an event to the engine.
async fn hand(inbox: &Inbox, event: crate::chat::event::Event) -> Read {
    match inbox.send(event).await {
        Ok(()) => Read::Taken,
        Err(_) => Read::Closed,
    }
}
