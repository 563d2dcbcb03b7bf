//! Calendars: read, and their rules given to the scheduler.

use hearth::feed::{Kind, ReadOptions, read};
use hearth::schedule::{Phrase, Recurrence, zone};

/// Reads `bytes` as a calendar, and as the lines of one event.
pub(crate) fn run(bytes: &[u8]) {
    check(bytes);
    let before: &[u8] =
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Tide\nDTSTART:20260106T193000\nRRULE:";
    let behind: &[u8] = b"\nEND:VEVENT\nEND:VCALENDAR\n";
    check(&[before, bytes, behind].concat());
}

fn check(bytes: &[u8]) {
    let now = "2026-11-23T04:00:00Z".parse().expect("an instant");
    let options = ReadOptions::new(now).zone("America/New_York");
    let Ok(reading) = read(bytes, &options) else { return };
    if reading.kind != Kind::ICalendar {
        return;
    }
    assert!(reading.meetings.len() >= reading.kept(), "every record is accounted for");
    for meeting in &reading.meetings {
        let Some(text) = meeting.phrase() else { continue };
        // A rule that the scheduler refuses (too often, never) makes a meeting that is only listed.
        let Ok(phrase) = Phrase::parse(&text) else { continue };
        let name = meeting.zone.as_deref().unwrap_or("UTC");
        let Ok(zone) = zone::lookup(name) else { panic!("{name} is no zone") };
        let _ = Recurrence::new(phrase, zone).next_after(now);
    }
}
