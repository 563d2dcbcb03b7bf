//! Calendar files (RFC 5545) for members: one meeting, or many.
//!
//! Each zone in use is described by a `VTIMEZONE` of its own, made from the bundled zone database
//! so that a calendar with other ideas about a zone still shows our time.
//!
//! **Clock changes.** Our rule: a time inside a gap moves forward by the gap, a time inside a
//! fold happens at the first pass. RFC 5545 agrees about folds. About gaps it says both that such
//! an occurrence is read with the offset before the gap (3.3.5, which is our rule) and that it
//! is to be ignored (3.3.10), and clients do either. So each occurrence of the next two years
//! that a gap moves gets a `RECURRENCE-ID` override with the time on the clock. There is no
//! `EXDATE` beside it, because clients drop an excluded occurrence together with its override.
//!
//! Events are `CLASS:PRIVATE`: in a calendar that is shared at work, a recovery meeting shows as
//! “busy”.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

mod event;
mod gap;
mod phrase;
mod rule;
mod write;
mod zone;

pub use phrase::entries_of;
pub use rule::{Days, Repeat, RruleText, Rule};

/// A meeting, as it goes into a calendar.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The same for ever, and unique among everybody's events: `meeting-7@hearth.example.org`.
    pub uid: String,
    /// What the calendar shows.
    pub name: String,
    /// More about it; left out when empty.
    pub description: String,
    /// Where; left out when empty.
    pub location: String,
    /// Where online. Only `http` and `https` are written.
    pub url: Option<String>,
    /// The zone in which the times below are meant. From the zone database, or a fixed offset.
    pub zone: TimeZone,
    /// The first occurrence, which has to be one that the rule names. Of `Rule::Dates` the
    /// earliest date is used instead.
    pub start: DateTime,
    /// How long it takes, in minutes; 0 is a moment.
    pub minutes: u32,
    /// When it happens again.
    pub rule: Rule,
    /// Occurrences that do not take place, in the zone, by the time the rule names (not the time
    /// that a change of clocks moves it to).
    pub cancelled: Vec<DateTime>,
    /// How often the entry was changed; calendars ignore a file with a lower number.
    pub sequence: u32,
    /// Minutes before each occurrence at which the calendar itself should remind.
    pub alarms: Vec<u32>,
}

/// Years that a zone is described for, beyond `now` and beyond the last start.
pub(crate) const ZONE_YEARS: i16 = 10;

/// Years in which occurrences that a gap moves are written one by one.
pub(crate) const GAP_YEARS: i16 = 2;

/// A calendar file. `name` is shown as the calendar's name, `now` is when it was made.
///
/// Total: every input makes a valid file. A text loses its control characters, an address that is
/// not `http` or `https` is left out, and a zone that is neither in the database nor a fixed
/// offset is written in UTC, one occurrence only.
pub fn calendar(entries: &[Entry], name: &str, now: Timestamp) -> String {
    let mut file = write::File::default();
    file.raw("BEGIN", "VCALENDAR");
    file.raw("VERSION", "2.0");
    file.raw("PRODID", "-//Hearth//Hearth//EN");
    file.raw("CALSCALE", "GREGORIAN");
    file.raw("METHOD", "PUBLISH");
    file.text("NAME", name);
    file.text("X-WR-CALNAME", name);
    for zone in zone::needed(entries, now) {
        zone.write(&mut file);
    }
    for entry in entries {
        event::write(&mut file, entry, now);
    }
    file.raw("END", "VCALENDAR");
    file.finish()
}

#[cfg(test)]
mod tests;
