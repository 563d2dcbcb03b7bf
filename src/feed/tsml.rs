//! Meeting Guide records, as the TSML plugin, sheets, Airtable and many scripts write them.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::num::NonZero;
use std::panic::resume_unwind;

use super::attendance::{Attendance, how};
use super::codes::codes;
use super::conference::conference;
use super::field::{self, Fields, Notes};
use super::keep::Keep;
use super::listing::{self, Listing, MAX_NAME, SHORT_NAME, Weekly};
use super::place::{address, regions};
use super::when::{self, Convention};
use super::{Kind, SkipReason, WarningKind, link, pattern, text};

/// Limits in characters.
pub(crate) const MAX_LINE: usize = 255;
pub(crate) const MAX_NOTES: usize = 4000;

/// Of so many records a thread is worth its making.
const MANY: usize = 2_000;

/// Reads the records.
pub(crate) fn read(kind: Kind, records: Vec<Value>, keep: &mut Keep<'_>) {
    keep.kind = kind;
    keep.read = records.len();
    let convention = convention(&records);
    if convention == Convention::Iso {
        keep.warn_feed(WarningKind::IsoDays);
    }
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let each = records.len().div_ceil(threads).max(MANY);
    let mut parts = Vec::new();
    let mut rest = records;
    while !rest.is_empty() {
        let behind = rest.split_off(each.min(rest.len()));
        parts.push(std::mem::replace(&mut rest, behind));
    }
    if parts.len() < 2 {
        for part in parts {
            some(0, part, convention, keep);
        }
        return;
    }
    let read = std::thread::scope(|scope| {
        let begun: Vec<_> = parts
            .into_iter()
            .enumerate()
            .map(|(number, part)| {
                let mut aside = keep.aside();
                scope.spawn(move || {
                    some(number * each, part, convention, &mut aside);
                    aside
                })
            })
            .collect();
        let ended = begun.into_iter().map(|part| part.join().unwrap_or_else(|p| resume_unwind(p)));
        ended.collect::<Vec<_>>()
    });
    for aside in read {
        keep.join(aside);
    }
}

/// Reads some of the records, of which the first has a number.
fn some(first: usize, records: Vec<Value>, convention: Convention, keep: &mut Keep<'_>) {
    // Each record is dropped as soon as it is read: a feed is held twice for no longer.
    for (place, value) in (first..).zip(records) {
        let map = match &value {
            Value::Object(map) => map,
            other => {
                keep.skip(place, "", SkipReason::NotARecord { found: field::kind(other) });
                continue;
            }
        };
        let inner = map.get("fields").and_then(Value::as_object);
        let airtable_id = inner.and(map.get("id")).and_then(Value::as_str);
        record(place, inner.unwrap_or(map), airtable_id, convention, keep);
    }
}

/// Feeds of the online intergroup count days from Monday = 1 and carry the next start as an
/// instant, which proves it. The two readings are compared, and the instants decide.
fn convention(records: &[Value]) -> Convention {
    let (mut iso, mut guide, mut seen) = (0, 0, false);
    for map in records.iter().filter_map(Value::as_object) {
        let Some(start) =
            ["startDateUTC", "startDateUtc", "start_date_utc"].iter().find_map(|key| map.get(*key))
        else {
            continue;
        };
        seen = true;
        let zone =
            map.get("timezone").and_then(Value::as_str).and_then(|name| TimeZone::get(name).ok());
        let (Some(instant), Some(zone)) = (instant(start), zone) else {
            continue;
        };
        let weekday = instant.to_zoned(zone).weekday();
        let mut scrap = Notes::default();
        let mut says = |convention| {
            map.get("day")
                .is_some_and(|day| when::days(day, convention, &mut scrap).contains(&weekday))
        };
        iso += usize::from(says(Convention::Iso));
        guide += usize::from(says(Convention::SundayZero));
    }
    if seen && iso >= guide { Convention::Iso } else { Convention::SundayZero }
}

/// An instant as text, as `{"$date": …}` or in milliseconds.
fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => Timestamp::from_millisecond(number.as_i64()?).ok(),
        Value::Object(map) => match map.get("$date")? {
            Value::Object(long) => {
                let number = long.get("$numberLong")?.as_str()?.parse().ok()?;
                Timestamp::from_millisecond(number).ok()
            }
            inner @ (Value::String(_) | Value::Number(_)) => instant(inner),
            _ => None,
        },
        _ => None,
    }
}

fn record(
    place: usize,
    map: &Map<String, Value>,
    airtable_id: Option<&str>,
    convention: Convention,
    keep: &mut Keep<'_>,
) {
    let fields = Fields::new(map);
    let mut notes = Notes::default();
    let notes = &mut notes;
    let zone_name = fields.text("timezone", notes);
    let zone = keep.zone_of(zone_name.as_deref(), notes);
    let times = times(&fields, convention, notes);
    let location = fields.line("location", MAX_LINE, notes);
    let group = fields.line("group", MAX_LINE, notes);
    let (address, stated_address) = address(&fields, notes);
    let regions = regions(&fields, notes);
    let named = fields.line("name", MAX_NAME, notes);
    let name = if let Some(name) = named {
        name
    } else {
        let place_name = [&location, &group, &address, &regions.first().cloned()]
            .into_iter()
            .find_map(Clone::clone);
        let made = fallback_name(place_name.as_deref(), times.first());
        let Some(made) = made else {
            let slug = fields.line("slug", SHORT_NAME, notes).unwrap_or_default();
            return keep.skip(place, &slug, SkipReason::Nameless);
        };
        notes.add(WarningKind::BlankName);
        made
    };
    let characters = name.chars().count();
    if characters > SHORT_NAME {
        notes.add(WarningKind::LongName { characters });
    }
    let slug = slug(&fields, airtable_id, &name, notes);
    let conference = conference(&fields, notes);
    let mut codes = codes(&fields, keep, notes);
    let online = conference.online();
    let (attendance, approximate) = how(
        &fields,
        &mut codes,
        online,
        address.as_deref(),
        stated_address,
        location.is_some(),
        notes,
    );
    if attendance == Attendance::Inactive {
        notes.add(WarningKind::Inactive);
    }
    let remarks = remarks(&fields, notes);
    let monthly = pattern::is_monthly(&name);
    if monthly {
        notes.add(WarningKind::Monthly);
    }
    let pattern_note = remarks.as_deref().is_some_and(pattern::is_monthly);
    if pattern_note {
        notes.add(WarningKind::PatternNote);
    }
    if is_personal(&fields) {
        notes.add(WarningKind::Personal);
    }
    let (latitude, longitude) = fields.place(notes);
    let listing = Listing {
        name,
        slug,
        when: None,
        once: None,
        rule: None,
        minutes: times.first().map_or(listing::DEFAULT_MINUTES, |time| time.minutes),
        zone,
        program: keep.program.clone(),
        types: codes,
        attendance,
        location,
        address,
        approximate,
        regions,
        latitude,
        longitude,
        conference_url: conference.url,
        conference_url_notes: conference.url_notes,
        conference_phone: conference.phone,
        conference_phone_notes: conference.phone_notes,
        notes: remarks,
        url: own_link(&fields, "url", notes),
        group,
        updated: updated(&fields, notes),
        monthly,
        pattern_note,
    };
    keep.add(place, listing, &times, std::mem::take(notes));
}

/// The weekly times; none for a meeting by appointment.
fn times(fields: &Fields<'_>, convention: Convention, notes: &mut Notes) -> Vec<Weekly> {
    let clock = fields.text("time", notes).and_then(|text| {
        let clock = when::clock(&text);
        if clock.is_none() {
            notes.add(WarningKind::BadTime { value: text::line(&text, 40).text });
        }
        clock
    });
    let days = match fields.get("day") {
        Some(value) => when::days(value, convention, notes),
        None => Vec::new(),
    };
    let Some(clock) = clock else {
        if !days.is_empty() && fields.get("time").is_none() {
            notes.add(WarningKind::NoTime);
        }
        return Vec::new();
    };
    if days.is_empty() && fields.get("day").is_none() {
        notes.add(WarningKind::NoDay);
    }
    let minutes = length(fields, clock.time, notes);
    if clock.next_day {
        notes.add(WarningKind::Midnight);
    }
    days.into_iter()
        .map(|day| Weekly {
            day: if clock.next_day { day.next() } else { day },
            start: clock.time,
            minutes,
        })
        .collect()
}

fn length(fields: &Fields<'_>, start: Time, notes: &mut Notes) -> u16 {
    let mut bad = |text: &str| {
        notes.add(WarningKind::BadEnd { value: text::line(text, 40).text });
    };
    if let Some(Value::String(text)) = fields.get("end_time") {
        return if let Some(end) = when::clock(text) {
            when::minutes_until(start, Some(end.time), notes)
        } else {
            bad(text);
            listing::DEFAULT_MINUTES
        };
    }
    let Some(text) = fields.text("duration", notes) else {
        return listing::DEFAULT_MINUTES;
    };
    if let Some(minutes) = when::duration(&text) {
        when::within(minutes, notes)
    } else {
        notes.add(WarningKind::BadEnd { value: text::line(&text, 40).text });
        listing::DEFAULT_MINUTES
    }
}

/// "Harbor Hall Tuesday at 19:30", or as much of it as there is.
pub(crate) fn fallback_name(place: Option<&str>, time: Option<&Weekly>) -> Option<String> {
    let time = time
        .map(|time| format!("{} at {}", listing::day_name(time.day), listing::clock(time.start)));
    match (place, time) {
        (Some(place), Some(time)) => Some(text::cut(&format!("{place} {time}"), MAX_NAME).0),
        (Some(only), None) => Some(only.to_owned()),
        (None, only) => only,
    }
}

fn slug(fields: &Fields<'_>, airtable_id: Option<&str>, name: &str, notes: &mut Notes) -> String {
    if let Some(slug) = fields.text("slug", notes) {
        return slug.into_owned();
    }
    let made = fields
        .text("post_name", notes)
        .or_else(|| fields.text("id", notes))
        .map(std::borrow::Cow::into_owned)
        .or_else(|| airtable_id.map(str::to_owned));
    notes.add(WarningKind::NoSlug);
    let made = made.unwrap_or_else(|| name.to_owned());
    if super::slug::is_safe(&made) { made } else { super::slug::slugify(&made) }
}

/// The notes of the meeting, its location and its group, each once.
fn remarks(fields: &Fields<'_>, notes: &mut Notes) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for key in ["notes", "location_notes", "group_notes"] {
        if let Some(text) = fields.block(key, MAX_NOTES, notes).filter(|text| !parts.contains(text))
        {
            parts.push(text);
        }
    }
    Some(parts.join("\n\n")).filter(|text| !text.is_empty())
}

/// A link that is not for joining, such as the meeting's page.
pub(crate) fn own_link(
    fields: &Fields<'_>,
    key: &'static str,
    notes: &mut Notes,
) -> Option<String> {
    let raw = fields.text(key, notes)?;
    let found = link::link(&raw);
    match &found {
        Some(link) => link.warning().into_iter().for_each(|warning| notes.add(warning)),
        None => notes.add(WarningKind::BadLink { field: key }),
    }
    found.map(|link| link.url)
}

fn updated(fields: &Fields<'_>, notes: &mut Notes) -> Option<Timestamp> {
    let text = fields.text("updated", notes)?;
    let read = text
        .parse::<DateTime>()
        .ok()
        .and_then(|civil| civil.to_zoned(TimeZone::UTC).ok())
        .map(|zoned| zoned.timestamp())
        .or_else(|| text.parse().ok());
    if read.is_none() {
        notes.add(WarningKind::BadUpdated);
    }
    read
}

/// Whether the record carries what is about a person: none of it is read any further.
pub(crate) fn is_personal(fields: &Fields<'_>) -> bool {
    fields.any(|key| {
        key.starts_with("contact")
            || matches!(
                key,
                "email" | "email_contact" | "phone" | "people" | "author" | "feedback_emails"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::ReadOptions;
    use serde_json::json;

    #[test]
    fn several_threads_read_what_one_does() {
        let record = |number: usize| match number % 7 {
            0 => json!("no record"),
            1 => json!({"slug": "same", "name": "Same", "day": [0, 3], "time": "19:00"}),
            2 => json!({"slug": "Not Safe", "name": "Odd", "day": 9, "time": "19:00"}),
            3 => json!({"name": "Circle", "day": 1, "time": "8:00", "timezone": "Mars"}),
            _ => json!({"slug": format!("m{number}"), "name": "Circle", "day": 1, "time": "8:00"}),
        };
        let records: Vec<Value> = (0..3 * MANY + 5).map(record).collect();
        let options = ReadOptions::new(Timestamp::UNIX_EPOCH);
        let (mut alone, mut together) = (Keep::new(&options, None), Keep::new(&options, None));
        alone.read = records.len();
        some(0, records.clone(), Convention::SundayZero, &mut alone);
        read(Kind::Tsml, records, &mut together);
        let (alone, together) = (alone.finish(), together.finish());
        assert_eq!(alone, together);
        assert!(alone.skipped.len() > MANY / 7 && alone.warnings.len() > MANY / 7);
    }
}
