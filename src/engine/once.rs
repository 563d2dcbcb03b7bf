//! Each turn once, however often its event is delivered.
//!
//! A platform that keeps what it received delivers it again after a kill, with the same name. What
//! the store knows of that name decides:
//!
//! - nothing was committed: the turn runs, as if for the first time;
//! - what it changes was committed, in the transaction that [`Known::begin`](super::turn::Known::begin)
//!   gives, but its answer may not have gone out: it is not run again, and the person gets a sentence
//!   that says so;
//! - it was answered: nothing happens.
//!
//! An event without a name cannot come again, and costs nothing here. When the store cannot say, the
//! turn runs: a second answer is better than none.

use super::sql::{StandingRow, event as sql};
use crate::chat::event::{Event, EventBody};
use crate::ids::{GroupId, PersonId, PlatformId};
use crate::store::{Conn, Store, millis};
use jiff::Timestamp;

/// An event that may come again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventKey {
    platform: PlatformId,
    native: String,
    at: Timestamp,
}

/// How far an event's turn had come before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing was changed.
    Open,
    /// What it changes is kept; whether the answer went out is not known.
    Done,
    /// Nothing is left to do.
    Answered,
    /// The process has ended in the middle of it so often that it may be the cause.
    GivenUp,
}

/// How often a turn is begun. More than a machine that is restarted in a bad moment needs, and few
/// enough that one event does not keep the bot from everybody else.
const TRIES: i64 = 20;

impl EventKey {
    /// The key of an event, when it has a name.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let native = event.native.as_deref()?;
        // A changed message is two events, of which a platform may know only one name.
        let native = match event.body {
            EventBody::Redacted { .. } => format!("{native} taken back"),
            _ => native.to_owned(),
        };
        Some(Self { platform: event.account.platform(), native, at: event.at })
    }

    /// Marks the turn as done, in the transaction of what it changes, and looks at what it knew again.
    pub(super) async fn done(
        &self,
        conn: &mut Conn,
        person: Option<PersonId>,
        group: Option<GroupId>,
    ) -> sqlx::Result<StandingRow> {
        let event = (self.platform.as_str(), self.native.as_str(), millis(self.at));
        sql::done(conn, event, person.map(|person| person.0), group.map(|group| group.0)).await
    }
}

/// Notes that a turn begins, and says how far it had come before.
pub(super) async fn begin(store: &Store, key: &EventKey) -> sqlx::Result<Standing> {
    // What the event leads to waits for the disk, and this with it. If that is lost, the event was
    // not answered either.
    let mut conn = store.soon().await?;
    let row = sql::begin(&mut conn, key.platform.as_str(), &key.native, millis(key.at)).await?;
    Ok(match row {
        sql::TurnRow { answered: 1, .. } => Standing::Answered,
        sql::TurnRow { done: 1, .. } => Standing::Done,
        sql::TurnRow { tries, .. } if tries > TRIES => Standing::GivenUp,
        _ => Standing::Open,
    })
}

/// Notes that nothing is left to do for a turn. A machine that loses power may lose this: then the
/// person hears a second time that it was done.
pub(super) async fn answered(store: &Store, key: &EventKey) -> sqlx::Result<()> {
    let mut conn = store.soon().await?;
    sql::answered(&mut conn, key.platform.as_str(), &key.native, millis(key.at)).await
}
