//! One event, with its times read and its texts as they came.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::super::field::Notes;
use super::super::keep::Keep;
use super::super::listing::DEFAULT_MINUTES;
use super::super::{WarningKind, text, when};
use super::lines::Line;

/// More dates than this are not kept apart.
pub(crate) const MAX_DATES: usize = 400;

/// When an event starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Start {
    /// A day without a time.
    Day(Date),
    /// A time on the wall clock of its zone; `None` is the calendar's.
    Timed { at: DateTime, zone: Option<String> },
}

impl Start {
    /// The zone it is in, as far as anything says.
    pub(crate) fn zone(&self, keep: &Keep<'_>) -> Option<String> {
        match self {
            Self::Timed { zone: Some(zone), .. } => Some(zone.clone()),
            _ => keep.zone.clone(),
        }
    }

    fn at(&self) -> DateTime {
        match self {
            Self::Day(day) => day.at(0, 0, 0, 0),
            Self::Timed { at, .. } => *at,
        }
    }
}

/// An event.
#[derive(Debug, Default)]
pub(crate) struct Event {
    pub(crate) uid: Option<String>,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) location: String,
    pub(crate) categories: Vec<String>,
    pub(crate) url: Option<String>,
    pub(crate) conferences: Vec<String>,
    pub(crate) place: Option<(f64, f64)>,
    pub(crate) updated: Option<Timestamp>,
    pub(crate) cancelled: bool,
    /// It names people: an organizer or attendees.
    pub(crate) personal: bool,
    pub(crate) start: Option<Start>,
    end: Option<DateTime>,
    length: Option<i64>,
    pub(crate) rule: Option<String>,
    /// Dates the rule leaves out.
    pub(crate) except: Vec<Date>,
    /// Times beside the rule.
    pub(crate) extra: Vec<DateTime>,
    /// The date in its series that this event replaces.
    pub(crate) replaces: Option<Date>,
}

impl Event {
    /// Reads the lines of an event.
    pub(crate) fn read(lines: &[Line], keep: &mut Keep<'_>, notes: &mut Notes) -> Self {
        let mut event = Self::default();
        // The start comes first: other times are read on its clock.
        let start = lines.iter().find(|line| line.name == "DTSTART");
        event.start = start.and_then(|line| moment(line, &line.value, keep, notes));
        if !lines.iter().any(|line| line.name == "RRULE") {
            event.start = event.start.map(|start| on_calendar_clock(start, keep));
        }
        let zone = event.start.as_ref().and_then(|start| start.zone(keep));
        let at = |line: &Line, value: &str, keep: &mut Keep<'_>, notes: &mut Notes| {
            moment(line, value, keep, notes).map(|moment| on_clock(&moment, zone.as_deref(), keep))
        };
        for line in lines {
            let value = line.value.trim();
            match line.name.as_str() {
                "UID" => event.uid = Some(value.to_owned()),
                "SUMMARY" => value.clone_into(&mut event.summary),
                "DESCRIPTION" => value.clone_into(&mut event.description),
                "LOCATION" => value.clone_into(&mut event.location),
                "CATEGORIES" => {
                    event.categories.extend(value.split(',').map(|name| name.trim().to_owned()))
                }
                "URL" if !value.is_empty() => event.url = Some(value.to_owned()),
                "CONFERENCE" | "X-GOOGLE-CONFERENCE" | "X-MICROSOFT-SKYPETEAMSMEETINGURL" => {
                    event.conferences.push(value.to_owned());
                }
                "GEO" => event.place = place(value),
                "LAST-MODIFIED" => event.updated = utc(value),
                "STATUS" => event.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
                "ORGANIZER" | "ATTENDEE" | "CONTACT" => event.personal = true,
                "DTEND" => event.end = at(line, value, keep, notes),
                "DURATION" => event.length = duration(value),
                "RRULE" => event.rule = Some(value.to_owned()),
                "RECURRENCE-ID" => {
                    event.replaces = at(line, value, keep, notes).map(DateTime::date);
                }
                "EXDATE" | "RDATE" => {
                    for part in value.split(',').take(MAX_DATES) {
                        // A period is a start and an end: the start is enough.
                        let part = part.split('/').next().unwrap_or_default();
                        let Some(time) = at(line, part, keep, notes) else {
                            continue;
                        };
                        if line.name == "EXDATE" {
                            event.except.push(time.date());
                        } else if event.extra.len() < MAX_DATES {
                            event.extra.push(time);
                        }
                    }
                }
                _ => {}
            }
        }
        event
    }

    /// How long it lasts, in minutes within bounds.
    pub(crate) fn minutes(&self, start: &Start, notes: &mut Notes) -> u16 {
        if matches!(start, Start::Day(_)) {
            return DEFAULT_MINUTES;
        }
        let length = self.length.or_else(|| {
            let between = self.end?.duration_since(start.at());
            Some(between.as_mins())
        });
        match length.map(u32::try_from) {
            None => DEFAULT_MINUTES,
            Some(Ok(0)) => {
                notes.add(WarningKind::EndIsStart);
                DEFAULT_MINUTES
            }
            Some(Ok(minutes)) => when::within(minutes, notes),
            Some(Err(_)) => {
                notes.add(WarningKind::BadEnd {
                    value: self.end.map(|end| end.to_string()).unwrap_or_default(),
                });
                DEFAULT_MINUTES
            }
        }
    }
}

/// A date or a time, with the zone its line names.
fn moment(line: &Line, value: &str, keep: &mut Keep<'_>, notes: &mut Notes) -> Option<Start> {
    let value = value.trim();
    if value.len() == 8 {
        return Date::strptime("%Y%m%d", value).ok().map(Start::Day);
    }
    let (value, utc) = match value.strip_suffix(['Z', 'z']) {
        Some(rest) => (rest, true),
        None => (value, false),
    };
    let at = DateTime::strptime("%Y%m%dT%H%M%S", value)
        .or_else(|_| DateTime::strptime("%Y%m%dT%H%M", value))
        .ok();
    let Some(at) = at else {
        notes.add(WarningKind::BadTime { value: text::line(value, 40).text });
        return None;
    };
    let zone = match line.parameter("TZID") {
        _ if utc => Some("UTC".to_owned()),
        Some(name) => keep.zone_of(Some(name), notes),
        None => None,
    };
    Some(Start::Timed { at, zone })
}

/// A single event in UTC, on the wall clock of the calendar where that is known: people meet
/// by their clock. A rule in UTC stays there, because it moves with UTC.
fn on_calendar_clock(start: Start, keep: &Keep<'_>) -> Start {
    match (&start, &keep.zone) {
        (Start::Timed { zone: Some(zone), .. }, Some(own)) if zone == "UTC" => {
            Start::Timed { at: on_clock(&start, Some(own), keep), zone: Some(own.clone()) }
        }
        _ => start,
    }
}

/// The same moment on the clock of another zone.
fn on_clock(moment: &Start, zone: Option<&str>, keep: &Keep<'_>) -> DateTime {
    let at = moment.at();
    let (Start::Timed { .. }, Some(from), Some(to)) = (moment, moment.zone(keep), zone) else {
        return at;
    };
    if from == to {
        return at;
    }
    let moved =
        TimeZone::get(&from).and_then(|from| at.to_zoned(from)).and_then(|zoned| zoned.in_tz(to));
    moved.map_or(at, |zoned| zoned.datetime())
}

fn utc(value: &str) -> Option<Timestamp> {
    let at = DateTime::strptime("%Y%m%dT%H%M%S", value.trim_end_matches('Z')).ok()?;
    at.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Minutes of `PT1H30M`, `P1D` and the like.
fn duration(value: &str) -> Option<i64> {
    let span: SignedDuration = value.trim().trim_start_matches('+').parse().ok().or_else(|| {
        // Days and weeks are not part of a plain duration: they have 24 hours here.
        let span: jiff::Span = value.trim().parse().ok()?;
        span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok()
    })?;
    Some(span.as_mins())
}

fn place(value: &str) -> Option<(f64, f64)> {
    let (north, east) = value.split_once([';', ','])?;
    let (north, east): (f64, f64) = (north.trim().parse().ok()?, east.trim().parse().ok()?);
    let real = north.abs() <= 90.0 && east.abs() <= 180.0 && (north, east) != (0.0, 0.0);
    real.then_some((north, east))
}
