//! Single times, said on Monday 23 November 2026 at 17:00 in London unless noted.

use proptest::prelude::*;

use super::*;
use crate::schedule::zone;

fn resolve(text: &str, now: &str, place: &str) -> Result<String, PhraseError> {
    let zone = zone::lookup(place).unwrap();
    let at = When::parse(text)?.resolve(now.parse().unwrap(), &zone)?;
    Ok(zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string())
}

#[test]
fn a_day_by_itself() {
    // A Monday.
    let today = jiff::civil::date(2026, 11, 23);
    let table = [
        ("2026-12-25", "2026-12-25"),
        ("25 dec 2026", "2026-12-25"),
        ("25 dec", "2026-12-25 2027-12-25"),
        ("on the 1st of november", "2027-11-01 2028-11-01"),
        ("23 nov", "2026-11-23 2027-11-23"),
        ("29 feb", "2028-02-29 2032-02-29"),
        ("today", "2026-11-23"),
        ("tonight", "2026-11-23"),
        ("Tomorrow", "2026-11-24"),
        ("mon", "2026-11-23 2026-11-30"),
        ("on Sunday", "2026-11-29 2026-12-06"),
    ];
    for (text, dates) in table {
        let found = Day::parse(text).unwrap().dates(today);
        let found: Vec<String> = found.iter().map(Date::to_string).collect();
        assert_eq!(found.join(" "), dates, "{text}");
    }
    for text in ["", "christmas", "fridays", "tomorrow 9am", "18:00", "2026-13-01", "fri sat"] {
        assert!(Day::parse(text).is_err(), "{text}");
    }
}

#[test]
fn what_people_say() {
    let table = [
        ("in 2h 30m", "2026-11-23 19:30"),
        ("in 2h30m", "2026-11-23 19:30"),
        ("in 10 minutes", "2026-11-23 17:10"),
        ("IN 2 hours and 5 mins", "2026-11-23 19:05"),
        ("in an hour", "2026-11-23 18:00"),
        ("in half an hour", "2026-11-23 17:30"),
        ("in 1.5 hours", "2026-11-23 18:30"),
        ("in 2 days", "2026-11-25 17:00"),
        ("in 2 days at 9am", "2026-11-25 09:00"),
        ("in a week", "2026-11-30 17:00"),
        ("in 3 months", "2027-02-23 17:00"),
        ("tomorrow 9am", "2026-11-24 09:00"),
        ("tomorrow at noon", "2026-11-24 12:00"),
        ("9am tomorrow", "2026-11-24 09:00"),
        ("today 18:00", "2026-11-23 18:00"),
        ("tonight", "2026-11-23 20:00"),
        ("tonight 9pm", "2026-11-23 21:00"),
        ("tonight 1am", "2026-11-24 01:00"),
        ("fri 18:00", "2026-11-27 18:00"),
        ("on Friday, 6pm", "2026-11-27 18:00"),
        ("18:00 on fri", "2026-11-27 18:00"),
        ("mon 18:00", "2026-11-23 18:00"),
        ("mon 16:00", "2026-11-30 16:00"),
        ("18:00", "2026-11-23 18:00"),
        ("at 16:00", "2026-11-24 16:00"),
        ("17:00", "2026-11-24 17:00"),
        ("midnight", "2026-11-24 00:00"),
        ("2026-12-01 18:00", "2026-12-01 18:00"),
        ("2026-12-01T18:00", "2026-12-01 18:00"),
        ("1 dec 18:00", "2026-12-01 18:00"),
        ("dec 1st at 6pm", "2026-12-01 18:00"),
        ("1 december 2027 18:00", "2027-12-01 18:00"),
        ("1 nov 18:00", "2027-11-01 18:00"),
        ("29 feb 18:00", "2028-02-29 18:00"),
    ];
    for (text, expected) in table {
        assert_eq!(
            resolve(text, "2026-11-23T17:00:00Z", "London").as_deref(),
            Ok(expected),
            "{text}"
        );
    }
}

#[test]
fn what_cannot_be() {
    use crate::schedule::phrase::Expected;
    use PhraseError as E;
    let expected = |what, found: &str| E::Expected {
        what,
        found: (!found.is_empty()).then(|| found.to_owned()),
    };
    let table = [
        ("", E::Empty),
        ("in", expected(Expected::Duration, "")),
        ("in the morning", expected(Expected::Duration, "the")),
        ("in 0 minutes", expected(Expected::Duration, "0")),
        ("in 2", expected(Expected::Duration, "2")),
        ("in 99999999999 hours", E::TooFar),
        ("in 9999999 days", E::TooFar),
        ("in 200 years", E::TooFar),
        ("tomorrow", expected(Expected::Time, "")),
        ("tomorrow 9", E::HourAlone { hour: 9 }),
        ("9", E::HourAlone { hour: 9 }),
        ("tomorow 9am", E::UnknownWord { word: "tomorow".to_owned(), near: Some("tomorrow") }),
        ("whenever", expected(Expected::When, "whenever")),
        ("25:00", E::ImpossibleTime { text: "25:00".to_owned() }),
        ("fridays 18:00", E::UnknownWord { word: "fridays".to_owned(), near: Some("friday") }),
        ("today 16:00", E::Past { at: jiff::civil::datetime(2026, 11, 23, 16, 0, 0, 0) }),
        ("2026-11-01 18:00", E::Past { at: jiff::civil::datetime(2026, 11, 1, 18, 0, 0, 0) }),
        (
            "2026-02-30 18:00",
            E::ImpossibleDate {
                text: "2026-02-30".to_owned(),
                nearest: Some(jiff::civil::date(2026, 2, 28)),
            },
        ),
        ("30 feb 18:00", E::ImpossibleDate { text: "02-30".to_owned(), nearest: None }),
        ("18:00 sharp", E::UnknownWord { word: "sharp".to_owned(), near: None }),
    ];
    for (text, error) in table {
        assert_eq!(
            resolve(text, "2026-11-23T17:00:00Z", "London").map_err(|found| found == error),
            Err(true),
            "{text}: {:?}",
            resolve(text, "2026-11-23T17:00:00Z", "London")
        );
    }
}

#[test]
fn changes_of_clocks() {
    let table = [
        // A gap moves the time forward; a fold is the first pass.
        ("01:30", "2026-03-28T20:00:00Z", "2026-03-29 02:30"),
        ("tomorrow 01:30", "2026-10-24T10:00:00Z", "2026-10-25 01:30"),
        // In the second pass of the fold, the first one is over.
        ("01:30", "2026-10-25T01:10:00Z", "2026-10-26 01:30"),
        // Hours pass; days are turned on the calendar.
        ("in 24h", "2026-03-28T12:00:00Z", "2026-03-29 13:00"),
        ("in 1 day", "2026-03-28T12:00:00Z", "2026-03-29 12:00"),
    ];
    for (text, now, expected) in table {
        assert_eq!(resolve(text, now, "London").as_deref(), Ok(expected), "{text} at {now}");
    }
}

#[test]
fn a_time_takes_as_many_words_as_make_one() {
    let table: [(&[&str], usize); 9] = [
        (&["in", "2h", "30m", "call", "Ann"], 3),
        (&["in", "2h", "30", "people", "come"], 2),
        (&["in", "5", "minutes", "and", "a", "half"], 3),
        (&["tomorrow", "9am", "call", "Ann"], 2),
        (&["tomorrow 9am", "call Ann"], 1),
        (&["18:00,", "call", "Ann"], 1),
        (&["18:00", "on", "my", "way"], 1),
        (&["tonight", "breathe"], 1),
        (&["9", "pm", "may", "be", "late"], 2),
    ];
    for (words, used) in table {
        assert_eq!(When::parse_prefix(words).map(|(_, used)| used), Ok(used), "{words:?}");
    }
}

proptest! {
    #[test]
    fn what_resolves_lies_ahead(
        text in "(in [0-9]{1,4} ?(h|m|days|weeks|months)|[0-2][0-9]:[0-5][0-9]|(fri|today|tomorrow|tonight|1 mar|29 feb) [0-2][0-9]:[0-5][0-9])",
        second in 0_i64..4_000_000_000,
        name in proptest::sample::select(zone::names()),
    ) {
        let now = Timestamp::from_second(second).unwrap();
        if let Ok(at) = When::parse(&text).and_then(|when| when.resolve(now, &zone::lookup(&name).unwrap())) {
            prop_assert!(at > now);
        }
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in "(in )?\\PC{0,40}", second in -60_000_000_000_i64..250_000_000_000) {
        if let Ok(when) = When::parse(&text) {
            let _ = when.resolve(Timestamp::from_second(second).unwrap(), &TimeZone::UTC);
        }
    }
}
