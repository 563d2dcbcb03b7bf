//! Meetings as a calendar file.

use super::model::Meeting;
use super::say;
use crate::calendar::{self, Entry};
use crate::chat::message::Upload;
use crate::words::{self, Words};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeSet;

/// Revisions are counted in minutes since 2020, so that a later file is a higher number.
const FIRST_REVISION: i64 = 1_577_836_800;

/// The entries of a meeting: its schedule with cancelled dates left out, and an alarm where its
/// reader set a reminder. Empty when it has no time to come.
pub fn entries(
    words: &Words,
    meeting: &Meeting,
    cancelled: &BTreeSet<Date>,
    reminder: Option<i64>,
    now: Timestamp,
) -> Vec<Entry> {
    let Some(recurrence) = &meeting.recurrence else { return Vec::new() };
    let from = super::model::before(now, i64::from(meeting.minutes));
    let listing = &meeting.listing;
    let mut description: Vec<String> = say::joining(words, meeting)
        .iter()
        .skip(usize::from(say::place(meeting).is_some()))
        .map(|(name, value)| format!("{}: {}", words::plain(name), words::plain(value)))
        .collect();
    description.extend(listing.notes.clone());
    let revision = (meeting.changed_at.as_second() - FIRST_REVISION) / 60;
    let template = Entry {
        uid: format!("meeting-{}-{}@hearth", meeting.id, meeting.created_at.as_second()),
        name: meeting.name.clone(),
        description: description.join("\n"),
        location: say::place(meeting).unwrap_or_default(),
        url: listing.conference_url.clone().or_else(|| listing.url.clone()),
        zone: meeting.zone.clone(),
        start: DateTime::default(),
        minutes: u32::from(meeting.minutes),
        rule: calendar::Rule::Once,
        cancelled: cancelled_times(meeting, cancelled),
        sequence: u32::try_from(revision).unwrap_or(0),
        alarms: reminder.and_then(|minutes| u32::try_from(minutes).ok()).into_iter().collect(),
    };
    calendar::entries_of(&template, recurrence, from)
}

/// The times that the schedule names on cancelled dates.
fn cancelled_times(meeting: &Meeting, cancelled: &BTreeSet<Date>) -> Vec<DateTime> {
    let mut times = Vec::new();
    for day in cancelled {
        times.extend(meeting.of_day(*day).into_iter().map(|found| found.civil));
    }
    times
}

/// A calendar file of some entries; none when there are none.
pub fn file(
    words: &Words,
    name: &str,
    file: &str,
    entries: &[Entry],
    now: Timestamp,
) -> Option<Upload> {
    if entries.is_empty() {
        return None;
    }
    Some(Upload {
        name: format!("{file}.ics"),
        media_type: "text/calendar",
        bytes: calendar::calendar(entries, name, now).into_bytes().into(),
        description: words::plain(&words.meeting_file(name)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::meeting::tests::meeting;

    #[test]
    fn a_calendar_file_leaves_out_what_is_cancelled() {
        let now = "2026-11-23T12:00:00Z".parse().expect("an instant");
        let words = Words::english();
        let mut circle = meeting("every mon 19:00", "Europe/London");
        circle.listing.conference_url = Some("https://zoom.us/j/1".into());
        let cancelled = BTreeSet::from([Date::constant(2026, 11, 30)]);
        let entries = entries(&words, &circle, &cancelled, Some(15), now);
        let upload = file(&words, "Circle", "circle", &entries, now).expect("a file");
        let text = String::from_utf8(upload.bytes.to_vec()).expect("text");
        let read: icalendar::Calendar = text.parse().expect("a calendar");
        assert_eq!(read.components.iter().filter(|c| c.as_event().is_some()).count(), 1);
        assert!(text.contains("RRULE:FREQ=WEEKLY;BYDAY=MO"), "{text}");
        assert!(text.contains("EXDATE;TZID=Europe/London:20261130T190000"), "{text}");
        assert!(text.contains("TRIGGER:-PT15M"), "{text}");
        assert!(file(&words, "Circle", "circle", &[], now).is_none());
    }
}
