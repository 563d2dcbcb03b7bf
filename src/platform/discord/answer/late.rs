//! Answers for which Discord's time is over.

use crate::chat::address::{Address, Sent};
use crate::chat::message::Message;
use crate::chat::platform::SendError;
use crate::engine::directory;
use crate::outbox::{self, Outgoing};
use crate::platform::discord::edge::Edge;
use crate::platform::discord::turn::{Asked, Opened};
use jiff::SignedDuration;

/// The kind of such an answer in the ledger.
const KIND: &str = "late answer";

/// An answer that comes later than this comes out of nowhere.
const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// Keeps an answer in the outbox: to the person alone if it was for them alone, which they asked for
/// themselves.
pub(super) async fn keep(
    edge: &Edge,
    asked: &Asked,
    opened: &Opened,
    to: &Address,
    message: &Message,
    number: u32,
) -> Result<Sent, SendError> {
    let to = match to {
        Address::Room(room) if !asked.private => Address::Room(room.clone()),
        _ => Address::Direct(opened.account.clone()),
    };
    let now = edge.clock.now();
    let key = format!("discord-late:{}:{number}", asked.id);
    let keeping = async {
        let mut tx = edge.store.begin().await?;
        let mut out = Outgoing::new(key, KIND, to, message.clone(), now)
            .expires_at(now.saturating_add(FRESH).unwrap_or(now));
        if let Some(person) = directory::person_of(&mut tx, &opened.account).await? {
            out = out.person(person);
        }
        outbox::push(&mut tx, &out, now).await?;
        tx.commit().await
    };
    keeping.await.map_err(|error: sqlx::Error| SendError::Transport(error.into()))?;
    tracing::info!("an answer came too late for Discord and goes through the outbox");
    Ok(Sent::default())
}
