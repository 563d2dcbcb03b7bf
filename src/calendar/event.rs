//! One entry as `VEVENT`s: the entry itself, and an override for each occurrence that a change of
//! clocks moves.

use super::gap::{self, shown};
use super::write::{File, Place, instant};
use super::{Entry, Rule};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Writes an entry.
pub(super) fn write(file: &mut File, entry: &Entry, now: Timestamp) {
    let Some(place) = Place::of(&entry.zone) else {
        // A rule cannot be written without its zone; one occurrence can.
        let start = gap::instant(&entry.zone, entry.start).unwrap_or(now);
        let once = Entry {
            zone: TimeZone::UTC,
            start: TimeZone::UTC.to_datetime(start),
            rule: Rule::Once,
            cancelled: Vec::new(),
            ..entry.clone()
        };
        return master(file, &once, &Place::Utc, now);
    };
    master(file, entry, &place, now);
    let moved = gap::moved(&entry.zone, entry.start, &entry.rule, now);
    for at in moved.into_iter().filter(|at| !entry.cancelled.contains(at)) {
        file.raw("BEGIN", "VEVENT");
        file.text("UID", &entry.uid);
        file.at("RECURRENCE-ID", &place, at);
        file.at("DTSTART", &place, shown(&entry.zone, at));
        details(file, entry, now);
        file.raw("STATUS", "CONFIRMED");
        file.raw("END", "VEVENT");
    }
}

fn master(file: &mut File, entry: &Entry, place: &Place, now: Timestamp) {
    file.raw("BEGIN", "VEVENT");
    file.text("UID", &entry.uid);
    let mut takes_place = true;
    match &entry.rule {
        Rule::Once => {
            takes_place = !entry.cancelled.contains(&entry.start);
            file.at("DTSTART", place, shown(&entry.zone, entry.start));
        }
        Rule::Repeats { rrule, until, except } => {
            // Inside a gap too: it has to be a time that the rule names.
            file.at("DTSTART", place, entry.start);
            file.raw("RRULE", &with_until(rrule.as_str(), *until, &entry.zone));
            let mut without: Vec<DateTime> =
                except.iter().chain(&entry.cancelled).copied().collect();
            without.sort_unstable();
            without.dedup();
            for at in without {
                file.at("EXDATE", place, at);
            }
        }
        Rule::Dates(dates) => {
            // By instant, because a gap can move one date onto another.
            let dates: BTreeMap<Timestamp, DateTime> = dates
                .iter()
                .filter(|at| !entry.cancelled.contains(at))
                .filter_map(|at| Some((gap::instant(&entry.zone, *at)?, shown(&entry.zone, *at))))
                .collect();
            let mut dates = dates.into_values();
            let first = dates.next();
            takes_place = first.is_some();
            file.at("DTSTART", place, first.unwrap_or_else(|| shown(&entry.zone, entry.start)));
            for at in dates {
                file.at("RDATE", place, at);
            }
        }
    }
    details(file, entry, now);
    file.raw("STATUS", if takes_place { "CONFIRMED" } else { "CANCELLED" });
    file.raw("END", "VEVENT");
}

/// What the entry and its overrides have in common.
fn details(file: &mut File, entry: &Entry, now: Timestamp) {
    if entry.minutes > 0 {
        // A duration and not an end: it stays the same over a change of clocks.
        file.raw("DURATION", &format!("PT{}M", entry.minutes));
    }
    file.raw("DTSTAMP", &instant(now));
    file.raw("LAST-MODIFIED", &instant(now));
    file.raw("SEQUENCE", &entry.sequence.to_string());
    file.text("SUMMARY", &entry.name);
    if !entry.description.trim().is_empty() {
        file.text("DESCRIPTION", &entry.description);
    }
    if !entry.location.trim().is_empty() {
        file.text("LOCATION", &entry.location);
    }
    // The parser gives an address back in ASCII without spaces, which is what a URI has to be.
    if let Some(url) = entry
        .url
        .as_deref()
        .and_then(|url| url::Url::parse(url).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
    {
        file.raw("URL", url.as_str());
    }
    file.raw("CLASS", "PRIVATE");
    for minutes in &entry.alarms {
        file.raw("BEGIN", "VALARM");
        file.raw("ACTION", "DISPLAY");
        file.text("DESCRIPTION", &entry.name);
        file.raw("TRIGGER", &format!("-PT{minutes}M"));
        file.raw("END", "VALARM");
    }
}

/// `UNTIL` is an instant when the start has a zone (RFC 5545, 3.3.10).
fn with_until(rrule: &str, until: Option<DateTime>, zone: &TimeZone) -> String {
    match until.and_then(|until| gap::instant(zone, until)) {
        Some(until) => format!("{rrule};UNTIL={}", instant(until)),
        None => rrule.to_owned(),
    }
}
