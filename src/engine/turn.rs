//! Who asks, where, and what holds for them.

use super::ctx::Ctx;
use super::derived;
use super::interview;
use super::once::EventKey;
use super::settings::Settings;
use super::sql::derived::DerivedRow;
use super::stale;
use crate::chat::event::{Place, RoomKind};
use crate::chat::message::{Span, TimeStyle};
use crate::chat::role::Role;
use crate::ids::{AccountId, GroupId, MessageId, PersonId, RoomId};
use crate::schedule::day;
use crate::store::{Conn, Tx, millis};
use crate::words::Words;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Somebody who asks something that leaves no trace.
#[derive(Debug, Clone)]
pub struct Visit {
    /// When the turn began.
    pub now: Timestamp,
    /// The account that asks.
    pub account: AccountId,
    /// The name they go by there; for the moment, never stored.
    pub name: String,
    /// Where.
    pub place: Place,
    /// What they may do.
    pub role: Role,
    /// The words in their language.
    pub words: Words,
    /// Their own settings, with the group's and the configuration's beneath.
    pub profile: Profile,
    /// The event that asks, when it may come again.
    pub event: Option<EventKey>,
    /// The message that asks, which its author may take back.
    pub source: Option<MessageId>,
    /// Earlier messages that ask the same, as [`derived`] writes them: what they made goes with any of
    /// them.
    pub also: Vec<String>,
    /// The conversation in place of a form that this turn ends.
    pub interview: Option<PersonId>,
    /// What the store knew when the turn began.
    pub(super) here: Here,
}

/// What the store knew of who asks, and of where, when the turn began. What writes looks [again](stale).
#[derive(Debug, Clone)]
pub(super) struct Here {
    pub(super) person: Option<PersonId>,
    /// The group of the place.
    pub(super) group: Option<GroupId>,
    pub(super) group_zone: TimeZone,
    /// How far it is noted who was seen where.
    pub(super) noted: Noted,
    /// What the group has set.
    pub(super) set: Settings,
    /// Something did not reach the person, of which they may have to be told.
    pub(super) missed: bool,
}

/// How far person, room and membership are noted.
#[derive(Debug, Clone)]
pub(super) enum Noted {
    /// Not all of them: they are before the turn does anything.
    Not,
    /// All, longer ago. When they were seen is noted when the answer is out, if the turn met them.
    Before {
        /// It did.
        met: Arc<AtomicBool>,
    },
    /// All, a short while ago.
    Lately,
}

/// How the bot treats somebody: their own settings, then the group's, then the configuration's.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Their zone.
    pub zone: TimeZone,
    /// Whether they chose it themselves.
    pub zone_own: bool,
    /// Their country, two letters.
    pub country: String,
    /// Whether they chose it, their group, or whoever runs the bot. Otherwise it is a guess, and
    /// crisis help asks instead.
    pub country_chosen: bool,
    /// Language code.
    pub language: String,
    /// When their day begins.
    pub day_start: Time,
    /// Neutral notification text.
    pub discreet: bool,
    /// For how many days check-ins are kept; 0 until they say yes.
    pub history_days: i64,
    /// Urges from here on up bring an offer of coping tools; 11 is never.
    pub coping_line: i64,
}

/// Somebody known to the store, in a group or not: what is theirs alone needs none.
#[derive(Debug, Clone)]
pub struct Known {
    /// What holds for anybody.
    pub visit: Visit,
    /// The person.
    pub person: PersonId,
}

/// Somebody known to the store who asks something in a group.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Who they are.
    pub known: Known,
    /// The group: the room's, or in a direct room the one they were last seen in.
    pub group: GroupId,
    /// The group's zone.
    pub group_zone: TimeZone,
}

impl Deref for Known {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Deref for Turn {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

impl Known {
    /// Begins the transaction of what the turn changes. It marks the event as done, so that the
    /// change is not made again when the platform delivers the event a second time. Each turn
    /// commits one of these at most: between two the process may end.
    ///
    /// # Errors
    ///
    /// Also when what the turn knew holds no longer: then the engine lets it start over.
    pub async fn begin(&self, ctx: &Ctx) -> sqlx::Result<Tx> {
        let mut tx = ctx.store.begin().await?;
        match &self.event {
            Some(event) => stale::check_and_mark(&mut tx, self, event).await?,
            None => stale::check(&mut tx, self).await?,
        }
        if let Some(person) = self.interview {
            interview::end(&mut tx, person).await?;
        }
        Ok(tx)
    }

    /// Begins the transaction of a question that nobody has seen yet, or of anything else that is
    /// harmless when it is done twice: if the answer does not go out, the turn runs again. It does not
    /// wait for the disk: should the machine lose power in that moment, its buttons say that the question
    /// is gone, and whoever asks again gets it again.
    pub async fn begin_asking(&self, ctx: &Ctx) -> sqlx::Result<Tx> {
        let mut tx = ctx.store.begin_soon().await?;
        stale::check(&mut tx, self).await?;
        Ok(tx)
    }
}

/// What a turn made, as it is noted in case its message is taken back.
#[derive(Debug, Clone)]
pub struct Made<'a> {
    /// One of [`TAKE_BACKS`](derived::TAKE_BACKS).
    pub kind: &'static str,
    /// The row.
    pub subject: i64,
    /// Which part of it, such as a day.
    pub detail: &'a str,
    /// The note is of no use after that.
    pub until: Timestamp,
}

impl Turn {
    /// What a group has set; that of the turn is known.
    pub async fn settings(&self, conn: &mut Conn, group: GroupId) -> sqlx::Result<Settings> {
        match self.here.group == Some(group) {
            true => Ok(self.here.set.clone()),
            false => Settings::load(conn, group).await,
        }
    }

    /// Notes what the turn's message made, so that it goes with the message. Nothing to note where
    /// there is no message.
    pub async fn made(&self, conn: &mut Conn, made: Made<'_>) -> sqlx::Result<()> {
        let own = self.source.as_ref().map(derived::source);
        let row = DerivedRow {
            id: 0,
            person_id: self.person.0,
            group_id: self.group.0,
            kind: made.kind.to_owned(),
            subject_id: made.subject,
            detail: made.detail.to_owned(),
        };
        let until = millis(made.until);
        for source in self.also.iter().filter(|also| Some(*also) != own.as_ref()).chain(&own) {
            super::sql::derived::add(conn, source, &row, until).await?;
        }
        Ok(())
    }
}

impl Visit {
    /// The IANA name of their zone.
    pub fn zone_name(&self) -> String {
        zone_name(&self.profile.zone)
    }

    /// Their civil day now.
    pub fn today(&self) -> Date {
        day::day_of(self.now, &self.profile.zone, self.profile.day_start)
    }

    /// Their country, where they or at least their group chose it.
    pub fn country(&self) -> Option<&str> {
        self.profile.country_chosen.then_some(self.profile.country.as_str())
    }

    /// An instant, shown in their zone.
    pub fn time(&self, at: Timestamp, style: TimeStyle) -> Span {
        Span::Time { at, zone: self.zone_name(), style }
    }

    /// The room, when others are there.
    pub fn group_room(&self) -> Option<&RoomId> {
        (self.place.kind == RoomKind::Group).then_some(&self.place.room)
    }
}

/// The IANA name of a zone.
pub fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}
