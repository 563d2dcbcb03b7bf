use super::*;
use icalendar::parser::{Component, read_calendar, unfold};
use jiff::civil::{Weekday, date};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

mod zones;

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub(super) fn entry(zone: &str, start: &str, rule: Rule) -> Entry {
    Entry {
        uid: "meeting-7@hearth.example.org".to_owned(),
        name: "Step study; newcomers, too".to_owned(),
        description: "Bring tea.\nOr coffee\\cocoa".to_owned(),
        location: "12 Long Lane, back room".to_owned(),
        url: Some("https://meet.example.org/step study?a=1".to_owned()),
        zone: TimeZone::get(zone).unwrap(),
        start: start.parse().unwrap(),
        minutes: 60,
        rule,
        cancelled: Vec::new(),
        sequence: 3,
        alarms: vec![15],
    }
}

fn repeats(text: &str) -> Rule {
    Rule::Repeats { rrule: RruleText::new(text).unwrap(), until: None, except: Vec::new() }
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// Lines of the events that begin with one of the names, joined, as a person would look at them.
fn lines(entry: &Entry, names: &[&str]) -> Vec<String> {
    let file = unfold(&calendar(std::slice::from_ref(entry), "Meetings", now()));
    let events = file.split_once("BEGIN:VEVENT").unwrap().1;
    events
        .split("\r\n")
        .filter(|line| names.iter().any(|name| line.starts_with(name)))
        .map(str::to_owned)
        .collect()
}

fn value<'a>(component: &'a Component<'_>, name: &str) -> &'a str {
    component
        .properties
        .iter()
        .find(|property| property.name == name)
        .map_or("", |property| property.val.as_str())
}

#[test]
fn a_meeting_reads_back_as_it_was_written() {
    let entry = entry("Europe/London", "2026-12-01T19:30:00", repeats("FREQ=WEEKLY;BYDAY=TU"));
    let file = calendar(std::slice::from_ref(&entry), "Open door, Leeds", now());
    assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let unfolded = unfold(&file);
    let read = read_calendar(&unfolded).unwrap();
    let name = read.properties.iter().find(|property| property.name == "X-WR-CALNAME").unwrap();
    assert_eq!(name.val.as_str(), "Open door, Leeds");
    assert_eq!(
        read.components.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
        ["VTIMEZONE", "VEVENT"]
    );
    let event = &read.components[1];
    let table = [
        ("UID", "meeting-7@hearth.example.org"),
        ("DTSTART", "20261201T193000"),
        ("RRULE", "FREQ=WEEKLY;BYDAY=TU"),
        ("DURATION", "PT60M"),
        ("DTSTAMP", "20261123T120000Z"),
        ("LAST-MODIFIED", "20261123T120000Z"),
        ("SEQUENCE", "3"),
        ("SUMMARY", entry.name.as_str()),
        ("DESCRIPTION", entry.description.as_str()),
        ("LOCATION", entry.location.as_str()),
        ("URL", "https://meet.example.org/step%20study?a=1"),
        ("CLASS", "PRIVATE"),
        ("STATUS", "CONFIRMED"),
    ];
    for (name, expected) in table {
        assert_eq!(value(event, name), expected, "{name}");
    }
    // The parser takes the escapes away again; this is what stands in the file.
    assert!(unfolded.contains("\r\nDESCRIPTION:Bring tea.\\nOr coffee\\\\cocoa\r\n"));
    assert!(unfolded.contains("\r\nSUMMARY:Step study\\; newcomers\\, too\r\n"));
    let alarm = &read.components[1].components[0];
    assert_eq!((alarm.name.as_str(), value(alarm, "TRIGGER")), ("VALARM", "-PT15M"));
}

#[test]
fn many_meetings_share_their_zones() {
    let london = entry("Europe/London", "2026-12-01T19:30:00", repeats("FREQ=DAILY"));
    let kolkata = entry("Asia/Kolkata", "2026-12-01T19:30:00", Rule::Once);
    let utc = entry("UTC", "2026-12-01T19:30:00", Rule::Once);
    let file = calendar(&[london.clone(), kolkata, london, utc], "All", now());
    assert_eq!(file.matches("BEGIN:VTIMEZONE").count(), 2);
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 4);
    assert!(file.contains("\r\nDTSTART:20261201T193000Z\r\n"));
    assert!(calendar(&[], "None", now()).ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn what_does_not_take_place_is_left_out() {
    let mut weekly = entry(
        "America/New_York",
        "2026-12-01T19:30:00",
        Rule::Repeats {
            rrule: RruleText::new("FREQ=WEEKLY;BYDAY=TU").unwrap(),
            until: Some(at("2027-06-30T23:59:59")),
            except: vec![at("2026-12-29T19:30:00"), at("2026-12-22T19:30:00")],
        },
    );
    weekly.cancelled = vec![at("2026-12-22T19:30:00")];
    assert_eq!(
        lines(&weekly, &["RRULE", "EXDATE", "STATUS"]),
        [
            "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270701T035959Z",
            "EXDATE;TZID=America/New_York:20261222T193000",
            "EXDATE;TZID=America/New_York:20261229T193000",
            "STATUS:CONFIRMED",
        ]
    );
    let dates = [
        "2027-03-14T02:30:00",
        "2026-12-24T18:00:00",
        "2027-03-14T03:30:00",
        "2026-12-31T18:00:00",
    ]
    .map(at);
    let mut listed = entry("America/New_York", "2026-01-01T00:00:00", Rule::Dates(dates.to_vec()));
    listed.cancelled = vec![at("2026-12-24T18:00:00")];
    // 02:30 on 14 March is 03:30 by the clock, and that is there already.
    assert_eq!(
        lines(&listed, &["DTSTART", "RDATE", "STATUS"]),
        [
            "DTSTART;TZID=America/New_York:20261231T180000",
            "RDATE;TZID=America/New_York:20270314T033000",
            "STATUS:CONFIRMED"
        ]
    );
    listed.cancelled = dates.to_vec();
    assert_eq!(lines(&listed, &["STATUS"]), ["STATUS:CANCELLED"]);
    let mut once = entry("America/New_York", "2027-03-14T02:30:00", Rule::Once);
    assert_eq!(
        lines(&once, &["DTSTART", "STATUS"]),
        ["DTSTART;TZID=America/New_York:20270314T033000", "STATUS:CONFIRMED"]
    );
    once.cancelled = vec![once.start];
    assert_eq!(lines(&once, &["STATUS"]), ["STATUS:CANCELLED"]);
}

#[test]
fn an_occurrence_that_a_gap_moves_is_written_out() {
    /// The time that the rule names, and the time that a clock shows.
    type Moved = (&'static str, &'static str);
    let table: [(&str, &str, &str, &[Moved]); 8] = [
        (
            "Europe/London",
            "2026-01-05T01:30:00",
            "FREQ=DAILY",
            &[("20270328T013000", "20270328T023000"), ("20280326T013000", "20280326T023000")],
        ),
        ("Europe/London", "2026-01-05T02:00:00", "FREQ=DAILY", &[]),
        ("Europe/London", "2026-01-05T00:30:00", "FREQ=HOURLY", &[]),
        ("Europe/London", "2026-12-01T01:00:00", "FREQ=WEEKLY;BYDAY=TU", &[]),
        (
            "America/New_York",
            "2026-12-06T02:30:00",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
            &[("20270314T023000", "20270314T033000"), ("20280312T023000", "20280312T033000")],
        ),
        // A gap of half an hour.
        (
            "Australia/Lord_Howe",
            "2026-12-06T02:15:00",
            "FREQ=MONTHLY;BYDAY=1SU",
            &[("20271003T021500", "20271003T024500"), ("20281001T021500", "20281001T024500")],
        ),
        ("America/Sao_Paulo", "2026-12-01T00:30:00", "FREQ=DAILY", &[]),
        // A gap at midnight.
        (
            "Asia/Beirut",
            "2026-12-01T00:00:00",
            "FREQ=DAILY",
            &[("20270328T000000", "20270328T010000"), ("20280326T000000", "20280326T010000")],
        ),
    ];
    for (zone, start, rule, moved) in table {
        let entry = entry(zone, start, repeats(rule));
        let expected: Vec<String> = moved
            .iter()
            .flat_map(|(named, shown)| {
                [
                    format!("RECURRENCE-ID;TZID={zone}:{named}"),
                    format!("DTSTART;TZID={zone}:{shown}"),
                ]
            })
            .collect();
        assert_eq!(lines(&entry, &["RECURRENCE-ID", "DTSTART"])[1..], expected, "{zone} {rule}");
    }
    let mut cancelled = entry("Europe/London", "2026-12-01T01:30:00", repeats("FREQ=DAILY"));
    cancelled.cancelled = vec![at("2027-03-28T01:30:00")];
    assert_eq!(
        lines(&cancelled, &["RECURRENCE-ID", "EXDATE"]),
        [
            "EXDATE;TZID=Europe/London:20270328T013000",
            "RECURRENCE-ID;TZID=Europe/London:20280326T013000",
        ]
    );
    let mut ended = entry("Europe/London", "2026-12-01T01:30:00", repeats("FREQ=DAILY;COUNT=200"));
    assert_eq!(
        lines(&ended, &["RECURRENCE-ID"]),
        ["RECURRENCE-ID;TZID=Europe/London:20270328T013000"]
    );
    ended.rule = Rule::Repeats {
        rrule: RruleText::new("FREQ=DAILY").unwrap(),
        until: Some(at("2027-03-27T23:59:59")),
        except: Vec::new(),
    };
    assert!(lines(&ended, &["RECURRENCE-ID"]).is_empty());
}

#[test]
fn days_become_rules() {
    use Days::{Daily, Monthly, MonthlyNth, Weekly, Yearly};
    let table = [
        (Daily, 3, Some("FREQ=DAILY;INTERVAL=3")),
        (
            Weekly { on: vec![Weekday::Monday, Weekday::Friday] },
            1,
            Some("FREQ=WEEKLY;BYDAY=MO,FR;WKST=MO"),
        ),
        (Weekly { on: vec![Weekday::Sunday] }, 2, Some("FREQ=WEEKLY;BYDAY=SU;INTERVAL=2;WKST=MO")),
        (Weekly { on: vec![] }, 1, None),
        (Monthly { on: vec![15, 1] }, 1, Some("FREQ=MONTHLY;BYMONTHDAY=1,15")),
        (Monthly { on: vec![31] }, 2, Some("FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=2")),
        (Monthly { on: vec![15, 31] }, 1, Some("FREQ=MONTHLY;BYMONTHDAY=15,-1")),
        (Monthly { on: vec![29] }, 1, Some("FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1")),
        (Monthly { on: vec![1, 30] }, 1, Some("FREQ=MONTHLY;BYMONTHDAY=1,28,29,30;BYSETPOS=1,-1")),
        (Monthly { on: vec![30, 31] }, 1, None),
        (Monthly { on: vec![0] }, 1, None),
        (
            MonthlyNth { nth: vec![1, -1], on: vec![Weekday::Saturday] },
            1,
            Some("FREQ=MONTHLY;BYDAY=1SA,-1SA"),
        ),
        (MonthlyNth { nth: vec![6], on: vec![Weekday::Saturday] }, 1, None),
        (Yearly { month: 12, day: 31 }, 1, Some("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")),
        (Yearly { month: 2, day: 29 }, 1, Some("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1")),
        (Yearly { month: 4, day: 31 }, 1, None),
    ];
    for (days, every, expected) in table {
        let repeat = Repeat {
            days: days.clone(),
            every,
            until: Some(date(2027, 1, 31)),
            except: vec![date(2026, 12, 25)],
        };
        let expected = expected.map(|text| Rule::Repeats {
            rrule: RruleText::new(text).unwrap(),
            until: Some(at("2027-01-31T23:59:59")),
            except: vec![at("2026-12-25T09:00:00")],
        });
        assert_eq!(repeat.rule(at("2026-12-01T09:00:00")), expected, "{days:?}");
    }
}

/// The days of a month that a `Monthly` means, as the schedule's own rule has it.
#[test]
fn a_month_that_ends_early_has_its_last_day() {
    for on in
        [vec![29], vec![30], vec![31], vec![1, 30], vec![28, 31], vec![15, 28, 29], vec![5, 10, 31]]
    {
        let repeat = Repeat {
            days: Days::Monthly { on: on.clone() },
            every: 1,
            until: None,
            except: Vec::new(),
        };
        let Some(Rule::Repeats { rrule, .. }) = repeat.rule(at("2027-01-01T09:00:00")) else {
            panic!("{on:?}")
        };
        let text =
            format!("DTSTART:20270101T090000Z\nRRULE:{};UNTIL=20281231T090000Z", rrule.as_str());
        let found: Vec<String> = text
            .parse::<rrule::RRuleSet>()
            .unwrap()
            .all(500)
            .dates
            .iter()
            .map(|date| date.format("%Y-%m-%d").to_string())
            .collect();
        let mut expected: Vec<String> = (0..24)
            .map(|month| date(2027, 1, 1) + month.months())
            .flat_map(|first| {
                on.iter().map(move |day| {
                    first.with().day((*day).min(first.days_in_month())).build().unwrap().to_string()
                })
            })
            .collect();
        expected.sort();
        expected.dedup();
        assert_eq!(found, expected, "{on:?}");
    }
}

#[test]
fn what_is_no_rule_is_refused() {
    for text in [
        "",
        "every day",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;UNTIL=20270101",
        "FREQ=DAILY\r\nSUMMARY:x",
        "FREQ=DAILY;BYDAY=XX",
    ] {
        assert_eq!(RruleText::new(text), None, "{text:?}");
    }
    assert_eq!(RruleText::new("rrule:freq=daily;").unwrap().as_str(), "FREQ=DAILY");
}

#[test]
fn an_address_that_is_not_a_web_page_is_left_out() {
    let mut entry = entry("UTC", "2026-12-01T19:30:00", Rule::Once);
    for url in ["javascript:alert(1)", "not an address", "file:///etc/passwd"] {
        entry.url = Some(url.to_owned());
        assert!(lines(&entry, &["URL"]).is_empty(), "{url}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_entry_makes_one_valid_event(
        text in "\\PC{0,90}|[\\x00-\\x1f,;:\"\\\\]{0,20}|(BEGIN:VEVENT\r\n){1,3}",
        zone in proptest::sample::select(vec!["UTC", "Europe/London", "Africa/Casablanca", "Pacific/Apia", "America/Nuuk"]),
        days in -4_371_587_i32..2_932_896,
        recent in any::<bool>(),
        minutes: u32,
    ) {
        let day = date(1970, 1, 1).saturating_add(jiff::Span::new().days(if recent { days % 30_000 } else { days }));
        let mut entry = entry(zone, "2026-12-01T02:30:00", repeats("FREQ=DAILY"));
        entry.start = day.at(2, 30, 0, 0);
        (entry.name, entry.description, entry.location, entry.uid) = (text.clone(), text.clone(), text.clone(), text.clone());
        entry.url = Some(text.clone());
        (entry.minutes, entry.alarms) = (minutes, vec![minutes]);
        for rule in [Rule::Once, Rule::Dates(vec![entry.start, at("2026-12-01T02:30:00")]), repeats("FREQ=YEARLY")] {
            let expected = matches!(rule, Rule::Repeats { .. });
            entry.rule = rule;
            let file = calendar(std::slice::from_ref(&entry), &text, now());
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            let unfolded = unfold(&file);
            let read = read_calendar(&unfolded);
            prop_assert!(read.is_ok(), "{file}");
            let read = read.unwrap();
            let events: Vec<_> = read.components.iter().filter(|c| c.name == "VEVENT").collect();
            let masters = events.iter().filter(|event| value(event, "RECURRENCE-ID").is_empty()).count();
            prop_assert_eq!(masters, 1);
            prop_assert!(expected || events.len() == 1);
            let zones: Vec<_> = read.components.iter().filter(|c| c.name == "VTIMEZONE").collect();
            prop_assert!(zones.iter().all(|zone| !zone.components.is_empty()), "{file}");
        }
    }
}
