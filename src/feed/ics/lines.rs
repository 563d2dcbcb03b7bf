//! The lines of a calendar, event by event, so that a broken line costs one line and not
//! the calendar. Only flat lists are built: components may nest as deeply as they like.

use icalendar::parser::{Property, unfold};

/// The properties that are read; others are not kept, because a calendar of millions of them
/// would fill the memory.
const READ: [&str; 22] = [
    "ATTENDEE",
    "CATEGORIES",
    "CONFERENCE",
    "CONTACT",
    "DESCRIPTION",
    "DTEND",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "GEO",
    "LAST-MODIFIED",
    "LOCATION",
    "ORGANIZER",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "STATUS",
    "SUMMARY",
    "UID",
    "URL",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
];

/// More lines than this of one event are not read.
const MAX_LINES: usize = 2000;

/// A property of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// In upper case.
    pub(crate) name: String,
    pub(crate) value: String,
    /// Names in upper case.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Line {
    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The events of a calendar.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    pub(crate) events: Vec<Vec<Line>>,
    /// `X-WR-TIMEZONE`.
    pub(crate) zone: Option<String>,
    /// Lines that could not be read, and one for an event that was left open.
    pub(crate) broken: usize,
}

/// Takes a calendar apart.
pub(crate) fn read(text: &str) -> Calendar {
    let mut calendar = Calendar::default();
    let mut event: Option<Vec<Line>> = None;
    // How many components deep inside the event, such as an alarm.
    let mut inside = 0_usize;
    for raw in unfold(text).lines() {
        let raw = raw.trim_end_matches('\r');
        if raw.trim().is_empty() {
            continue;
        }
        let (word, rest) = raw.split_once(':').unwrap_or((raw, ""));
        let begins = word.trim().eq_ignore_ascii_case("BEGIN");
        let ends = word.trim().eq_ignore_ascii_case("END");
        let is_event = rest.trim().eq_ignore_ascii_case("VEVENT");
        match &mut event {
            // An event inside an event is one whose predecessor was left open.
            Some(lines) if begins && is_event => {
                calendar.events.push(std::mem::take(lines));
                calendar.broken += 1;
                inside = 0;
            }
            Some(_) if begins => inside += 1,
            Some(_) if ends && !is_event && inside > 0 => inside -= 1,
            Some(lines) if ends => {
                calendar.events.push(std::mem::take(lines));
                event = None;
                inside = 0;
            }
            Some(_) if inside > 0 => {}
            Some(_) if !is_read(raw) => {}
            Some(lines) if lines.len() >= MAX_LINES => calendar.broken += 1,
            Some(lines) => match property(raw) {
                Some(line) => lines.push(line),
                None => calendar.broken += 1,
            },
            None if begins && is_event => event = Some(Vec::new()),
            None if begins || ends => {}
            None => {
                if name(raw).is_some_and(|name| name.eq_ignore_ascii_case("X-WR-TIMEZONE"))
                    && let Some(line) = property(raw)
                {
                    calendar.zone = Some(line.value);
                }
            }
        }
    }
    if let Some(lines) = event {
        calendar.events.push(lines);
        calendar.broken += 1;
    }
    calendar
}

/// What stands before the parameters and the value; nothing without a colon.
fn name(raw: &str) -> Option<&str> {
    raw.contains(':').then(|| raw.split([':', ';']).next().unwrap_or_default())
}

/// Whether a line has to be looked at: it is one that is read, or broken.
fn is_read(raw: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    name(raw).is_none_or(|name| {
        name.is_empty()
            || !name.bytes().all(plain)
            || READ.iter().any(|known| name.eq_ignore_ascii_case(known))
    })
}

fn property(raw: &str) -> Option<Line> {
    let property = Property::try_from(raw).ok()?;
    // Without a colon there is a name and nothing else.
    if property.name.as_str().is_empty() || !raw.contains(':') {
        return None;
    }
    Some(Line {
        name: property.name.as_str().to_ascii_uppercase(),
        value: property.val.as_str().to_owned(),
        parameters: property
            .params
            .iter()
            .map(|parameter| {
                let value = parameter
                    .val
                    .as_ref()
                    .map(icalendar::parser::ParseString::as_str)
                    .unwrap_or_default();
                (parameter.key.as_str().to_ascii_uppercase(), value.trim_matches('"').to_owned())
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_costs_one_line() {
        let calendar = read(
            "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Berlin\r\nBEGIN:VEVENT\r\nSUMMARY:Ha\r\n rbor\\, Lights\r\n\
             no colon here\r\nDTSTART;TZID=\"Europe/Berlin\":20260105T193000\r\nBEGIN:VALARM\r\nSUMMARY:No\r\nEND:VALARM\r\n\
             END:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:Open",
        );
        assert_eq!(calendar.zone.as_deref(), Some("Europe/Berlin"));
        assert_eq!(calendar.broken, 2);
        let summaries: Vec<&str> =
            calendar.events.iter().map(|lines| lines[0].value.as_str()).collect();
        assert_eq!(summaries, ["Harbor, Lights", "Open"]);
        assert_eq!(calendar.events[0][1].parameter("TZID"), Some("Europe/Berlin"));
        assert_eq!(calendar.events[0].len(), 2);
    }

    #[test]
    fn what_is_not_read_is_not_kept() {
        let lines = "X-ALT-DESC:much\nATTENDEE:mailto:a@example.org\n".repeat(3000);
        let calendar = read(&format!("BEGIN:VEVENT\nSUMMARY:Tide\n{lines}END:VEVENT"));
        assert_eq!((calendar.events[0].len(), calendar.broken), (MAX_LINES, 1001));
    }

    #[test]
    fn nesting_is_no_danger() {
        let deep = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}", "BEGIN:X\n".repeat(300_000));
        assert_eq!(read(&deep).events.len(), 1);
    }
}
