//! What the table of meetings keeps beside a phrase: its weekday and time, so that the next ones are
//! found without reading every phrase, and a fingerprint, so that a change is noticed.

use crate::feed::{Attendance, Listing};
use crate::schedule::phrase::{Days, Phrase, Rule};

/// The columns `weekday` (0 Monday to 6 Sunday) and `start_minute` (0 to 1439 after midnight) of a
/// phrase that is plainly weekly: one day of each week, one time, no first, last or left-out day.
/// Both are `None` for every other phrase.
pub fn columns(phrase: &Phrase) -> (Option<i64>, Option<i64>) {
    plainly(phrase).map_or((None, None), |(day, minute)| (Some(day), Some(minute)))
}

fn plainly(phrase: &Phrase) -> Option<(i64, i64)> {
    let bounded =
        phrase.from().is_some() || phrase.until().is_some() || !phrase.except().is_empty();
    let Rule::Plain { days: Days::Weekly { every: 1, on }, times } = phrase.rule() else {
        return None;
    };
    let mut days = on.iter();
    let (Some(day), None, [time], false) = (days.next(), days.next(), times.as_slice(), bounded)
    else {
        return None;
    };
    let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
    Some((i64::from(day.to_monday_zero_offset()), minute))
}

/// What somebody who set a reminder relies on, in 16 letters and digits: when it is, how long, its
/// name, where it is and how it is joined. Other details of a listing may change unnoticed.
///
/// The same on every machine and in every version: it is kept in the store and compared later.
pub fn fingerprint(phrase: Option<&str>, zone: &str, minutes: u16, listing: &Listing) -> String {
    let minutes = minutes.to_string();
    let place = match listing.attendance {
        Attendance::InPerson | Attendance::Hybrid => listing.location.as_deref(),
        Attendance::Online | Attendance::Inactive => None,
    };
    let parts = [
        phrase.unwrap_or_default(),
        zone,
        &minutes,
        &listing.name,
        listing.attendance.code(),
        place.unwrap_or_default(),
        listing.shown_address().unwrap_or_default(),
        listing.conference_url.as_deref().unwrap_or_default(),
        listing.conference_phone.as_deref().unwrap_or_default(),
    ];
    format!("{:016x}", hash(&parts))
}

/// FNV-1a, with a byte between the parts that no UTF-8 text has.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_plainly_weekly_has_columns() {
        for (text, expected) in [
            ("mon 19:00", Some((0, 1140))),
            ("every sunday 00:00", Some((6, 0))),
            ("tuesdays 7:30 pm", Some((1, 1170))),
            ("mon,wed 19:00", None),
            ("mon 09:00, 19:00", None),
            ("daily 09:00", None),
            ("every 2 weeks tue 19:00 from 2026-12-01", None),
            ("mon 19:00 until 2027-01-31", None),
            ("mon 19:00 from 2027-01-31", None),
            ("mon 19:00 except 2026-12-28", None),
            ("monthly first sat 19:00", None),
            ("cron 0 9 * * 1", None),
        ] {
            let phrase = Phrase::parse(text).expect(text);
            let expected = expected.map_or((None, None), |(d, m)| (Some(d), Some(m)));
            assert_eq!(columns(&phrase), expected, "{text}");
        }
    }

    #[test]
    fn a_fingerprint_changes_with_what_people_rely_on() {
        let listing = super::super::model::own_listing("Circle", "UTC", None, 60);
        let base = fingerprint(Some("every mon 19:00"), "UTC", 60, &listing);
        assert_eq!(base.len(), 16);
        let notes = Listing { notes: Some("Bring a mug".into()), ..listing.clone() };
        assert_eq!(base, fingerprint(Some("every mon 19:00"), "UTC", 60, &notes));
        let moved = Listing { location: Some("Hall".into()), ..listing.clone() };
        let link = Listing { conference_url: Some("https://x.example".into()), ..listing.clone() };
        let others = [
            fingerprint(Some("every mon 19:30"), "UTC", 60, &listing),
            fingerprint(Some("every mon 19:00"), "Europe/London", 60, &listing),
            fingerprint(Some("every mon 19:00"), "UTC", 90, &listing),
            fingerprint(Some("every mon 19:00"), "UTC", 60, &moved),
            fingerprint(Some("every mon 19:00"), "UTC", 60, &link),
            fingerprint(None, "UTC", 60, &listing),
        ];
        for other in &others {
            assert_ne!(&base, other);
        }
    }
}
