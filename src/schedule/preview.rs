//! The next occurrences of a schedule, so that people see the coming change of clocks
//! before it happens.

use jiff::Timestamp;
use serde::Serialize;

use super::recurrence::{Occurrence, Recurrence};

/// The next `count` occurrences strictly after `from`; fewer when the schedule ends.
pub fn preview(recurrence: &Recurrence, from: Timestamp, count: usize) -> Vec<Occurrence> {
    recurrence.after(from).take(count).collect()
}

/// One occurrence as `hearth preview --json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviewRow {
    /// The instant, in RFC 3339 with the zone's offset: `2026-03-29T03:30:00+02:00`.
    pub at: String,
    /// The local date and time asked for: `2026-03-29T02:30:00`.
    pub civil: String,
    /// Whether a change of clocks moves it.
    pub moved: bool,
}

impl From<&Occurrence> for PreviewRow {
    fn from(occurrence: &Occurrence) -> Self {
        Self {
            at: occurrence.at.display_with_offset(occurrence.offset).to_string(),
            civil: occurrence.civil.to_string(),
            moved: occurrence.moved,
        }
    }
}

/// The next `count` occurrences as the JSON array that `hearth preview --json` prints.
pub fn preview_json(
    recurrence: &Recurrence,
    from: Timestamp,
    count: usize,
) -> serde_json::Result<String> {
    let rows: Vec<PreviewRow> =
        preview(recurrence, from, count).iter().map(PreviewRow::from).collect();
    serde_json::to_string(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Phrase, zone};

    #[test]
    fn the_json_marks_what_a_change_of_clocks_moves() {
        let phrase = Phrase::parse("daily 02:30").unwrap();
        let berlin = Recurrence::new(phrase, zone::lookup("Europe/Berlin").unwrap());
        let json = preview_json(&berlin, "2026-03-28T12:00:00Z".parse().unwrap(), 2).unwrap();
        assert_eq!(
            json,
            r#"[{"at":"2026-03-29T03:30:00+02:00","civil":"2026-03-29T02:30:00","moved":true},{"at":"2026-03-30T02:30:00+02:00","civil":"2026-03-30T02:30:00","moved":false}]"#
        );
    }

    #[test]
    fn a_schedule_that_ends_previews_what_is_left() {
        let phrase = Phrase::parse("daily 09:00 until 2026-01-02").unwrap();
        let london = Recurrence::new(phrase, zone::lookup("London").unwrap());
        assert_eq!(preview(&london, "2026-01-01T00:00:00Z".parse().unwrap(), 9).len(), 2);
    }
}
