//! What did not reach somebody is said below the next private answer that does.

use super::handle::Engine;
use super::turn::Visit;
use super::wish::Wish;
use crate::chat::event::{Event, RoomKind};
use crate::chat::message::{Attention, Message};
use crate::chat::prompt::{Expect, Prompt};
use crate::chat::route::Visibility;
use crate::command::Run;
use crate::feature::remind::missed;
use crate::ids::{OutboxId, PersonId};

/// Whether what somebody wishes for is answered from the store: what leaves no trace does without.
pub(super) fn may_say(wish: &Wish) -> bool {
    match wish {
        Wish::Run(command, _) => !matches!(command.run, Run::Visit(_)),
        Wish::Answer(..) => true,
        Wish::Nothing | Wish::Show(..) | Wish::Tell(..) => false,
    }
}

/// An answer, and what its reader hears of besides.
pub(super) struct Said {
    person: PersonId,
    last: OutboxId,
}

impl Engine {
    /// Adds what the person missed to an answer for them alone. Not to crisis help, nor to a form.
    pub(super) async fn say_missed(
        &self,
        event: &Event,
        visit: &Visit,
        visibility: Visibility,
        message: &mut Message,
    ) -> Option<Said> {
        let alone = visibility == Visibility::Private || event.place.kind == RoomKind::Direct;
        let form = matches!(&message.prompt, Some(Prompt { expect: Expect::Form(_), .. }));
        if !alone || form || message.attention == Attention::Needed || *message == Message::new() {
            return None;
        }
        let person = visit.here.person.filter(|_| visit.here.missed)?;
        let found = async {
            let mut conn = self.ctx().store.glance().await?;
            missed::find(&mut conn, person).await
        };
        let found = found.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "not known what did not reach somebody");
            None
        })?;
        *message = std::mem::take(message).append(missed::say(visit, &found));
        Some(Said { person, last: found.last })
    }

    /// That answer has gone out: they know.
    pub(super) async fn missed_is_told(&self, visit: &Visit, said: &Said) {
        let noted = async {
            let mut tx = self.ctx().store.begin_soon().await?;
            missed::told(&mut tx, said.person, said.last, visit.now).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "not noted what somebody was told");
        }
    }
}
