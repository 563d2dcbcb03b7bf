//! Whole feeds: what becomes of every record of the fixtures.

mod any;

use super::*;

const TSML: &str = include_str!("../../tests/fixtures/feeds/tsml.json");
const WRAPPED: &str = include_str!("../../tests/fixtures/feeds/wrapped.json");
const AIRTABLE: &str = include_str!("../../tests/fixtures/feeds/airtable.json");
const BMLT: &str = include_str!("../../tests/fixtures/feeds/bmlt.json");
const FORMATS: &str = include_str!("../../tests/fixtures/feeds/bmlt-formats.json");
const ISO: &str = include_str!("../../tests/fixtures/feeds/iso-days.json");
pub(super) const CALENDAR: &str = include_str!("../../tests/fixtures/feeds/calendar.ics");
const PAGE: &str = include_str!("../../tests/fixtures/feeds/page.html");

pub(super) fn options(program: &str) -> ReadOptions {
    let now = "2026-11-23T12:00:00Z".parse().expect("a moment");
    ReadOptions::new(now).program(program).zone("America/New_York")
}

pub(super) fn reading(text: &str, options: &ReadOptions) -> Reading {
    read(text.as_bytes(), options).expect("the fixture is a feed")
}

/// `mon 19:30 60` of a listing, or its phrase, or its date.
pub(super) fn time(listing: &Listing) -> String {
    match (&listing.rule, listing.once, listing.when) {
        (Some(rule), ..) => rule.clone(),
        (None, Some(once), _) => once.to_string(),
        (None, None, Some(weekly)) => {
            format!("{} {}", listing.phrase().unwrap_or_default(), weekly.minutes)
        }
        _ => "-".to_owned(),
    }
}

/// The codes of a record's warnings, in order.
pub(super) fn warned(reading: &Reading, record: Option<usize>) -> String {
    let codes: Vec<&str> = reading
        .warnings
        .iter()
        .filter(|warning| warning.record == record)
        .map(|warning| warning.kind.code())
        .collect();
    codes.join(" ")
}

pub(super) fn find<'a>(reading: &'a Reading, slug: &str) -> &'a Listing {
    let found = reading.meetings.iter().find(|meeting| meeting.slug == slug);
    found.unwrap_or_else(|| panic!("{slug} is not there"))
}

#[test]
fn every_record_of_a_meeting_guide_feed() {
    let reading = reading(TSML, &options("aa"));
    assert_eq!((reading.kind, reading.read, reading.kept()), (Kind::Tsml, 23, 21));
    let lines: Vec<String> = reading
        .meetings
        .iter()
        .map(|meeting| {
            format!(
                "{} | {} | {} | {}",
                meeting.slug,
                time(meeting),
                meeting.types.join(","),
                meeting.attendance.code()
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "harbor-lights | tue 19:30 60 | O,D,X | in_person",
            "night-watch | mon 23:59 61 | B,ONL | online",
            "long-supper | wed 19:15 60 |  | in_person",
            "254 | thu 18:30 60 | O | in_person",
            "both | sun 08:00 60 | C,ASBI | in_person",
            "wrapped | sat 10:30 60 | TC,ONL | online",
            "prose | sat 12:00 60 |  | in_person",
            "closed-for-now | sun 10:30 60 | TC | inactive",
            "monthly | tue 19:00 60 |  | in_person",
            "eating | mon 12:00 60 |  | in_person",
            "sunday-seven | sun 20:00 60 |  | in_person",
            "no-name | tue 07:30 60 |  | in_person",
            "many-days-1 | mon 06:00 45 |  | in_person",
            "many-days-3 | wed 06:00 45 |  | in_person",
            "many-days-5 | fri 06:00 45 |  | in_person",
            "harbor-lights-2 | tue 19:30 60 |  | in_person",
            "a-b-u | - |  | in_person",
            "bad-time | - |  | in_person",
            "half-time | - |  | in_person",
            "x | - |  | in_person",
            "long | sat 00:00 60 |  | in_person",
            "login | fri 18:00 60 |  | in_person",
            "77 | fri 18:00 60 |  | in_person",
        ]
    );
    let warnings: Vec<String> = (0..23).map(|record| warned(&reading, Some(record))).collect();
    assert_eq!(
        warnings,
        [
            "markup",
            "tidied_link several_phones",
            "too_long postal_code",
            "end_is_start",
            "unknown_types open_and_closed",
            "wrapped_link",
            "bad_phone",
            "inactive",
            "monthly",
            "pattern_note personal",
            "day_seven personal",
            "blank_name",
            "",
            "bad_zone repeated_slug",
            "unsafe_slug",
            "bad_time",
            "no_time bad_coordinates",
            "wrong_type bad_link bad_updated",
            "midnight long_name",
            "bad_link",
            "no_slug unknown_provider attendance_differs",
            "",
            "",
        ]
    );
    assert_eq!(warned(&reading, None), "");
    assert_eq!(
        reading.skipped,
        [
            Skip { record: 21, name: String::new(), reason: SkipReason::Nameless },
            Skip {
                record: 22,
                name: String::new(),
                reason: SkipReason::NotARecord { found: "text" }
            },
        ]
    );
}

#[test]
fn texts_links_and_places_are_fit_to_show() {
    let reading = reading(TSML, &options("aa"));
    let harbor = find(&reading, "harbor-lights");
    assert_eq!(
        harbor.notes.as_deref(),
        Some("Side door.\nRing twice & wait\n\nParking behind the hall")
    );
    assert_eq!((harbor.latitude, harbor.longitude), (Some(43.9), Some(-69.7)));
    assert_eq!((harbor.region(), harbor.sub_region()), (Some("Coast"), Some("Westport")));
    assert_eq!(harbor.type_labels(), ["Open", "Discussion", "Wheelchair access"]);
    let night = find(&reading, "night-watch");
    assert_eq!(night.conference_url.as_deref(), Some("https://zoom.us/j/1000"));
    assert_eq!(night.conference_phone.as_deref(), Some("+15550100100,,1000#"));
    assert_eq!(night.shown_address(), None);
    assert_eq!(
        find(&reading, "long-supper").address.as_deref(),
        Some("3 Mill Lane, Westport, ME 04000, USA")
    );
    assert_eq!(
        find(&reading, "wrapped").conference_url.as_deref(),
        Some("https://us02web.zoom.us/j/59?pwd=VE")
    );
    assert_eq!(find(&reading, "wrapped").shown_address(), None);
    let prose = find(&reading, "prose");
    assert_eq!(prose.conference_phone, None);
    assert_eq!(
        prose.conference_phone_notes.as_deref(),
        Some("Meeting ID: 64561572810 Password: ask the host")
    );
    assert_eq!(find(&reading, "no-name").name, "Fire House Tuesday at 07:30");
    assert_eq!(find(&reading, "eating").name, "Touch of Salt");
    let long = find(&reading, "long");
    assert!(long.name.chars().count() > 64 && long.short_name().chars().count() <= 64);
    let login = find(&reading, "login");
    assert_eq!((login.conference_url.as_deref(), login.url.as_deref()), (None, None));
    let remindable: Vec<&str> = ["harbor-lights", "monthly", "closed-for-now", "eating", "a-b-u"]
        .into_iter()
        .filter(|slug| find(&reading, slug).remindable())
        .collect();
    assert_eq!(remindable, ["harbor-lights", "eating"]);
    let kept = serde_json::to_string(&reading.meetings).expect("listings are plain data");
    for personal in ["jo@example.org", "@jo", "Somebody", "secret"] {
        assert!(!kept.contains(personal), "{personal}");
    }
    let back: Vec<Listing> = serde_json::from_str(&kept).expect("they come back");
    assert_eq!(back, reading.meetings);
}

#[test]
fn sheets_and_wrapped_feeds() {
    let wrapped = reading(WRAPPED, &options("aa"));
    assert_eq!(
        (wrapped.kind, time(&wrapped.meetings[0])),
        (Kind::TsmlWrapped, "mon 19:00 60".to_owned())
    );
    let sheet = reading(AIRTABLE, &options("aa"));
    assert_eq!((sheet.kind, sheet.read, sheet.kept()), (Kind::Airtable, 3, 2));
    let lantern = find(&sheet, "lantern");
    assert_eq!(time(lantern), "wed 18:30 75");
    assert_eq!(lantern.types, ["O", "B", "X", "ONL"]);
    assert_eq!(lantern.zone.as_deref(), Some("America/Chicago"));
    assert_eq!(lantern.regions, ["Coast", "Westport"]);
    assert_eq!(lantern.attendance, Attendance::Online);
    assert_eq!(find(&sheet, "rec2-2").types, ["BE"]);
    assert_eq!(sheet.skipped[0].reason, SkipReason::Nameless);
}

#[test]
fn bmlt_with_and_without_its_formats() {
    let mut with = options("na");
    with.formats = Some(FORMATS.into());
    let with = reading(BMLT, &with);
    assert_eq!((with.kind, with.read, with.kept()), (Kind::Bmlt, 6, 4));
    let stille = find(&with, "101");
    assert_eq!((time(stille), stille.attendance), ("sun 10:00 35".to_owned(), Attendance::Online));
    assert_eq!(stille.zone.as_deref(), Some("America/New_York"));
    let haus = find(&with, "102");
    assert_eq!(time(haus), "sun 00:00 90");
    assert_eq!(haus.zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(haus.types, ["X", "Kerzen und Tee", "O"]);
    assert_eq!(haus.type_labels(), ["Wheelchair access", "Open"]);
    assert_eq!(haus.notes.as_deref(), Some("3. OG\n\nSprechermeeting\n\nU1, U3"));
    assert_eq!(haus.address.as_deref(), Some("Uferweg 36, Berlin, 10999, Deutschland"));
    assert_eq!(time(find(&with, "103")), "tue 19:00 60");
    assert_eq!(find(&with, "103").types, ["C", "local:XY"]);
    assert_eq!(find(&with, "9-106").attendance, Attendance::Hybrid);
    let reasons: Vec<&str> = with.skipped.iter().map(|skip| skip.reason.code()).collect();
    assert_eq!(reasons, ["unpublished", "nameless"]);
    assert_eq!(warned(&with, Some(0)), "personal");
    assert_eq!(warned(&with, Some(1)), "midnight unknown_types");
    assert_eq!(warned(&with, Some(2)), "too_long unknown_types open_and_closed");

    let without = reading(BMLT, &options("na"));
    assert_eq!(find(&without, "102").types, ["local:Beh", "local:KT", "local:off"]);
    assert_eq!(find(&without, "101").attendance, Attendance::Online);

    let both = format!("{{\"meetings\": {BMLT}, \"formats\": {FORMATS}}}");
    assert_eq!(reading(&both, &options("na")).meetings, with.meetings);
    let mut bad = options("na");
    bad.formats = Some(b"<html>".to_vec());
    assert_eq!(warned(&reading(BMLT, &bad), None), "bad_formats");
}

#[test]
fn iso_days_are_recognised_by_their_instants() {
    let iso = reading(ISO, &options("aa"));
    assert_eq!(warned(&iso, None), "iso_days");
    assert_eq!(time(find(&iso, "iso-1")), "mon 07:00 45");
    assert_eq!(time(find(&iso, "iso-7")), "sun 20:00 60");
    assert_eq!(time(find(&iso, "iso-0")), "-");
    assert_eq!(warned(&iso, Some(2)), "bad_day");
    // The same fields with days of the Meeting Guide: the instants say so.
    let guide = ISO.replace("\"day\": 7", "\"day\": 0").replace(
        "\"iso-0\", \"name\": \"Placeholder\", \"day\": 0",
        "\"iso-0\", \"name\": \"P\", \"day\": 6",
    );
    let guide = guide
        .replace("2026-11-23T07", "2026-11-30T07")
        .replace("\"startDateUTC\": {\"$date\": \"2026-11-30T07:00:00Z\"}, ", "");
    assert_eq!(time(find(&reading(&guide, &options("aa")), "iso-7")), "sun 20:00 60");
}

#[test]
fn what_is_no_feed_is_an_error() {
    let of = |text: &str| read(text.as_bytes(), &options("aa")).expect_err("no feed");
    assert_eq!(of(PAGE), FeedError::WebPage { feed: Some("https://example.org/feed.json".into()) });
    assert_eq!(of("BEGIN:VCALENDAR\nEND:VCALENDAR"), FeedError::NoEvents);
    assert_eq!(of(&TSML[..900]).code(), "cut_off");
    assert_eq!(of(&format!("{WRAPPED} more")).code(), "trailing_text");
    assert_eq!(
        read(b"[]", &options("aa").zone("Mars/Base")),
        Err(FeedError::UnknownZone { zone: "Mars/Base".into() })
    );
    assert_eq!(
        read(&vec![b' '; MAX_BYTES + 1], &options("aa")),
        Err(FeedError::TooLarge { limit: MAX_BYTES })
    );
}

#[test]
fn a_feed_without_any_zone_is_told_once() {
    let mut options = options("aa");
    options.zone = None;
    let reading = reading(WRAPPED, &options);
    assert_eq!(reading.warnings[0].kind, WarningKind::NoZone { meetings: 1 });
    assert_eq!(reading.meetings[0].zone, None);
}

#[test]
fn an_admin_may_name_the_codes_of_a_feed() {
    let mut options = options("rd");
    options.labels.insert("BB".into(), "Other language".into());
    let text = r#"[{"slug": "a", "name": "A", "types": ["other language", "bb", "W"]}]"#;
    assert_eq!(reading(text, &options).meetings[0].types, ["BB", "W"]);
}
