//! One meeting as a feed lists it.

use jiff::civil::{DateTime, Time, Weekday};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Attendance;
use super::text;

/// The longest name that is kept, in characters.
pub const MAX_NAME: usize = 255;
/// The longest name that fits a list, in characters.
pub const SHORT_NAME: usize = 64;
/// How long a meeting lasts when its feed does not say, in minutes.
pub const DEFAULT_MINUTES: u16 = 60;

/// A weekly time on the wall clock of the meeting's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Weekly {
    /// The day it begins.
    #[serde(with = "weekday")]
    pub day: Weekday,
    /// The time it begins.
    pub start: Time,
    /// How long it lasts: 1 to 360 minutes. It may end on the next day.
    pub minutes: u16,
}

impl Weekly {
    /// The time it ends, on the next day when that is not after the start.
    pub fn end(self) -> Time {
        self.start.wrapping_add(SignedDuration::from_mins(i64::from(self.minutes)))
    }
}

/// A meeting as a feed lists it, cleaned for display: plain text, no markup, no control
/// characters, nothing personal. Nothing is escaped: that is the platform's part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The name, at most [`MAX_NAME`] characters, never blank.
    pub name: String,
    /// Unique in its feed and safe in a URL, at most 64 characters.
    pub slug: String,
    /// The weekly time. `None` is a meeting by appointment, unless `once` or `rule` is set:
    /// listed, never reminded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Weekly>,
    /// The one time of a single event, on the wall clock of `zone`. Only from calendars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub once: Option<DateTime>,
    /// A phrase for the scheduler when the time is not a plain weekly one, such as
    /// `rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0`. Only from calendars. Stands
    /// before `when`, which is then the weekly part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// How long one meeting lasts, in minutes; for `when`, the same as there.
    pub minutes: u16,
    /// IANA name of the zone, the feed's when the record named none; `None` when neither did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The fellowship: an id of [`PROGRAMS`](super::types::PROGRAMS) or the feed's own word.
    pub program: String,
    /// Type codes of `program`, and unknown ones as they came. Show only those that
    /// [`label`](super::types::label) knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// How it can be attended now.
    pub attendance: Attendance,
    /// The building or the landmark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The address. Show [`Listing::shown_address`] instead: nobody should travel to a
    /// meeting that is online only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The address is only a town or an area.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// The areas, from general to specific.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Degrees north, -90 to 90.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east, -180 to 180.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// The link that opens the meeting: http or https. May carry a passcode, so it is shown
    /// to the one who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_url: Option<String>,
    /// What goes with the link, such as a passcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_url_notes: Option<String>,
    /// A number that can be dialled: digits and `+`, `,`, `*`, `#`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_phone: Option<String>,
    /// What goes with the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_phone_notes: Option<String>,
    /// The notes of the meeting, its location and its group, in this order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The meeting's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The group that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// When the record was changed at its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// The name says that it is monthly or on an nth weekday: never schedule it without
    /// asking.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub monthly: bool,
    /// The notes speak of an nth weekday or a month: show them with each reminder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pattern_note: bool,
}

impl Listing {
    /// The name in at most [`SHORT_NAME`] characters.
    pub fn short_name(&self) -> String {
        text::cut(&self.name, SHORT_NAME).0
    }

    /// The broadest area.
    pub fn region(&self) -> Option<&str> {
        self.regions.first().map(String::as_str)
    }

    /// The area inside it.
    pub fn sub_region(&self) -> Option<&str> {
        self.regions.get(1).map(String::as_str)
    }

    /// The address that may be shown: none for a meeting that is online only or inactive.
    pub fn shown_address(&self) -> Option<&str> {
        match self.attendance {
            Attendance::InPerson | Attendance::Hybrid => self.address.as_deref(),
            Attendance::Online | Attendance::Inactive => None,
        }
    }

    /// Whether reminders may be set up without asking an admin: it has a time, takes place,
    /// and its name does not say that it is not weekly.
    pub fn remindable(&self) -> bool {
        self.attendance != Attendance::Inactive
            && !self.monthly
            && (self.when.is_some() || self.rule.is_some() || self.once.is_some())
    }

    /// What to give the scheduler: `rule`, else the weekly time such as `tue 19:30`.
    pub fn phrase(&self) -> Option<String> {
        self.rule.clone().or_else(|| {
            self.when.map(|weekly| format!("{} {}", day_word(weekly.day), clock(weekly.start)))
        })
    }

    /// Where a label has to be looked up: known codes with their names, in order.
    pub fn type_labels(&self) -> Vec<&'static str> {
        self.types.iter().filter_map(|code| super::types::label(&self.program, code)).collect()
    }
}

/// `19:05`.
pub(crate) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `mon` to `sun`, as phrases have them.
pub(crate) fn day_word(day: Weekday) -> &'static str {
    &weekday::name(day)[..3]
}

/// The English name of a day.
pub(crate) fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Sunday => "Sunday",
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
    }
}

/// Days as words, because every number for a day means another day somewhere.
mod weekday {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serializer, de};

    const NAMES: [(Weekday, &str); 7] = [
        (Weekday::Monday, "monday"),
        (Weekday::Tuesday, "tuesday"),
        (Weekday::Wednesday, "wednesday"),
        (Weekday::Thursday, "thursday"),
        (Weekday::Friday, "friday"),
        (Weekday::Saturday, "saturday"),
        (Weekday::Sunday, "sunday"),
    ];

    pub(super) fn name(day: Weekday) -> &'static str {
        NAMES[usize::from(day.to_monday_zero_offset().unsigned_abs())].1
    }

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
    pub(super) fn serialize<S: Serializer>(day: &Weekday, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(name(*day))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Weekday, D::Error> {
        let word = String::deserialize(input)?;
        NAMES
            .iter()
            .find(|(_, name)| *name == word)
            .map(|(day, _)| *day)
            .ok_or_else(|| de::Error::custom("not a day of the week"))
    }
}
