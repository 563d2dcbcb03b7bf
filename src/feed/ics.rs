//! Calendars: events, their rules, and what was changed or called off.
//!
//! A weekly event becomes one listing for each of its days. Anything else becomes a phrase
//! for the scheduler, and a single event a date. An event that replaces one time of a series
//! takes that date from it.

mod budget;
mod event;
mod lines;
mod rule;

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::attendance::{Attendance, looks_approximate};
use super::conference::Conference;
use super::field::{self, Notes};
use super::keep::Keep;
use super::listing::{Listing, MAX_NAME, SHORT_NAME, Weekly};
use super::tsml::{MAX_LINE, MAX_NOTES};
use super::{FeedError, Kind, SkipReason, WarningKind, link, pattern, slug, text};
use budget::Budget;
use event::{Event, MAX_DATES, Start};
use rule::{Frame, Timing};

/// Reads the events of a calendar.
pub(crate) fn read(text: &str, keep: &mut Keep<'_>) -> Result<(), FeedError> {
    keep.kind = Kind::ICalendar;
    let mut calendar = lines::read(text);
    if calendar.events.is_empty() {
        return Err(FeedError::NoEvents);
    }
    super::few_enough(calendar.events.len())?;
    if calendar.broken > 0 {
        keep.warn_feed(WarningKind::BrokenCalendar { lines: calendar.broken });
    }
    if let Some(zone) = calendar.zone.as_deref().and_then(super::zone::of_calendar) {
        keep.zone = Some(zone);
    }
    keep.read = calendar.events.len();
    let mut read: Vec<(Event, Notes)> = Vec::with_capacity(calendar.events.len());
    for lines in calendar.events.drain(..) {
        let mut notes = Notes::default();
        read.push((Event::read(&lines, keep, &mut notes), notes));
    }
    // Times of a series that another event replaces or calls off.
    let mut replaced: HashMap<String, BTreeSet<Date>> = HashMap::new();
    for (event, _) in &read {
        if let (Some(uid), Some(date)) = (&event.uid, event.replaces) {
            let dates = replaced.entry(uid.clone()).or_default();
            // Every event of that name looks at them all.
            if dates.len() < MAX_DATES {
                dates.insert(date);
            }
        }
    }
    let none = BTreeSet::new();
    let mut budget = Budget::default();
    for (place, (event, notes)) in read.into_iter().enumerate() {
        let dates = match (&event.uid, event.replaces) {
            (Some(uid), None) => replaced.get(uid).unwrap_or(&none),
            _ => &none,
        };
        keep_event(place, &event, dates, notes, keep, &mut budget);
    }
    Ok(())
}

fn keep_event(
    place: usize,
    event: &Event,
    replaced: &BTreeSet<Date>,
    mut notes: Notes,
    keep: &mut Keep<'_>,
    budget: &mut Budget,
) {
    let notes = &mut notes;
    let summary = field::told(text::line(&event.summary, MAX_NAME), "summary", notes);
    let shown = summary.clone().unwrap_or_default();
    if event.cancelled {
        return keep.skip(place, &shown, SkipReason::Cancelled);
    }
    let Some(start) = event.start.clone() else {
        return keep.skip(place, &shown, SkipReason::NoStart);
    };
    // A single time of a series has no rule of its own, whatever it says.
    let rule = event.rule.as_deref().filter(|_| event.replaces.is_none());
    let minutes = event.minutes(&start, notes);
    let zone = start.zone(keep);
    let clock = zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
    let now = keep.options.now;
    let today = now.to_zoned(clock.clone()).date();
    let except = event.except.iter().chain(replaced).copied();
    let frame = |start| Frame { start, minutes, today, zone: zone.as_deref() };
    let timing = match (rule, &start) {
        (Some(rule), Start::Timed { at, .. }) => rule::read(rule, frame(*at), except, budget),
        // Whole days are listed while they go on, but have no time to be reminded of.
        (Some(rule), Start::Day(day)) => {
            match rule::read(rule, frame(day.at(0, 0, 0, 0)), except, budget) {
                none @ (Timing::Over | Timing::Dateless(_) | Timing::Untried(_)) => none,
                _ => Timing::None,
            }
        }
        (None, Start::Timed { at, .. }) => single(*at, minutes, &clock, now),
        (None, Start::Day(day)) if *day < today => Timing::Over,
        (None, Start::Day(_)) => Timing::None,
    };
    // Dates beside the rule are single events of their own.
    let mut extra: Vec<DateTime> = event
        .extra
        .iter()
        .copied()
        .filter(|at| matches!(single(*at, minutes, &clock, now), Timing::Once(_)))
        .collect();
    if timing == Timing::Over && extra.is_empty() {
        return keep.skip(place, &shown, SkipReason::Past);
    }
    if matches!(start, Start::Day(_)) {
        notes.add(WarningKind::AllDay);
    }
    let kept = budget.extra(extra.len());
    if kept < extra.len() {
        notes.add(WarningKind::TooManyDates { dates: extra.len() - kept });
        extra.truncate(kept);
    }
    let shown_rule = |value: &str| text::line(value, MAX_LINE).text;
    match &timing {
        Timing::Unreadable(value) => {
            notes.add(WarningKind::BadRule { value: shown_rule(value) });
        }
        Timing::Dateless(value) => {
            notes.add(WarningKind::DatelessRule { value: shown_rule(value) });
        }
        Timing::Untried(value) => {
            notes.add(WarningKind::UntriedRule { value: shown_rule(value) });
        }
        _ => {}
    }
    let (days, rule, once) = match timing {
        Timing::Weekly(days) => (days, None, None),
        Timing::Phrase(phrase) => (Vec::new(), Some(phrase), None),
        Timing::Once(at) => (Vec::new(), None, Some(at)),
        // Of a rule that is over, only dates beside it are left: the first stands for it.
        Timing::Over => (Vec::new(), None, (!extra.is_empty()).then(|| extra.remove(0))),
        Timing::None | Timing::Unreadable(_) | Timing::Dateless(_) | Timing::Untried(_) => {
            (Vec::new(), None, None)
        }
    };
    let first = days.first().map(|(time, _)| time);
    let Some(mut listing) = describe(event, summary, first, minutes, notes, keep) else {
        return keep.skip(place, "", SkipReason::Nameless);
    };
    listing.zone = zone;
    listing.rule = rule;
    listing.once = once;
    if let Some(date) = event.replaces {
        listing.slug = slug::with_suffix(&listing.slug, &date.to_string());
    }
    let singles: Vec<Listing> = extra
        .iter()
        .map(|at| Listing {
            slug: slug::with_suffix(&listing.slug, &at.date().to_string()),
            once: Some(*at),
            rule: None,
            ..listing.clone()
        })
        .collect();
    rule::keep_days(place, listing, &days, std::mem::take(notes), keep);
    for single in singles {
        keep.add(place, single, &[], Notes::default());
    }
}

/// A single event: a date to come, or over.
fn single(at: DateTime, minutes: u16, clock: &TimeZone, now: Timestamp) -> Timing {
    let end = at.to_zoned(clock.clone()).ok().and_then(|begin| {
        begin.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()
    });
    match end {
        Some(end) if end.timestamp() > now => Timing::Once(at),
        _ => Timing::Over,
    }
}

/// Everything about an event but its time.
fn describe(
    event: &Event,
    summary: Option<String>,
    first: Option<&Weekly>,
    minutes: u16,
    notes: &mut Notes,
    keep: &Keep<'_>,
) -> Option<Listing> {
    let place = field::told(text::line(&event.location, MAX_LINE), "location", notes);
    // A link for a place is a way in, not a place.
    let address = place.filter(|place| link::link(place).is_none());
    let name = summary.or_else(|| {
        notes.add(WarningKind::BlankName);
        super::tsml::fallback_name(address.as_deref(), first)
    })?;
    let characters = name.chars().count();
    if characters > SHORT_NAME {
        notes.add(WarningKind::LongName { characters });
    }
    let (conference, page) = ways_in(event, notes);
    let remarks = field::told(text::block(&event.description, MAX_NOTES), "description", notes);
    let monthly = pattern::is_monthly(&name);
    if monthly {
        notes.add(WarningKind::Monthly);
    }
    let pattern_note = remarks.as_deref().is_some_and(pattern::is_monthly);
    if pattern_note {
        notes.add(WarningKind::PatternNote);
    }
    if event.personal {
        notes.add(WarningKind::Personal);
    }
    let attendance = match (conference.online(), &address) {
        (true, Some(_)) => Attendance::Hybrid,
        (true, None) => Attendance::Online,
        (false, _) => Attendance::InPerson,
    };
    let mut types = super::codes::from_names(&event.categories, keep, notes);
    if conference.online() {
        types.push("ONL".to_owned());
    }
    Some(Listing {
        slug: Some(slug::slugify(&name))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "event".to_owned()),
        name,
        when: None,
        once: None,
        rule: None,
        minutes,
        zone: None,
        program: keep.program.clone(),
        types,
        attendance,
        location: None,
        approximate: address.as_deref().is_none_or(looks_approximate),
        address,
        regions: Vec::new(),
        latitude: event.place.map(|(north, _)| north),
        longitude: event.place.map(|(_, east)| east),
        conference_url: conference.url,
        conference_url_notes: None,
        conference_phone: conference.phone,
        conference_phone_notes: None,
        notes: remarks,
        url: page,
        group: None,
        updated: event.updated,
        monthly,
        pattern_note,
    })
}

/// The link for joining and the event's page. A link of a known provider is for joining
/// wherever it stands; any other only where the calendar says so.
fn ways_in(event: &Event, notes: &mut Notes) -> (Conference, Option<String>) {
    let mut conference = Conference::default();
    let page = event.url.as_deref().and_then(link::link);
    if event.url.is_some() && page.is_none() {
        notes.add(WarningKind::BadLink { field: "url" });
    }
    let stated: Vec<link::Link> =
        event.conferences.iter().filter_map(|raw| link::link(raw)).collect();
    let texts = [&event.location, &event.description];
    let known = stated
        .iter()
        .cloned()
        .chain(page.clone())
        .chain(texts.into_iter().flat_map(|text| link::links(text)))
        .find(|link| link.provider)
        .or_else(|| stated.first().cloned())
        .or_else(|| link::links(&event.location).next());
    if let Some(found) = known {
        conference.take_link(&found.url, "conference", notes);
    }
    for raw in event.conferences.iter().filter_map(|raw| raw.strip_prefix("tel:")) {
        conference.take_phone(raw, notes);
    }
    let page = page.map(|page| page.url).filter(|page| Some(page) != conference.url.as_ref());
    (conference, page)
}

#[cfg(test)]
mod tests;
