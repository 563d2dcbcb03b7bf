//! Meeting feeds in JSON: read as every fellowship, and written again for others to read.

use std::collections::HashSet;

use hearth::feed::export::meeting_guide;
use hearth::feed::{ReadOptions, Reading, listing, read};

const FORMATS: &[u8] = include_bytes!("../fixtures/feeds/bmlt-formats.json");

/// Reads `bytes` as a feed, and as the records of each shape that has records.
pub(crate) fn run(bytes: &[u8]) {
    check(bytes);
    for (before, behind) in
        [("{\"records\":[{\"fields\":", "}]}"), ("{\"meetings\":[", "]}"), ("[", "]")]
    {
        check(&[before.as_bytes(), bytes, behind.as_bytes()].concat());
    }
}

fn check(bytes: &[u8]) {
    let now = "2026-11-23T04:00:00Z".parse().expect("an instant");
    let mut na = ReadOptions::new(now).program("na");
    na.formats = Some(FORMATS.to_vec());
    for options in [ReadOptions::new(now).zone("America/New_York"), na] {
        if let Ok(reading) = read(bytes, &options) {
            check_reading(&reading);
            check_export(&reading);
        }
    }
}

/// Every record is kept or skipped, and what is kept fits where it is shown.
fn check_reading(reading: &Reading) {
    let skipped: HashSet<usize> = reading.skipped.iter().map(|skip| skip.record).collect();
    assert_eq!(skipped.len(), reading.skipped.len(), "a record is skipped once");
    assert!(reading.meetings.len() >= reading.kept(), "every record is accounted for");
    let mut slugs = HashSet::new();
    for meeting in &reading.meetings {
        assert!(slugs.insert(&meeting.slug), "{} is there twice", meeting.slug);
        let length = meeting.name.chars().count();
        assert!((1..=listing::MAX_NAME).contains(&length), "{:?}", meeting.name);
        assert!((1..=360).contains(&meeting.minutes), "{} minutes", meeting.minutes);
    }
}

/// What is exported is a feed that is read without a loss.
fn check_export(reading: &Reading) {
    let feed = meeting_guide(&reading.meetings, "Europe/Berlin");
    let rows = feed.as_array().map_or(0, Vec::len);
    assert_eq!(rows, reading.meetings.len());
    let text = serde_json::to_vec(&feed).expect("JSON");
    let now = "2026-11-23T04:00:00Z".parse().expect("an instant");
    let again = read(&text, &ReadOptions::new(now)).map(|again| (again.read, again.kept()));
    if rows > 0 {
        assert!(
            matches!(again, Ok((read, kept)) if read == rows && kept == rows),
            "{again:?}: {feed}"
        );
    }
}
