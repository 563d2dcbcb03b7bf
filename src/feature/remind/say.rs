//! Reminders in words.

use super::model::Reminder;
use crate::chat::message::{Line, Message, Span, TimeStyle};
use crate::chat::prompt::{Choice, Expect};
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// An instant in the reminder's own zone.
pub(super) fn time(reminder: &Reminder, at: Timestamp) -> Span {
    Span::Time { at, zone: reminder.zone.clone(), style: TimeStyle::Full }
}

/// What is delivered. A discreet one shows nothing of what it is about.
pub(super) fn due(
    words: &Words,
    text: &str,
    late: Option<SignedDuration>,
    discreet: bool,
) -> Message {
    let late = late.map(|late| lateness(words, late));
    match (discreet, late) {
        (false, None) => Message::say(words.remind_due()).quote(Line::text(text)),
        (false, Some(late)) => Message::say(words.remind_due_late(late)).quote(Line::text(text)),
        (true, late) => {
            let line = match late {
                None => words.remind_due_discreet(),
                Some(late) => words.remind_due_discreet_late(late),
            };
            Message::say(line.then(words.remind_due_discreet_see(Arg::command("remind list"))))
        }
    }
}

/// How late, as somebody would say it: `20 minutes`, `3 hours`, `2 days`.
fn lateness(words: &Words, late: SignedDuration) -> Line {
    let minutes = late.as_mins().max(1);
    match minutes {
        0..=89 => words.remind_minutes(minutes),
        90..=2159 => words.remind_hours((minutes + 30) / 60),
        _ => words.remind_days((minutes + 720) / 1440),
    }
}

/// What can be answered.
pub(super) fn expect(words: &Words) -> Expect {
    Expect::OneOf(vec![
        Choice::new("done", words.remind_done()),
        Choice::new("10m", words.remind_snooze_minutes()),
        Choice::new("1h", words.remind_snooze_hour()),
        Choice::new("tomorrow", words.remind_snooze_tomorrow()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_is_said_as_people_say_it() {
        let words = Words::english();
        for (minutes, said) in [
            (0, "a minute"),
            (2, "2 minutes"),
            (89, "89 minutes"),
            (90, "2 hours"),
            (180, "3 hours"),
            (36 * 60 - 1, "36 hours"),
            (36 * 60, "2 days"),
            (30 * 24 * 60, "30 days"),
        ] {
            assert_eq!(lateness(&words, SignedDuration::from_mins(minutes)).plain(), said);
        }
    }
}
