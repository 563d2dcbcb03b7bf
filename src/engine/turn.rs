//! Who asks, where, and what holds for them.

use crate::chat::event::{Place, RoomKind};
use crate::chat::message::{Span, TimeStyle};
use crate::chat::role::Role;
use crate::ids::{AccountId, GroupId, PersonId, RoomId};
use crate::schedule::day;
use crate::words::Words;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::ops::Deref;

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
    /// Whether they, or at least their group, chose it. A default of the configuration is a guess:
    /// crisis help says so.
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

/// Somebody known to the store who asks something in a group.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What holds for anybody.
    pub visit: Visit,
    /// The person.
    pub person: PersonId,
    /// The group: the room's, or in a direct room the one they were last seen in.
    pub group: GroupId,
    /// The group's zone.
    pub group_zone: TimeZone,
}

impl Deref for Turn {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
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
