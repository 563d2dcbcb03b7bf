use super::*;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// Shown as text: days with their phrases, or the phrase alone.
fn shown(rule: &str, except: &[&str]) -> String {
    let frame = Frame {
        start: "2026-01-06T19:30".parse().expect("a Tuesday"),
        minutes: 60,
        today: date("2026-11-23"),
        zone: Some("America/New_York"),
    };
    let mut budget = Budget::default();
    match read(rule, frame, except.iter().map(|text| date(text)), &mut budget) {
        Timing::Weekly(days) => days
            .iter()
            .map(|(time, rule)| match rule {
                Some(rule) => format!("[{rule}]"),
                None => format!("{} {}", day_word(time.day), clock(time.start)),
            })
            .collect::<Vec<_>>()
            .join(", "),
        Timing::Phrase(phrase) => phrase,
        other => format!("{other:?}"),
    }
}

#[test]
fn rules_become_days_or_phrases() {
    for (rule, expected) in [
        ("FREQ=WEEKLY", "tue 19:30"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;WKST=MO", "tue 19:30, thu 19:30"),
        ("freq=weekly;interval=1;byday=su;", "sun 19:30"),
        ("FREQ=DAILY;BYDAY=MO,FR", "mon 19:30, fri 19:30"),
        ("FREQ=WEEKLY;UNTIL=20261231T045959Z", "[tue 19:30 until 2026-12-30]"),
        ("FREQ=WEEKLY;UNTIL=20261231", "[tue 19:30 until 2026-12-31]"),
        ("FREQ=WEEKLY;COUNT=3", "Over"),
        ("FREQ=WEEKLY;UNTIL=20260301T000000Z", "Over"),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261123", "Over"),
        ("FREQ=WEEKLY;COUNT=100", "[tue 19:30 until 2027-11-30]"),
        // Found by fuzzing: looked for until the year 10000, seconds for each event. A count
        // that ends centuries away, or never, does not end for us.
        (
            "FREQ=YEARLY;COUNT=2000",
            "rrule FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6;BYHOUR=19;BYMINUTE=30",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
            "Dateless(\"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9\")",
        ),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "Dateless(\"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\")"),
        // A leap day that is a Monday: 2044.
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
            "rrule FREQ=YEARLY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=29;BYHOUR=19;BYMINUTE=30",
        ),
        (
            "FREQ=YEARLY;INTERVAL=400;BYMONTH=2;BYMONTHDAY=29",
            "Dateless(\"FREQ=YEARLY;INTERVAL=400;BYMONTH=2;BYMONTHDAY=29\")",
        ),
        // What the scheduler does not take: too often, too far apart.
        ("FREQ=DAILY;BYMINUTE=0,1,2", "Unreadable(\"FREQ=DAILY;BYMINUTE=0,1,2\")"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks tue 19:30 from 2026-01-06"),
        ("FREQ=MONTHLY;BYDAY=1SA", "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=30"),
        ("FREQ=MONTHLY", "rrule FREQ=MONTHLY;BYMONTHDAY=6;BYHOUR=19;BYMINUTE=30"),
        ("FREQ=YEARLY", "rrule FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6;BYHOUR=19;BYMINUTE=30"),
        (
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
            "rrule FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;BYHOUR=19;BYMINUTE=30 from 2026-01-06",
        ),
        ("FREQ=MINUTELY", "Unreadable(\"FREQ=MINUTELY\")"),
        ("FREQ=WEEKLY;INTERVAL=0", "Unreadable(\"FREQ=WEEKLY;INTERVAL=0\")"),
        ("FREQ=WEEKLY;BYDAY=XX", "Unreadable(\"FREQ=WEEKLY;BYDAY=XX\")"),
        ("FREQ=WEEKLY;COUNT=0", "Unreadable(\"FREQ=WEEKLY;COUNT=0\")"),
        ("nonsense", "Unreadable(\"nonsense\")"),
        ("", "Unreadable(\"\")"),
    ] {
        assert_eq!(shown(rule, &[]), expected, "{rule}");
    }
}

/// Without a limit a calendar of thousands of such rules takes hours, and this test with it.
#[test]
fn looking_for_dates_ends() {
    let frame = |year: i16| Frame {
        start: Date::constant(year, 1, 6).at(19, 30, 0, 0),
        minutes: 60,
        today: date("2026-11-23"),
        zone: None,
    };
    let mut budget = Budget::default();
    let mut read = |rule: &str, year| read(rule, frame(year), std::iter::empty(), &mut budget);
    // The same again costs nothing.
    for _ in 0..20_000 {
        let none = "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31";
        assert_eq!(read(none, 2026), Timing::Dateless(none.to_owned()));
    }
    for day in 0..19_i16 {
        let none = format!("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYHOUR={day}");
        assert_eq!(read(&none, 2026), Timing::Dateless(none.clone()));
    }
    // From the twenty-first on, none is tried: not one without dates, not one with.
    for rule in ["FREQ=DAILY;BYMONTH=6;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=2TU"] {
        for _ in 0..20_000 {
            assert_eq!(read(rule, 2026), Timing::Untried(rule.to_owned()));
        }
    }
    // What was found out before is still known, and days of the week need no looking.
    let none = "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31";
    assert_eq!(read(none, 2026), Timing::Dateless(none.to_owned()));
    assert!(matches!(read("FREQ=WEEKLY;BYDAY=TU", 2026), Timing::Weekly(_)));
}

#[test]
fn counting_dates_ends() {
    let mut budget = Budget::default();
    let mut untried = 0;
    for number in 0..20_000_i16 {
        let frame = Frame {
            start: Date::constant(2026, 1, 6).at(
                19,
                i8::try_from(number % 60).expect("a minute"),
                0,
                0,
            ),
            minutes: 60,
            today: date("2026-11-23"),
            zone: None,
        };
        let rule = format!("FREQ=DAILY;COUNT={}", 2000 - number / 60);
        let timing = read(&rule, frame, std::iter::empty(), &mut budget);
        untried += usize::from(matches!(timing, Timing::Untried(_)));
    }
    // Honest calendars have some hundred.
    assert!((19_000..19_950).contains(&untried), "{untried}");
}

#[test]
fn dates_are_left_out_where_they_belong() {
    let except = ["2026-12-25", "2026-12-22", "2026-01-13", "2026-12-22"];
    assert_eq!(
        shown("FREQ=WEEKLY;BYDAY=TU,FR,SU", &except),
        "[tue 19:30 except 2026-12-22], [fri 19:30 except 2026-12-25], sun 19:30"
    );
    assert_eq!(
        shown("FREQ=MONTHLY;BYDAY=1SA", &["2026-12-05"]),
        "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=30 except 2026-12-05"
    );
}

proptest::proptest! {
    #[test]
    fn any_rule(rule in r"(FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY)(;(INTERVAL|COUNT|BYMONTH|BYMONTHDAY|BYSETPOS|BYHOUR|BYWEEKNO|BYYEARDAY)=-?[0-9]{1,4})?(;BYDAY=[-0-9]{0,2}(MO|TU|SU))?(;UNTIL=[0-9]{8}(T[0-9]{6}Z)?)?)|\PC{0,20}") {
        shown(&rule, &[]);
    }
}
