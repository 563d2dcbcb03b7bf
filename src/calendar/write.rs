//! Content lines: escaped, folded at 75 octets, ended by CR LF.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// The most octets of a line, its end not counted (RFC 5545, 3.1).
const FOLD: usize = 75;

/// A file under way.
#[derive(Debug, Default)]
pub(super) struct File(String);

impl File {
    /// A line whose value needs no escaping. Control characters are dropped, so that nothing can
    /// begin a line of its own.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()).filter(|c| !c.is_control()) {
            if octets + c.len_utf8() > FOLD {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A line of text (RFC 5545, 3.3.11).
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        let value = value.replace("\r\n", "\n").replace('\r', "\n");
        for c in value.chars() {
            match c {
                '\\' => escaped.push_str("\\\\"),
                ';' => escaped.push_str("\\;"),
                ',' => escaped.push_str("\\,"),
                '\n' => escaped.push_str("\\n"),
                c => escaped.push(c),
            }
        }
        self.raw(name, &escaped);
    }

    /// A line with a time in a zone.
    pub(super) fn at(&mut self, name: &str, place: &Place, at: DateTime) {
        match place {
            Place::Utc => self.raw(name, &format!("{}Z", local(at))),
            Place::Zone(id) => self.raw(&format!("{name};TZID={id}"), &local(at)),
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// How a time names its zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Times end in `Z`.
    Utc,
    /// The `TZID` that a `VTIMEZONE` describes.
    Zone(String),
}

impl Place {
    /// The place of a zone; nothing for one that has neither a name nor a fixed offset.
    pub(super) fn of(zone: &TimeZone) -> Option<Self> {
        if *zone == TimeZone::UTC {
            return Some(Self::Utc);
        }
        if let Some(name) = zone.iana_name() {
            let utc = matches!(
                name,
                "UTC"
                    | "Etc/UTC"
                    | "Etc/UCT"
                    | "Etc/Zulu"
                    | "Zulu"
                    | "UCT"
                    | "Etc/Universal"
                    | "Universal"
            );
            return Some(if utc { Self::Utc } else { Self::Zone(name.to_owned()) });
        }
        zone.to_fixed_offset().ok().map(|offset| Self::Zone(format!("UTC{}", self::offset(offset))))
    }
}

/// `20261231T200000`.
pub(super) fn local(at: DateTime) -> String {
    // RFC 5545 has four digits for a year; jiff's negative years do not occur in a schedule.
    let year = at.year().clamp(0, 9999);
    format!(
        "{year:04}{:02}{:02}T{:02}{:02}{:02}",
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// `20261231T200000Z`.
pub(super) fn instant(at: Timestamp) -> String {
    format!("{}Z", local(Offset::UTC.to_datetime(at)))
}

/// `+0530`, with seconds only where an old zone has them.
pub(super) fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) =
        (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_cannot_leave_its_line() {
        let mut file = File::default();
        file.text("SUMMARY", "a,b;c\\d\r\nBEGIN:VEVENT\u{7}\rx");
        assert_eq!(file.finish(), "SUMMARY:a\\,b\\;c\\\\d\\nBEGIN:VEVENT\\nx\r\n");
    }

    #[test]
    fn offsets() {
        let table = [
            (19_800, "+0530"),
            (-12_600, "-0330"),
            (0, "+0000"),
            (-1_800, "-0030"),
            (1_172, "+001932"),
        ];
        for (seconds, text) in table {
            assert_eq!(offset(Offset::from_seconds(seconds).unwrap()), text);
        }
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_they_were(text in "\\PC{0,200}") {
            let mut file = File::default();
            file.raw("X-NOTE", &text);
            let written = file.finish();
            prop_assert!(written.ends_with("\r\n"));
            prop_assert!(written.split("\r\n").all(|line| line.len() <= FOLD));
            prop_assert_eq!(written.replace("\r\n ", ""), format!("X-NOTE:{text}\r\n"));
        }
    }
}
