use std::collections::HashSet;

use super::super::{Kind, tests as feeds};
use super::*;

const TSML: &str = include_str!("../../../tests/fixtures/feeds/tsml.json");
const BMLT: &str = include_str!("../../../tests/fixtures/feeds/bmlt.json");
const CALENDAR: &str = include_str!("../../../tests/fixtures/feeds/calendar.ics");

fn listings() -> Vec<Listing> {
    let aa = feeds::reading(TSML, &feeds::options("aa"));
    let again = feeds::reading(TSML, &feeds::options("aa"));
    let na = feeds::reading(BMLT, &feeds::options("na"));
    let calendar = feeds::reading(CALENDAR, &feeds::options("aa"));
    [aa, again, na, calendar].into_iter().flat_map(|reading| reading.meetings).collect()
}

#[test]
fn every_row_keeps_the_rules_of_the_format() {
    let listings = listings();
    let feed = meeting_guide(&listings, "America/New_York");
    let rows = feed.as_array().expect("an array");
    assert_eq!(rows.len(), listings.len());
    let mut slugs = HashSet::new();
    for row in rows {
        let text = |key: &str| row.get(key).and_then(Value::as_str);
        let slug = text("slug").expect("a slug");
        assert!(slug::is_safe(slug) && slugs.insert(slug), "{slug}");
        assert!(text("name").is_some_and(|name| !name.is_empty() && name.chars().count() <= 255));
        let scheduled = row.get("day").is_some();
        for key in ["time", "end_time", "timezone"] {
            assert_eq!(text(key).is_some(), scheduled, "{slug} {key}");
        }
        if scheduled {
            assert!(row["day"].as_i64().is_some_and(|day| (0..7).contains(&day)));
            let time = text("time").unwrap_or_default();
            assert!(time.len() == 5 && time.parse::<jiff::civil::Time>().is_ok(), "{time}");
        }
        for code in row.get("types").and_then(Value::as_array).into_iter().flatten() {
            let code = code.as_str().expect("a code");
            assert!(types::label("aa", code).is_some() && code != "ONL", "{code}");
        }
        for key in row.as_object().expect("an object").keys() {
            let personal = key.starts_with("contact")
                || ["venmo", "paypal", "square", "email", "phone"].contains(&key.as_str());
            assert!(!personal, "{key}");
        }
    }
}

#[test]
fn a_reader_comes_to_the_same_meetings() {
    let before = feeds::reading(TSML, &feeds::options("aa")).meetings;
    let text = meeting_guide(&before, "America/New_York").to_string();
    let after = feeds::reading(&text, &feeds::options("aa"));
    assert_eq!(after.kind, Kind::Tsml);
    assert_eq!(after.skipped, []);
    for (before, after) in before.iter().zip(&after.meetings) {
        assert_eq!(
            (&after.name, &after.slug, after.when),
            (&before.name, &before.slug, before.when)
        );
        assert_eq!(after.attendance, before.attendance, "{}", before.slug);
        assert_eq!(after.notes, before.notes);
        if before.attendance != Attendance::Online {
            assert_eq!(after.address, before.address);
        }
    }
}

#[test]
fn nobody_is_sent_to_a_house_that_is_closed() {
    let record = |types: &str, address: &str| {
        format!(
            r#"[{{"slug": "a", "name": "A", "day": 0, "time": "06:00", "types": {types},
                "conference_url": "https://zoom.us/j/1", "location": "Old Mill",
                "formatted_address": "{address}", "approximate": "no", "region": "Westport",
                "latitude": 37.26, "longitude": -121.95}}]"#
        )
    };
    let street = "20 Mill Lane, Westport, ME 04000, USA";
    for (types, address, expected) in [
        (r#"["TC", "ONL"]"#, street, "Westport, ME 04000, USA"),
        (r#"["TC"]"#, "Old Mill, Mill Lane, Westport, ME, USA", "Westport, ME, USA"),
        (r#"["TC"]"#, "20 Mill Lane", "Westport"),
    ] {
        let before = feeds::reading(&record(types, address), &feeds::options("aa"));
        assert_eq!(before.meetings[0].attendance, Attendance::Online);
        let feed = meeting_guide(&before.meetings, "UTC");
        let text = feed.to_string();
        assert!(!text.contains("Mill") && !text.contains("37.26"), "{text}");
        assert_eq!(feed[0]["formatted_address"], expected);
        assert_eq!(feed[0]["approximate"], "yes");
        let after = feeds::reading(&text, &feeds::options("aa"));
        assert_eq!(after.meetings[0].attendance, Attendance::Online);
    }
    // One that can be gone to as well keeps its place.
    let open = feeds::reading(&record(r#"["O"]"#, street), &feeds::options("aa"));
    let feed = meeting_guide(&open.meetings, "UTC");
    assert_eq!(
        (&feed[0]["formatted_address"], &feed[0]["location"]),
        (&json!(street), &json!("Old Mill"))
    );
}

#[test]
fn codes_of_other_fellowships_go_in_by_their_meaning() {
    let mut listing = feeds::reading(TSML, &feeds::options("na")).meetings.remove(0);
    for (program, types, expected) in [
        ("na", ["BEG", "STEP", "X", "JFT"].as_slice(), ["BE", "ST", "X"].as_slice()),
        ("al-anon", &["A", "POA", "C"], &["A"]),
        ("aca", &["S", "BEG", "A"], &["SP", "BE"]),
        ("rd", &["WA", "IW", "M"], &["X", "M"]),
        ("aa", &["TC", "ONL", "ASBI", "12x12"], &["TC", "12x12"]),
    ] {
        listing.program = program.to_owned();
        listing.types = types.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!(codes(&listing), expected, "{program}");
    }
}
