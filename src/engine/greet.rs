//! A greeting that found no room is said besides the next answer to somebody who looks after the
//! community, after that answer.

use super::handle::Engine;
use super::turn::Visit;
use crate::chat::address::Address;
use crate::chat::event::Event;
use crate::chat::message::{Attention, Message};
use crate::chat::platform::ChatPlatform;
use crate::chat::prompt::{Expect, Prompt};
use crate::chat::role::Role;
use crate::chat::route::{Route, Visibility, route};
use crate::feature::room::alone::{self, Greeting};

/// Whether a greeting may be said besides an answer: it is for one person alone where others are, and
/// neither crisis help nor a form.
pub(super) fn may_greet(
    visit: &Visit,
    visibility: Visibility,
    answer: &Message,
    platform: &dyn ChatPlatform,
) -> bool {
    let form = matches!(&answer.prompt, Some(Prompt { expect: Expect::Form(_), .. }));
    let alone = visibility == Visibility::Private
        && route(visibility, visit.place.kind, &platform.capabilities()) == Route::Ephemeral;
    alone && !form && answer.attention != Attention::Needed && visit.role >= Role::Organizer
}

impl Engine {
    /// Says the greeting that waits for somebody like the visitor, if one does. Whatever goes wrong
    /// here, they have their answer already.
    pub(super) async fn greet(&self, event: &Event, visit: &Visit, platform: &dyn ChatPlatform) {
        let greeting = match self.take_greeting(visit).await {
            Ok(Some(greeting)) => greeting,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "not known whether a greeting waits");
                return;
            }
        };
        let to = Address::Ephemeral(event.place.room.clone(), event.account.clone());
        let Err(error) = platform.say_besides(event.turn, &to, &greeting.message).await else {
            return;
        };
        tracing::warn!(%error, "a greeting did not reach the platform");
        if let Err(error) = self.put_greeting_back(visit, &greeting).await {
            tracing::error!(%error, "a greeting is lost");
        }
    }

    async fn take_greeting(&self, visit: &Visit) -> sqlx::Result<Option<Greeting>> {
        // Whoever reads does not wait for the one who writes.
        let waits = {
            let mut conn = self.ctx().store.glance().await?;
            alone::waits(&mut conn, visit).await?
        };
        if !waits {
            return Ok(None);
        }
        let mut tx = self.ctx().store.begin().await?;
        let greeting = alone::take(&mut tx, visit).await?;
        tx.commit().await?;
        Ok(greeting)
    }

    async fn put_greeting_back(&self, visit: &Visit, greeting: &Greeting) -> sqlx::Result<()> {
        let mut tx = self.ctx().store.begin().await?;
        alone::put_back(&mut tx, visit, greeting).await?;
        tx.commit().await
    }
}
