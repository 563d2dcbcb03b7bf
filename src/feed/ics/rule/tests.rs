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
    match read(rule, frame, except.iter().map(|text| date(text))) {
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
            "rrule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=19;BYMINUTE=30",
        ),
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
