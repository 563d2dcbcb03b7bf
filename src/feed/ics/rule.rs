//! Recurrence rules: the weekly ones as days, all others as phrases for the scheduler.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::super::Listing;
use super::super::field::Notes;
use super::super::keep::Keep;
use super::super::listing::{Weekly, clock, day_word};
use super::super::slug;
use super::budget::{Budget, Dates, End, Spent};
use crate::schedule::{Phrase, PhraseError};

/// The longest rule that is read, in bytes.
const MAX_RULE: usize = 300;
/// Dates that a phrase leaves out; more are not written into it.
const MAX_EXCEPT: usize = 60;

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
    /// The rule can be read and has no date that anybody will live to see.
    Dateless(String),
    /// The rule was not tried: others of its calendar have used up what trying may cost.
    Untried(String),
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
pub(crate) fn read(
    rule: &str,
    frame: Frame<'_>,
    except: impl Iterator<Item = Date>,
    budget: &mut Budget,
) -> Timing {
    match parse(rule, frame, except, budget) {
        Ok(timing) => timing,
        Err(Refused::Unreadable) => Timing::Unreadable(rule.to_owned()),
        Err(Refused::Dateless) => Timing::Dateless(rule.to_owned()),
        Err(Refused::Untried) => Timing::Untried(rule.to_owned()),
    }
}

/// Why a rule makes no time.
enum Refused {
    Unreadable,
    Dateless,
    Untried,
}

impl From<Spent> for Refused {
    fn from(Spent: Spent) -> Self {
        Self::Untried
    }
}

fn parse(
    rule: &str,
    frame: Frame<'_>,
    except: impl Iterator<Item = Date>,
    budget: &mut Budget,
) -> Result<Timing, Refused> {
    let rule = rule.trim().trim_end_matches(';').to_ascii_uppercase();
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b';' | b',' | b'+' | b'-');
    if rule.len() > MAX_RULE || !rule.bytes().all(plain) {
        return Err(Refused::Unreadable);
    }
    let mut parts = BTreeMap::new();
    for part in rule.split(';') {
        let (key, value) = part.split_once('=').ok_or(Refused::Unreadable)?;
        parts.insert(key, value);
    }
    parts.remove("WKST");
    let mut until = match parts.remove("UNTIL") {
        Some(value) => Some(until_date(value, frame.zone).ok_or(Refused::Unreadable)?),
        None => None,
    };
    let count: Option<u32> = match parts.remove("COUNT") {
        Some(count) => Some(count.parse().map_err(|_| Refused::Unreadable)?),
        None => None,
    };
    let interval: u16 = match parts.remove("INTERVAL") {
        Some(value) => value.parse().map_err(|_| Refused::Unreadable)?,
        None => 1,
    };
    let often = *parts.get("FREQ").ok_or(Refused::Unreadable)?;
    if count == Some(0)
        || !(1..=1000).contains(&interval)
        || !matches!(often, "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY")
    {
        return Err(Refused::Unreadable);
    }
    if until.is_some_and(|until| until < frame.today) {
        return Ok(Timing::Over);
    }
    let text = phrase_rule(often, interval, &parts, frame.start);
    let only_days = parts.keys().all(|key| matches!(*key, "FREQ" | "BYDAY"));
    let days = match (parts.get("BYDAY"), often) {
        (Some(days), _) => days.split(',').map(weekday).collect::<Option<Vec<_>>>(),
        (None, "DAILY") => Some(ALL.iter().map(|(_, day)| *day).collect()),
        (None, _) => Some(vec![frame.start.weekday()]),
    };
    let days = days.filter(|_| matches!(often, "WEEKLY" | "DAILY") && only_days);
    // Days of every week or every few weeks come round; of any other rule that has to be found out.
    let by_week = days.is_some() && (often == "WEEKLY" || interval == 1);
    if !by_week {
        match budget.dates(&text, frame.start.date())? {
            Dates::Some => {}
            Dates::None => return Err(Refused::Dateless),
            Dates::Unreadable => return Err(Refused::Unreadable),
        }
    }
    if let (None, Some(count)) = (until, count) {
        until = match budget.end(&text, frame.start, count)?.ok_or(Refused::Unreadable)? {
            End::At(date) if date < frame.today => return Ok(Timing::Over),
            End::At(date) => Some(date),
            End::Open => None,
        };
    }
    let mut except: Vec<Date> = except.filter(|date| *date >= frame.today).collect();
    except.sort_unstable();
    except.dedup();
    let phrase = match days {
        Some(days) if interval == 1 => return Ok(on_days(&days, frame, until, &except)),
        Some(days) if often == "WEEKLY" && days.len() == 1 => {
            let time = clock(frame.start.time());
            let mut phrase = format!("every {interval} weeks {} {time}", day_word(days[0]));
            limits(&mut phrase, Some(frame.start.date()), until, except.iter());
            phrase
        }
        _ => {
            let mut phrase = format!("rrule {text}");
            let from =
                (interval > 1 || frame.start.date() > frame.today).then(|| frame.start.date());
            limits(&mut phrase, from, until, except.iter());
            phrase
        }
    };
    // What the scheduler would refuse is said here, where it can be seen.
    match Phrase::parse(&phrase) {
        Ok(_) => Ok(Timing::Phrase(phrase)),
        Err(PhraseError::NeverFires) => Ok(Timing::Over),
        Err(_) => Err(Refused::Unreadable),
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
