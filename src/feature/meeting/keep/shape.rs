//! What is written of one listing.

use crate::feature::meeting::columns::{columns, fingerprint};
use crate::feed::Listing;
use crate::schedule::Phrase;
use jiff::civil::{Date, date};
use serde::Serialize;

/// The day from which a rule such as "every two weeks" counts when its feed does not say: the same
/// at every reading, so that nothing seems to change.
const ANCHOR: Date = date(2024, 1, 1);

/// A row of the table, as the statements take it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    /// 0 for a new one.
    pub id: i64,
    pub slug: String,
    pub feed_slug: String,
    pub name: String,
    pub phrase: Option<String>,
    pub zone: String,
    pub minutes: u16,
    pub weekday: Option<i64>,
    pub start_minute: Option<i64>,
    pub attendance: &'static str,
    pub listing: String,
    pub fingerprint: String,
    /// Whether people rely on what changed.
    pub told: bool,
}

/// The row of a listing, without its number and its short name.
pub(super) fn row(listing: &Listing, zone: &str) -> Row {
    let zone = listing.zone.as_deref().unwrap_or(zone);
    let phrase = phrase(listing);
    let (weekday, start_minute) = phrase.as_ref().map_or((None, None), columns);
    let phrase = phrase.map(|phrase| phrase.to_string());
    Row {
        id: 0,
        slug: String::new(),
        feed_slug: listing.slug.clone(),
        name: listing.name.clone(),
        fingerprint: fingerprint(phrase.as_deref(), zone, listing.minutes, listing),
        phrase,
        zone: zone.to_owned(),
        minutes: listing.minutes,
        weekday,
        start_minute,
        attendance: listing.attendance.code(),
        listing: serde_json::to_string(listing).unwrap_or_default(),
        told: false,
    }
}

/// When it happens; a single event is a daily time of one day.
fn phrase(listing: &Listing) -> Option<Phrase> {
    let text = listing.phrase().or_else(|| {
        listing.once.map(|at| {
            let (day, time) = (at.date(), at.time());
            format!("daily {:02}:{:02} from {day} until {day}", time.hour(), time.minute())
        })
    })?;
    Phrase::parse(&text).ok().map(|phrase| phrase.anchored(ANCHOR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::meeting::model::own_listing;
    use crate::feed::Weekly;
    use jiff::civil::{Weekday, datetime, time};

    #[test]
    fn every_kind_of_time_becomes_a_phrase() {
        let base = own_listing("Circle", "UTC", None, 60);
        let weekly = Weekly { day: Weekday::Tuesday, start: time(19, 5, 0, 0), minutes: 60 };
        let rule = "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0".to_owned();
        for (listing, weekday) in [
            (Listing { when: Some(weekly), ..base.clone() }, Some(1)),
            (Listing { rule: Some(rule), ..base.clone() }, None),
            (Listing { once: Some(datetime(2027, 3, 1, 9, 0, 0, 0)), ..base.clone() }, None),
        ] {
            let row = row(&listing, "UTC");
            let phrase = row.phrase.expect("a phrase");
            assert_eq!(row.weekday, weekday, "{phrase}");
            assert_eq!(Phrase::parse(&phrase).expect("canonical").to_string(), phrase);
        }
        assert_eq!(row(&base, "UTC").phrase, None);
    }
}
