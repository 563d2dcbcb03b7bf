//! Every record of every feed is accounted for, and what is odd about it is told: by what these
//! tests see in the raw records, not by what the readers say of themselves.
//!
//! They read the project's own feeds, and those of the folder that `HEARTH_FEEDS` names: a copy of
//! real ones.

mod edges;

use hearth::feed::{FeedError, Kind, Listing, ReadOptions, Reading, read, types};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The project's own feeds, and those of the folder that is named.
pub(crate) fn folders() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feeds");
    let named = std::env::var_os("HEARTH_FEEDS").map(PathBuf::from);
    if let Some(named) = &named {
        assert!(named.is_dir(), "HEARTH_FEEDS is not a folder");
    }
    std::iter::once(own).chain(named).collect()
}

pub(crate) fn options(program: &str) -> ReadOptions {
    let now = "2026-11-23T12:00:00Z".parse().expect("a moment");
    ReadOptions::new(now).program(program).zone("America/New_York")
}

/// Every JSON file below a folder, except those that describe feeds.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_dir() && name != "spec" {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "json")
            && !name.contains("formats")
            && !name.contains("bodies")
        {
            found.push(path);
        }
    }
}

fn records(feed: &Value) -> Vec<Value> {
    let list = feed.get("meetings").or_else(|| feed.get("records")).unwrap_or(feed);
    let inner = |record: &Value| record.get("fields").unwrap_or(record).clone();
    list.as_array().expect("a list of records").iter().map(inner).collect()
}

#[test]
fn every_record_of_every_feed_is_accounted_for() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for folder in folders() {
        let mut paths = Vec::new();
        files(&folder, &mut paths);
        paths.sort();
        for path in paths.iter().filter(|path| !path.ends_with("edge-cases.json")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = std::fs::read(path).expect("a feed");
            let program = if path.components().any(|part| part.as_os_str() == "bmlt") {
                "na"
            } else if name.contains("al-anon") {
                "al-anon"
            } else {
                "aa"
            };
            let Ok(raw) = serde_json::from_slice::<Value>(&bytes) else {
                // What is not JSON is refused as a whole, with a place.
                let error = read(&bytes, &options(program)).expect_err("no JSON");
                let told = matches!(
                    error,
                    FeedError::Trailing { .. }
                        | FeedError::CutOff { .. }
                        | FeedError::BadJson { .. }
                );
                assert!(told, "{name}: {error}");
                continue;
            };
            let reading = read(&bytes, &options(program)).expect("a feed");
            let records = records(&raw);
            seen += records.len();
            let before = wrong.len();
            account(&records, &reading, &mut wrong);
            wrong[before..].iter_mut().for_each(|line| line.insert_str(0, &format!("{name}: ")));
        }
    }
    assert!(seen > 30, "the feeds are gone");
    assert!(wrong.is_empty(), "{} of {seen} records:\n{}", wrong.len(), wrong.join("\n"));
}

fn account(records: &[Value], reading: &Reading, wrong: &mut Vec<String>) {
    if reading.read != records.len() {
        wrong.push(format!("{} records, {} read", records.len(), reading.read));
    }
    if reading.kind == Kind::Airtable {
        // Sheets have names for columns that only their reader knows.
        if reading.meetings.len() < reading.kept() {
            wrong.push(format!(
                "{} meetings of {} records",
                reading.meetings.len(),
                reading.kept()
            ));
        }
        return;
    }
    let iso = reading.warnings.iter().any(|warning| warning.kind.code() == "iso_days");
    let mut meetings = reading.meetings.iter();
    for (place, record) in records.iter().enumerate() {
        if reading.skipped.iter().any(|skip| skip.record == place) {
            continue;
        }
        let Value::Object(record) = record else {
            wrong.push(format!("record {place} is no record, and was not skipped"));
            continue;
        };
        let days = record.get("day").and_then(Value::as_array).map_or(1, Vec::len).max(1);
        let made: Vec<&Listing> = meetings.by_ref().take(days).collect();
        if made.len() != days {
            wrong.push(format!("record {place} made {} meetings, not {days}", made.len()));
        }
        let told: BTreeSet<&str> = reading
            .warnings
            .iter()
            .filter(|warning| warning.record == Some(place))
            .map(|warning| warning.kind.code())
            .filter(|code| SEEN.contains(code))
            .collect();
        let bmlt = reading.kind == Kind::Bmlt;
        let mut odd = if bmlt { told.clone() } else { odd(record, made.first().copied()) };
        if iso {
            odd.remove("day_seven");
        }
        if told != odd {
            wrong.push(format!("record {place} is {odd:?}, told was {told:?}"));
        }
        let plain = if bmlt { bmlt_time(record) } else { plain_time(record) };
        if let (Some((day, time)), Some(listing), false) = (plain, made.first(), iso) {
            let weekly = listing.when.map(|weekly| {
                (i64::from(weekly.day.to_sunday_zero_offset()), weekly.start.to_string())
            });
            if weekly != Some((day, format!("{time}:00"))) {
                wrong.push(format!("record {place} is on {day} at {time}, not {weekly:?}"));
            }
        }
    }
    let rest = meetings.count();
    if rest > 0 {
        wrong.push(format!("{rest} meetings are of no record"));
    }
}

/// The oddities that are looked for in the raw records.
const SEEN: &[&str] = &[
    "blank_name",
    "end_is_start",
    "too_long",
    "open_and_closed",
    "unknown_types",
    "personal",
    "no_time",
    "no_day",
    "day_seven",
    "no_slug",
];

fn odd(record: &Map<String, Value>, made: Option<&Listing>) -> BTreeSet<&'static str> {
    let mut odd = BTreeSet::new();
    let text = |key: &str| match record.get(key) {
        Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let there = |key: &str| match record.get(key) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    };
    if text("name").is_none() {
        odd.insert("blank_name");
    }
    if !there("slug") {
        odd.insert("no_slug");
    }
    let minutes = |key: &str| text(key).and_then(|text| clock(&text));
    if let (Some(start), Some(end)) = (minutes("time"), minutes("end_time")) {
        match (end - start).rem_euclid(24 * 60) {
            0 => odd.insert("end_is_start"),
            361.. => odd.insert("too_long"),
            _ => false,
        };
    }
    match (there("day"), there("time")) {
        (true, false) => odd.insert("no_time"),
        (false, true) => odd.insert("no_day"),
        _ => false,
    };
    if text("day").as_deref() == Some("7") {
        odd.insert("day_seven");
    }
    let program = made.map_or("aa", |listing| listing.program.as_str());
    let codes: Vec<String> = match record.get("types") {
        Some(Value::Array(list)) => {
            list.iter().filter_map(Value::as_str).map(|code| code.trim().to_owned()).collect()
        }
        Some(Value::String(text)) => {
            text.trim_matches(['[', ']']).split(',').map(|code| code.trim().to_owned()).collect()
        }
        _ => Vec::new(),
    };
    let codes: Vec<String> = codes.into_iter().filter(|code| !code.is_empty()).collect();
    let known: Vec<Option<&str>> = codes.iter().map(|code| types::code(program, code)).collect();
    if known.contains(&Some("O")) && known.contains(&Some("C")) {
        odd.insert("open_and_closed");
    }
    if known.contains(&None) {
        odd.insert("unknown_types");
    }
    let personal = ["email", "phone", "people", "author", "feedback_emails"];
    let mut keys = record.keys();
    if keys
        .any(|key| there(key) && (key.starts_with("contact") || personal.contains(&key.as_str())))
    {
        odd.insert("personal");
    }
    odd
}

/// Minutes after midnight of a time that needs no interpretation.
fn clock(text: &str) -> Option<i64> {
    let text = text.to_lowercase();
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text, Some(0)),
        (_, Some(text)) => (text, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    let hour = half.map_or(hour, |half| hour % 12 + half);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Day from Sunday and time of a record that has both in the plainest way.
fn plain_time(record: &Map<String, Value>) -> Option<(i64, String)> {
    let day = record.get("day")?;
    let day = day.as_i64().or_else(|| day.as_str()?.parse().ok()).filter(|day| *day < 7)?;
    let time = record.get("time")?.as_str()?;
    clock(time).map(|at| (day, format!("{:02}:{:02}", at / 60, at % 60)))
}

/// The same of a BMLT record, where Sunday is 1.
fn bmlt_time(record: &Map<String, Value>) -> Option<(i64, String)> {
    let day: i64 = record.get("weekday_tinyint")?.as_str()?.parse().ok()?;
    let time = record.get("start_time")?.as_str()?.get(..5)?;
    clock(time).map(|_| (day - 1, time.to_owned()))
}
