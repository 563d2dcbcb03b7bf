//! What is written of one listing.

use crate::feature::meeting::columns::{columns, fingerprint};
use crate::feature::meeting::search::{Maker, New};
use crate::feed::{Attendance, Listing};
use crate::schedule::Phrase;
use jiff::civil::{Date, date};
use std::num::NonZero;
use std::panic::resume_unwind;

/// The day from which a rule such as "every two weeks" counts when its feed does not say: the same
/// at every reading, so that nothing seems to change.
const ANCHOR: Date = date(2024, 1, 1);

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
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
    /// What the search finds it by.
    pub search: String,
    /// Whether people rely on what changed.
    pub told: bool,
}

impl Row {
    /// What the search takes of the row when it has this number.
    pub(super) fn searched(&self, id: i64) -> New<'_> {
        New {
            id,
            tokens: &self.search,
            zone: &self.zone,
            minutes: i64::from(self.minutes),
            weekly: self.weekday.zip(self.start_minute),
            ruled: self.phrase.is_some(),
            inactive: self.attendance == Attendance::Inactive.code(),
        }
    }
}

/// Rows as the statements take them: lists, because SQLite finds a value by its place sooner than by its
/// name, with the places of the long texts, which stand together.
pub(super) struct Batch {
    pub rows: String,
    pub texts: Vec<u8>,
}

impl Batch {
    pub(super) fn of(rows: &[Row]) -> sqlx::Result<Self> {
        let mut texts = Vec::new();
        // From 1, as SQLite counts.
        let mut put = |text: &str| {
            let from = texts.len() + 1;
            texts.extend_from_slice(text.as_bytes());
            (from, text.len())
        };
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                let (listing, search) = (put(&row.listing), put(&row.search));
                (
                    &row.slug,
                    &row.feed_slug,
                    &row.name,
                    &row.phrase,
                    &row.zone,
                    row.minutes,
                    row.weekday,
                    row.start_minute,
                    row.attendance,
                    &row.fingerprint,
                    row.told,
                    row.id,
                    listing.0,
                    listing.1,
                    search.0,
                    search.1,
                )
            })
            .collect();
        let rows = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()));
        Ok(Self { rows: rows?, texts })
    }
}

/// Of so many a thread is worth its making.
const MANY: usize = 1_000;

/// The rows of listings, in their order, made on all processors.
pub(super) fn rows(listings: &[&Listing], zone: &str) -> Vec<Row> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let each = listings.len().div_ceil(threads).max(MANY);
    std::thread::scope(|scope| {
        let make = |part: &[&Listing]| {
            let mut maker = Maker::default();
            part.iter().map(|one| row(one, zone, &mut maker)).collect::<Vec<_>>()
        };
        let (mine, others) = listings.split_at(each.min(listings.len()));
        let others: Vec<_> =
            others.chunks(each).map(|part| scope.spawn(move || make(part))).collect();
        let mut rows = make(mine);
        for other in others {
            rows.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        rows
    })
}

/// The row of a listing, without its number and its short name.
fn row(listing: &Listing, zone: &str, maker: &mut Maker) -> Row {
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
        search: maker.of(&listing.name, listing),
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
            let row = row(&listing, "UTC", &mut Maker::default());
            let phrase = row.phrase.expect("a phrase");
            assert_eq!(row.weekday, weekday, "{phrase}");
            assert_eq!(Phrase::parse(&phrase).expect("canonical").to_string(), phrase);
        }
        assert_eq!(row(&base, "UTC", &mut Maker::default()).phrase, None);
    }
}
