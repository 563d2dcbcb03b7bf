//! Recurrence rules: the weekly ones as days, all others as phrases for the scheduler.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use rrule::RRuleSet;

use super::super::Listing;
use super::super::field::Notes;
use super::super::keep::Keep;
use super::super::listing::{Weekly, clock, day_word};
use super::super::slug;

/// The longest rule that is read, in bytes.
const MAX_RULE: usize = 300;
/// Dates that a phrase leaves out; more are not written into it.
const MAX_EXCEPT: usize = 60;
/// A rule with a count is counted through up to here; beyond, it does not end for us.
const MAX_COUNT: u16 = 2000;

/// When an event takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Timing {
    /// By appointment.
    None,
    /// Never again.
    Over,
    /// At one time to come.
    Once(DateTime),
    /// On these days; with a phrase where it is not every week for ever.
    Weekly(Vec<(Weekly, Option<String>)>),
    /// As the phrase says.
    Phrase(String),
    /// The rule cannot be read.
    Unreadable(String),
}

/// What a rule is read against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) start: DateTime,
    pub(crate) minutes: u16,
    pub(crate) today: Date,
    pub(crate) zone: Option<&'a str>,
}

/// Reads a rule that starts at `frame.start` and leaves out the dates of `except`.
pub(crate) fn read(rule: &str, frame: Frame<'_>, except: impl Iterator<Item = Date>) -> Timing {
    parse(rule, frame, except).unwrap_or_else(|| Timing::Unreadable(rule.to_owned()))
}

fn parse(rule: &str, frame: Frame<'_>, except: impl Iterator<Item = Date>) -> Option<Timing> {
    let rule = rule.trim().trim_end_matches(';').to_ascii_uppercase();
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b';' | b',' | b'+' | b'-');
    if rule.len() > MAX_RULE || !rule.bytes().all(plain) {
        return None;
    }
    let mut parts = BTreeMap::new();
    for part in rule.split(';') {
        let (key, value) = part.split_once('=')?;
        parts.insert(key, value);
    }
    parts.remove("WKST");
    let until = parts.remove("UNTIL").map(|value| until_date(value, frame.zone));
    let count: Option<u32> = match parts.remove("COUNT") {
        Some(count) => Some(count.parse().ok().filter(|count| *count > 0)?),
        None => None,
    };
    let interval: u16 = parts.remove("INTERVAL").map_or(Some(1), |value| value.parse().ok())?;
    let often = *parts.get("FREQ")?;
    if interval == 0 || interval > 1000 || matches!(often, "SECONDLY" | "MINUTELY" | "HOURLY") {
        return None;
    }
    let text = phrase_rule(often, interval, &parts, frame.start);
    let until = match (until, count) {
        (Some(until), _) => Some(until?),
        (None, Some(count)) => match last(&text, frame.start, count)? {
            End::At(date) => Some(date),
            End::Open => None,
        },
        (None, None) => {
            // Only to know that the scheduler's library can read it.
            occurrences(&text, frame.start, 0)?;
            None
        }
    };
    if until.is_some_and(|until| until < frame.today) {
        return Some(Timing::Over);
    }
    let mut except: Vec<Date> = except.filter(|date| *date >= frame.today).collect();
    except.sort_unstable();
    except.dedup();
    let only_days = parts.keys().all(|key| matches!(*key, "FREQ" | "BYDAY"));
    let days = match (parts.get("BYDAY"), often) {
        (Some(days), _) => days.split(',').map(weekday).collect::<Option<Vec<_>>>(),
        (None, "DAILY") => Some(ALL.iter().map(|(_, day)| *day).collect()),
        (None, _) => Some(vec![frame.start.weekday()]),
    };
    let weekly = matches!(often, "WEEKLY" | "DAILY") && only_days && interval == 1;
    match days {
        Some(days) if weekly => Some(on_days(&days, frame, until, &except)),
        Some(days) if often == "WEEKLY" && only_days && days.len() == 1 => {
            let time = clock(frame.start.time());
            let mut phrase = format!("every {interval} weeks {} {time}", day_word(days[0]));
            limits(&mut phrase, Some(frame.start.date()), until, except.iter());
            Some(Timing::Phrase(phrase))
        }
        _ => {
            let mut phrase = format!("rrule {text}");
            let from =
                (interval > 1 || frame.start.date() > frame.today).then(|| frame.start.date());
            limits(&mut phrase, from, until, except.iter());
            Some(Timing::Phrase(phrase))
        }
    }
}

/// Weekly days, each with a phrase when it starts later, ends, or leaves a date out. Days
/// that have no date left are not there.
fn on_days(days: &[Weekday], frame: Frame<'_>, until: Option<Date>, except: &[Date]) -> Timing {
    let mut times: Vec<(Weekly, Option<String>)> = Vec::new();
    let first = frame.start.date().max(frame.today);
    for day in days {
        let ahead = i64::from(first.weekday().until(*day));
        let next = first.checked_add(jiff::Span::new().days(ahead)).unwrap_or(first);
        let gone = until.is_some_and(|until| next > until);
        if gone || times.iter().any(|(time, _)| time.day == *day) {
            continue;
        }
        let start = frame.start.time();
        let mut phrase = format!("{} {}", day_word(*day), clock(start));
        let plain = phrase.len();
        let from = (frame.start.date() > frame.today).then(|| frame.start.date());
        limits(&mut phrase, from, until, except.iter().filter(|date| date.weekday() == *day));
        let rule = (phrase.len() > plain).then_some(phrase);
        times.push((Weekly { day: *day, start, minutes: frame.minutes }, rule));
    }
    if times.is_empty() { Timing::Over } else { Timing::Weekly(times) }
}

/// Adds `from`, `until` and `except` to a phrase.
fn limits<'a>(
    phrase: &mut String,
    from: Option<Date>,
    until: Option<Date>,
    except: impl Iterator<Item = &'a Date>,
) {
    // Writing to a string cannot go wrong.
    if let Some(from) = from {
        let _ = write!(phrase, " from {from}");
    }
    if let Some(until) = until {
        let _ = write!(phrase, " until {until}");
    }
    for (place, date) in except.take(MAX_EXCEPT).enumerate() {
        let _ = write!(phrase, "{}{date}", if place == 0 { " except " } else { "," });
    }
}

/// The rule with everything that it would take from its start written out.
fn phrase_rule(
    often: &str,
    interval: u16,
    parts: &BTreeMap<&str, &str>,
    start: DateTime,
) -> String {
    let has = |key: &str| parts.contains_key(key);
    let mut text = format!("FREQ={often}");
    let mut add = |key: &str, value: &str| {
        let _ = write!(text, ";{key}={value}");
    };
    if interval > 1 {
        add("INTERVAL", &interval.to_string());
    }
    for (key, value) in parts.iter().filter(|(key, _)| **key != "FREQ") {
        add(key, value);
    }
    let placed = has("BYDAY") || has("BYMONTHDAY") || has("BYYEARDAY") || has("BYWEEKNO");
    if often == "YEARLY" && !placed && !has("BYMONTH") {
        add("BYMONTH", &start.month().to_string());
    }
    if matches!(often, "MONTHLY" | "YEARLY") && !placed {
        add("BYMONTHDAY", &start.day().to_string());
    }
    if often == "WEEKLY" && !has("BYDAY") {
        let code =
            ALL.iter().find(|(_, day)| *day == start.weekday()).map_or("MO", |(code, _)| code);
        add("BYDAY", code);
    }
    if !has("BYHOUR") {
        add("BYHOUR", &start.hour().to_string());
    }
    if !has("BYMINUTE") {
        add("BYMINUTE", &start.minute().to_string());
    }
    text
}

/// Where a rule with a count ends.
enum End {
    At(Date),
    /// Never, or too far away to matter.
    Open,
}

/// The day of the last of `count` times; `None` when the rule cannot be read.
fn last(text: &str, start: DateTime, count: u32) -> Option<End> {
    let count = u16::try_from(count).ok().filter(|count| *count <= MAX_COUNT);
    let dates = occurrences(text, start, count.unwrap_or(0))?;
    Some(match (count, dates.last()) {
        (Some(count), Some(last)) if dates.len() == usize::from(count) => End::At(*last),
        _ => End::Open,
    })
}

/// The calendar, days of the week included, repeats after so many years.
const CYCLE: i16 = 400;
/// The library looks for a date until the year 10000, which takes seconds when there is none.
/// Dates are looked for in the last cycles before it, 400 to 800 years of them.
const LAST_START: i16 = 9_599;

/// The first dates of a rule, in civil time: the library's clock changes are not ours. `None`
/// when the library cannot read the rule; without a limit, nothing is looked for.
fn occurrences(text: &str, start: DateTime, limit: u16) -> Option<Vec<Date>> {
    let cycles = (LAST_START - start.year()).div_euclid(CYCLE).max(0);
    let later = start.checked_add(jiff::Span::new().years(cycles * CYCLE)).ok()?;
    let later = later.strftime("%Y%m%dT%H%M%SZ");
    let set: RRuleSet = format!("DTSTART:{later}\nRRULE:{text}").parse().ok()?;
    if limit == 0 {
        return Some(Vec::new());
    }
    let dates = set
        .all(limit)
        .dates
        .iter()
        .filter_map(|date| Date::strptime("%Y%m%d", date.format("%Y%m%d").to_string()).ok())
        .filter_map(|date| date.checked_sub(jiff::Span::new().years(cycles * CYCLE)).ok())
        .collect();
    Some(dates)
}

const ALL: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

/// A day without a number before it.
fn weekday(code: &str) -> Option<Weekday> {
    ALL.iter().find(|(known, _)| *known == code).map(|(_, day)| *day)
}

/// The date of an `UNTIL`, on the wall clock of the event when it is in UTC.
fn until_date(value: &str, zone: Option<&str>) -> Option<Date> {
    let Some(moment) = value.strip_suffix('Z') else {
        return Date::strptime("%Y%m%d", value.get(..8)?).ok();
    };
    let at = DateTime::strptime("%Y%m%dT%H%M%S", moment).ok()?;
    let zone = zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
    let utc = at.to_zoned(TimeZone::UTC).ok()?;
    Some(utc.with_time_zone(zone).date())
}

/// Keeps an event once for each of its days, each with its own phrase.
pub(crate) fn keep_days(
    place: usize,
    listing: Listing,
    days: &[(Weekly, Option<String>)],
    notes: Notes,
    keep: &mut Keep<'_>,
) {
    if days.iter().all(|(_, rule)| rule.is_none()) {
        let times: Vec<Weekly> = days.iter().map(|(time, _)| *time).collect();
        return keep.add(place, listing, &times, notes);
    }
    let mut notes = Some(notes);
    for (time, rule) in days {
        let mut one = listing.clone();
        one.rule.clone_from(rule);
        if days.len() > 1 {
            one.slug = slug::with_suffix(&one.slug, &time.day.to_sunday_zero_offset().to_string());
        }
        keep.add(place, one, &[*time], notes.take().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests;
