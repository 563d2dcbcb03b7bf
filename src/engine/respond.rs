//! Where the answer of a turn goes.

use super::handle::{Engine, apology};
use super::turn::Visit;
use crate::chat::address::Address;
use crate::chat::event::{Event, RoomKind};
use crate::chat::message::Message;
use crate::chat::platform::ChatPlatform;
use crate::chat::prompt::Expect;
use crate::chat::route::{Route, Visibility, converses, route};
use crate::error::Failure;
use crate::ids::AccountId;
use crate::words::Arg;

impl Engine {
    /// Answers a turn: in the room, for the one who asked, or in their direct room. False when the
    /// answer did not reach the platform.
    pub(super) async fn respond(
        &self,
        event: &Event,
        visit: &Visit,
        visibility: Visibility,
        message: Message,
        platform: &dyn ChatPlatform,
    ) -> bool {
        let room = event.place.room.clone();
        let account: AccountId = event.account.clone();
        let here = match event.place.kind {
            RoomKind::Group | RoomKind::Whole => Address::Room(room.clone()),
            RoomKind::Direct => Address::Direct(account.clone()),
        };
        let can = platform.capabilities();
        let form = message.prompt.as_ref().is_some_and(|p| matches!(p.expect, Expect::Form(_)));
        let talk = form && converses(&can);
        let message = if talk {
            self.instead_of_form(visit, message).await.unwrap_or_else(|error| match error {
                Failure::Mend(message) => *message,
                other => Message::say(apology(&visit.words, &other)),
            })
        } else {
            message
        };
        let way = match route(visibility, event.place.kind, &can) {
            // What is typed in the room is for all to read.
            Route::Ephemeral if talk => Route::DirectWithNotice,
            way => way,
        };
        let (to, message, notice) = match way {
            Route::InPlace => (here, message, None),
            Route::Ephemeral => (Address::Ephemeral(room, account), message, None),
            Route::DirectWithNotice => {
                let notice = Message::say(visit.words.usage_answered_privately());
                (Address::Direct(account), message, Some((here, notice)))
            }
            Route::Refuse => {
                let ask = Arg::command("help");
                (here, Message::say(visit.words.usage_ask_privately(ask)), None)
            }
        };
        let reached = platform.respond(event.turn, &to, &message).await;
        if let Err(error) = &reached {
            tracing::warn!(%error, "an answer did not reach the platform");
        }
        let Some((room, notice)) = notice else { return reached.is_ok() };
        let told = match &reached {
            Ok(_) => platform.answered_elsewhere(event.turn, &room, &notice).await,
            // Nobody may be left waiting for an answer in a room that they do not get.
            Err(_) => {
                let ask = Arg::command("help");
                let sorry = Message::say(visit.words.usage_not_reached(ask));
                platform.respond(event.turn, &room, &sorry).await.map(drop)
            }
        };
        if let Err(error) = told {
            tracing::warn!(%error, "a notice did not reach the platform");
        }
        reached.is_ok()
    }
}
