//! Records that are odd in a known way, each with what must become of it. The same expectations hold
//! for the project's own and for real ones: a case names its oddity, and brings its own record.

use super::{folders, options};
use hearth::feed::{Attendance, Listing, Reading, read, types};
use serde_json::Value;
use std::collections::BTreeSet;

/// What is odd, as a case says it, and what must hold of the record and what became of it.
struct Edge {
    issue: &'static str,
    holds: fn(&Value, &Listing, &BTreeSet<&str>) -> bool,
}

const fn edge(issue: &'static str, holds: fn(&Value, &Listing, &BTreeSet<&str>) -> bool) -> Edge {
    Edge { issue, holds }
}

#[rustfmt::skip]
const EDGES: &[Edge] = &[
    edge("end_time 00:00 after start 23:00", |_, m, _| time(m) == "23:00:00 60" && m.when.is_some_and(|w| w.end().hour() == 0)),
    edge("start 23:59", |r, m, _| time(m) == "23:59:00 61" && same_day(r, m)),
    edge("end_time typo", |_, m, told| m.minutes == 60 && told.contains("too_long")),
    edge("end_time equals time", |_, m, told| m.minutes == 60 && told.contains("end_is_start")),
    edge("day is a numeric string", |r, m, _| r["day"].is_string() && same_day(r, m)),
    edge("both O and C", |_, m, told| has(m, "C") && !has(m, "O") && told.contains("open_and_closed")),
    edge("typo type code ASBI", |_, m, told| has(m, "ASBI") && !m.type_labels().contains(&"As Bill Sees It") && told.contains("unknown_types")),
    edge("Outlook SafeLinks", |_, m, told| link(m).starts_with("https://us02web.zoom.us/j/") && told.contains("wrapped_link")),
    edge("conference_phone holds two", |_, m, told| phone(m).matches('+').count() == 1 && told.contains("several_phones")),
    edge("name longer than 64", |_, m, told| m.name.chars().count() > 64 && m.short_name().chars().count() <= 64 && told.contains("long_name")),
    edge("HTML-escaped Google redirect", |_, m, told| !link(m).contains(['&', '?']) && link(m).starts_with("https://zoom.us/j/") && told.contains("tidied_link")),
    edge("conference_phone is prose", |_, m, told| m.conference_phone.is_none() && m.conference_phone_notes.is_some() && told.contains("bad_phone")),
    edge("TC without conference info", |_, m, told| m.attendance == Attendance::Inactive && !m.remindable() && told.contains("inactive")),
    edge("TC + ONL", |_, m, _| m.attendance == Attendance::Online && m.shown_address().is_none() && m.remindable() && !exported(m).contains(street(m))),
    edge("slug and postal_code are integers", |r, m, _| m.slug.parse().ok() == r["slug"].as_i64() && m.address.as_deref().is_some_and(|a| a.contains(&r["postal_code"].to_string()))),
    edge("lower-case type code", |_, m, told| has(m, "ONL") && m.attendance != Attendance::InPerson && !told.contains("unknown_types")),
    edge("HTML <br>", |_, m, told| notes(m).contains('\n') && !notes(m).contains('<') && told.contains("markup")),
    edge("types is the string", |_, m, _| m.types == ["O"]),
    edge("empty/blank name", |r, m, _| !m.name.trim().is_empty() && m.name == m.name.trim() && (!r["name"].as_str().unwrap_or_default().trim().is_empty() || m.name.contains(" at "))),
    edge("monthly remark in notes", |_, m, told| m.pattern_note && !m.monthly && m.remindable() && told.contains("pattern_note")),
    edge("types is comma string", |_, m, _| time(m).starts_with("08:00:00") && m.types.iter().all(|code| !code.contains(','))),
    edge("monthly business meeting", |_, m, told| m.monthly && !m.remindable() && told.contains("monthly")),
    edge("contact_* personal fields", |r, m, told| told.contains("personal") && personal(r).iter().all(|text| !kept(m).contains(text.as_str()))),
    edge("virtual (venue_type 2)", |_, m, _| m.attendance == Attendance::Online && m.zone.as_deref() == Some("America/New_York")),
    edge("server-local format keys", |_, m, _| !m.types.is_empty() && m.types.iter().all(|code| code.starts_with("local:")) && m.type_labels().is_empty()),
    edge("day \"7\"", |_, m, told| m.when.is_some_and(|w| w.day.to_sunday_zero_offset() == 0) && told.contains("day_seven")),
];

#[test]
fn every_known_oddity_comes_out_as_expected() {
    for folder in folders() {
        let path = folder.join("edge-cases.json");
        let cases = std::fs::read(&path).expect("the cases");
        let cases: Vec<Value> = serde_json::from_slice(&cases).expect("a list of cases");
        let mut seen = BTreeSet::new();
        for case in &cases {
            let issue = case["_issue"].as_str().expect("what is odd");
            let edge = EDGES.iter().find(|edge| issue.starts_with(edge.issue));
            let edge = edge.unwrap_or_else(|| panic!("nothing is expected of: {issue}"));
            seen.insert(edge.issue);
            let source = case["_source"].as_str().unwrap_or_default();
            let program = if source.starts_with("bmlt") { "na" } else { "aa" };
            let text = Value::Array(vec![case["meeting"].clone()]).to_string();
            let Reading { meetings, warnings, .. } =
                read(text.as_bytes(), &options(program)).expect("a feed");
            let told: BTreeSet<&str> = warnings.iter().map(|w| w.kind.code()).collect();
            let [meeting] = meetings.as_slice() else { panic!("{issue}: {meetings:?}") };
            let holds = (edge.holds)(&case["meeting"], meeting, &told);
            assert!(holds, "{}: {issue}\n{meeting:#?}\n{told:?}", path.display());
        }
        assert_eq!(seen.len(), EDGES.len(), "{} has not every case", path.display());
    }
}

fn time(meeting: &Listing) -> String {
    meeting.when.map(|weekly| format!("{} {}", weekly.start, weekly.minutes)).unwrap_or_default()
}

fn same_day(record: &Value, meeting: &Listing) -> bool {
    let day = record["day"].as_str().map_or_else(|| record["day"].to_string(), str::to_owned);
    meeting.when.is_some_and(|weekly| weekly.day.to_sunday_zero_offset().to_string() == day)
}

fn has(meeting: &Listing, code: &str) -> bool {
    meeting.types.iter().any(|other| other == code)
}

fn link(meeting: &Listing) -> &str {
    meeting.conference_url.as_deref().unwrap_or_default()
}

fn phone(meeting: &Listing) -> &str {
    meeting.conference_phone.as_deref().unwrap_or_default()
}

fn notes(meeting: &Listing) -> &str {
    meeting.notes.as_deref().unwrap_or_default()
}

fn street(meeting: &Listing) -> &str {
    meeting.address.as_deref().and_then(|address| address.split(',').next()).expect("a street")
}

fn exported(meeting: &Listing) -> String {
    hearth::feed::export::meeting_guide([meeting], "UTC").to_string()
}

/// The texts of a record that are about a person.
fn personal(record: &Value) -> Vec<String> {
    let fields = record.as_object().expect("a record").iter();
    let texts: Vec<String> = fields
        .filter(|(key, _)| key.starts_with("contact") || *key == "email" || *key == "venmo")
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
        .filter(|text| !text.is_empty())
        .collect();
    assert!(!texts.is_empty(), "nothing personal is there");
    texts
}

fn kept(meeting: &Listing) -> String {
    serde_json::to_string(meeting).expect("JSON")
}

#[test]
fn a_code_that_means_two_things_is_read_by_its_fellowship() {
    for (program, code, expected) in
        [("aa", "A", "Secular"), ("al-anon", "A", "Atheist and agnostic"), ("aca", "S", "Speaker")]
    {
        assert_eq!(types::label(program, code), Some(expected));
    }
}
