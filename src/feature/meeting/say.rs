//! What is said of a meeting in more than one place.

use super::model::{Meeting, Unremindable};
use crate::chat::message::{Line, Message, Span, TimeStyle};
use crate::chat::plain;
use crate::feed::Attendance;
use crate::words::{Arg, Words};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The longest notes that go into a message, in characters.
const MOST_NOTES: usize = 600;

/// An instant in the reader's zone and, where its clocks show another time, in the meeting's.
pub(super) fn when(words: &Words, reader: &TimeZone, meeting: &Meeting, at: Timestamp) -> Line {
    let zone = crate::engine::turn::zone_name(reader);
    let here = Span::Time { at, zone, style: TimeStyle::Full };
    match there(reader, meeting, at) {
        Some(there) => words.meeting_when_there(here, there),
        None => here.into(),
    }
}

/// The time in the meeting's zone, where it differs from the reader's. Text, and not a span that a
/// platform would show in the reader's zone.
fn there(reader: &TimeZone, meeting: &Meeting, at: Timestamp) -> Option<String> {
    if reader.to_offset(at) == meeting.zone.to_offset(at) {
        return None;
    }
    let same_day = reader.to_datetime(at).date() == meeting.zone.to_datetime(at).date();
    let style = if same_day { TimeStyle::Time } else { TimeStyle::Full };
    Some(plain::time(at, &meeting.zone_name(), style))
}

/// When a meeting happens, as it was typed, with its zone.
pub(super) fn rule(words: &Words, meeting: &Meeting) -> Line {
    match &meeting.recurrence {
        Some(recurrence) => {
            words.meeting_rule(recurrence.phrase().to_string(), meeting.zone_name())
        }
        None => words.meeting_by_appointment(),
    }
}

/// In one or two words how it is attended.
pub(super) fn how(words: &Words, meeting: &Meeting) -> Line {
    words.meeting_how(Arg::select(match meeting.attendance {
        Attendance::InPerson => "in_person",
        Attendance::Hybrid => "hybrid",
        Attendance::Online => "online",
        Attendance::Inactive => "inactive",
    }))
}

/// Where it is, for everybody to read: never a link, because links carry passcodes.
pub(super) fn place(meeting: &Meeting) -> Option<String> {
    if matches!(meeting.attendance, Attendance::Online | Attendance::Inactive) {
        return None;
    }
    let listing = &meeting.listing;
    let parts = [listing.location.as_deref(), listing.shown_address()];
    let mut parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.dedup();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Where it is and how it is joined; only for the one who asked or who set a reminder.
pub(super) fn joining(words: &Words, meeting: &Meeting) -> Vec<(Line, Line)> {
    let listing = &meeting.listing;
    let mut fields = Vec::new();
    if let Some(place) = place(meeting) {
        fields.push((words.meeting_field_place(), Line::text(place)));
    }
    if meeting.attendance == Attendance::Inactive {
        return fields;
    }
    if let Some(url) = &listing.conference_url {
        let link = Span::Link { text: url.clone(), url: url.clone() };
        fields.push((words.meeting_field_link(), link.into()));
    }
    if let Some(notes) = &listing.conference_url_notes {
        fields.push((words.meeting_field_link_notes(), Line::text(cut(notes))));
    }
    if let Some(phone) = &listing.conference_phone {
        fields.push((words.meeting_field_phone(), Line::text(phone.as_str())));
    }
    if let Some(notes) = &listing.conference_phone_notes {
        fields.push((words.meeting_field_phone_notes(), Line::text(cut(notes))));
    }
    fields
}

/// Adds the notes; those that speak of some weeks only come with a sentence that says so.
pub(super) fn with_notes(message: Message, words: &Words, meeting: &Meeting) -> Message {
    let Some(notes) = &meeting.listing.notes else { return message };
    let remark = meeting.listing.pattern_note.then(|| words.meeting_pattern_note());
    message.quote(Line::text(cut(notes))).maybe(remark)
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(MOST_NOTES).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// Why nobody is reminded of a meeting, and what can be done.
pub(super) fn unremindable(words: &Words, meeting: &Meeting, why: Unremindable) -> Message {
    let name = meeting.name.clone();
    Message::say(match why {
        Unremindable::ByAppointment => words.meeting_no_time(name),
        Unremindable::Inactive => words.meeting_inactive(name),
        Unremindable::Monthly => {
            return Message::say(words.meeting_monthly(name))
                .paragraph(words.meeting_monthly_next(Arg::command("remind add")));
        }
    })
}

/// How many come: a number, never names; nothing while nobody has said so.
pub(super) fn counts(words: &Words, (yes, maybe): (i64, i64)) -> Option<Line> {
    match (yes, maybe) {
        (0, 0) => None,
        (yes, 0) => Some(words.meeting_count_yes(yes)),
        (0, maybe) => Some(words.meeting_count_maybe(maybe)),
        (yes, maybe) => Some(words.meeting_count_both(yes, maybe)),
    }
}

/// The minutes before the start.
pub(super) fn lead(words: &Words, minutes: i64) -> Line {
    match minutes {
        0 => words.meeting_lead_start(),
        minutes if minutes % 60 == 0 => words.meeting_lead_hours(minutes / 60),
        minutes => words.meeting_lead_minutes(minutes),
    }
}
