//! What people type, and what is understood.

mod properties;

use jiff::civil::date;

pub(crate) use properties::any_phrase;

use super::*;

fn canonical(text: &str) -> String {
    Phrase::parse(text).map_or_else(|error| format!("{error:?}"), |phrase| phrase.to_string())
}

#[test]
fn what_people_type_is_understood() {
    let table = [
        ("daily 09:00", "daily 09:00"),
        ("Every day 9:00", "daily 09:00"),
        ("everyday at noon", "daily 12:00"),
        ("daily 09:00,21:00", "daily 09:00,21:00"),
        ("daily at 9pm and 9 am", "daily 09:00,21:00"),
        ("daily 9:00, 13:00 and 21:00", "daily 09:00,13:00,21:00"),
        ("09:00 daily", "daily 09:00"),
        ("weekdays 18:30", "weekdays 18:30"),
        ("every weekday at 6.30pm", "weekdays 18:30"),
        ("mon-fri 18:30", "weekdays 18:30"),
        ("weekends 10am", "weekends 10:00"),
        ("sat and sun 10am", "weekends 10:00"),
        ("mon,wed,fri 7:30 pm", "mon,wed,fri 19:30"),
        ("MON , Wed , FRI 7:30PM", "mon,wed,fri 19:30"),
        ("Mondays, Wednesdays and Fridays at 7.30 p.m.", "mon,wed,fri 19:30"),
        ("tue 19:00", "every tue 19:00"),
        ("every monday at 19:00", "every mon 19:00"),
        ("every week tue 19:00", "every tue 19:00"),
        ("weekly on tuesday 19:00", "every tue 19:00"),
        ("fri to mon midnight", "mon,fri,sat,sun 00:00"),
        ("every 2 weeks tue 19:00", "every 2 weeks tue 19:00"),
        ("every other tuesday 19:00", "every 2 weeks tue 19:00"),
        (
            "every two weeks on tue,thu 19:00 from 2026-12-01",
            "every 2 weeks tue,thu 19:00 from 2026-12-01",
        ),
        ("every 3 days 08:00", "every 3 days 08:00"),
        ("every 1 days 08:00", "daily 08:00"),
        ("monthly 15 09:00", "monthly 15 09:00"),
        ("monthly on the 15th at 9am", "monthly 15 09:00"),
        ("monthly 1st and 15th 9am", "monthly 1,15 09:00"),
        ("monthly 15 7 pm", "monthly 15 19:00"),
        ("monthly last day 20:00", "monthly 31 20:00"),
        ("every month on the 3rd 10:00", "monthly 3 10:00"),
        ("every 2 months 15 09:00", "every 2 months 15 09:00"),
        ("monthly first sat 19:00", "monthly first sat 19:00"),
        ("monthly 1st saturday 7pm", "monthly first sat 19:00"),
        ("monthly on the last friday at 20:00", "monthly last fri 20:00"),
        ("first and third tue of the month 19:00", "monthly first,third tue 19:00"),
        ("every last fri 20:00", "monthly last fri 20:00"),
        ("yearly 12-31 20:00", "yearly 12-31 20:00"),
        ("every year on dec 31 at 8pm", "yearly 12-31 20:00"),
        ("yearly 29 feb noon", "yearly 02-29 12:00"),
        ("cron 0 9 * * 1-5", "cron 0 9 * * 1-5"),
        ("CRON  0 9  * * MON-FRI until 2027-01-01", "cron 0 9 * * mon-fri until 2027-01-01"),
        (
            "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0",
            "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0",
        ),
        ("rrule RRULE:freq=daily; byhour=9; byminute=30", "rrule FREQ=DAILY;BYHOUR=9;BYMINUTE=30"),
        ("RRULE:FREQ=DAILY;BYHOUR=9", "rrule FREQ=DAILY;BYHOUR=9"),
        (
            "daily 09:00 from 2026-12-01 until 2027-06-30 except 2027-01-01,2026-12-25",
            "daily 09:00 from 2026-12-01 until 2027-06-30 except 2026-12-25,2027-01-01",
        ),
        (
            "daily 09:00 until 30 june 2027 from 1 dec 2026",
            "daily 09:00 from 2026-12-01 until 2027-06-30",
        ),
        (
            "daily 09:00 except 2026-12-25 and 2027-01-01",
            "daily 09:00 except 2026-12-25,2027-01-01",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(canonical(text), expected, "{text}");
        assert_eq!(canonical(expected), expected, "the canonical text of {text}");
    }
}

#[test]
fn what_is_not_understood_says_why() {
    use PhraseError as E;
    let expected = |what, found: &str| E::Expected {
        what,
        found: (!found.is_empty()).then(|| found.to_owned()),
    };
    let unknown = |word: &str, near| E::UnknownWord { word: word.to_owned(), near };
    let table = [
        ("", E::Empty),
        ("   ", E::Empty),
        ("dayly 9:00", unknown("dayly", Some("daily"))),
        ("every mondy 9:00", unknown("mondy", Some("monday"))),
        ("daily 09:00 form 2026-12-01", unknown("form", Some("from"))),
        ("sometimes", expected(Expected::Rule, "sometimes")),
        ("18:00", expected(Expected::Rule, "")),
        ("daily", expected(Expected::Time, "")),
        ("daily 9", E::HourAlone { hour: 9 }),
        ("daily at 7", E::HourAlone { hour: 7 }),
        ("daily 25:00", E::ImpossibleTime { text: "25:00".to_owned() }),
        ("daily 13pm", E::ImpossibleTime { text: "13pm".to_owned() }),
        ("weekly 19:00", expected(Expected::Weekday, "19")),
        ("every 2 weeks 19:00", expected(Expected::Weekday, "19")),
        ("every 2 hours", expected(Expected::Unit, "hours")),
        ("every 0 days 9:00", E::Every { asked: "0".to_owned(), most: 999 }),
        ("every 99999999999 days 9:00", E::Every { asked: "99999999999".to_owned(), most: 999 }),
        ("monthly 19:00", expected(Expected::DayOfMonth, "19")),
        ("monthly 32 19:00", E::DayOfMonth { asked: 32 }),
        ("yearly 19:00", expected(Expected::MonthDay, "19")),
        ("yearly 02-30 19:00", E::ImpossibleDate { text: "02-30".to_owned(), nearest: None }),
        (
            "daily 09:00 from 2026-02-30",
            E::ImpossibleDate { text: "2026-02-30".to_owned(), nearest: Some(date(2026, 2, 28)) },
        ),
        (
            "daily 09:00 from 2026-13-01",
            E::ImpossibleDate { text: "2026-13-01".to_owned(), nearest: None },
        ),
        ("daily 09:00 from tomorrow", expected(Expected::Date, "tomorrow")),
        ("daily 09:00 from 2026-02-01 from 2026-02-02", E::Twice { word: "from" }),
        (
            "daily 09:00 from 2026-02-02 until 2026-02-01",
            E::UntilBeforeFrom { from: date(2026, 2, 2), until: date(2026, 2, 1) },
        ),
        ("daily 09:00 from 2026-02-02 until 2026-02-02 except 2026-02-02", E::NeverFires),
        ("daily 09:00,09:04", E::TooOften { least_minutes: 5 }),
        ("daily 23:58,00:01", E::TooOften { least_minutes: 5 }),
        ("daily 09:00 hello", unknown("hello", None)),
        ("cron 0 9 * *", E::CronFields { found: 4 }),
        ("cron * * * * *", E::TooOften { least_minutes: 5 }),
        ("cron 0 0 30 2 *", E::NeverFires),
        ("cron 61 0 * * *", E::Cron { field: CronField::Minute, text: "61".to_owned() }),
        ("cron 0 24 * * *", E::Cron { field: CronField::Hour, text: "24".to_owned() }),
        ("cron 0 0 * 13 *", E::Cron { field: CronField::Month, text: "13".to_owned() }),
        ("cron 0 0 * * 8", E::Cron { field: CronField::DayOfWeek, text: "8".to_owned() }),
        ("rrule", expected(Expected::Rrule, "")),
        ("rrule FREQ=SECONDLY", E::TooOften { least_minutes: 5 }),
        ("rrule FREQ=MINUTELY", E::TooOften { least_minutes: 5 }),
        ("rrule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9", E::NeverFires),
        (
            "rrule FREQ=DAILY",
            E::Rrule { part: "BYHOUR".to_owned(), problem: RruleProblem::Missing },
        ),
        ("rrule BYHOUR=9", E::Rrule { part: "FREQ".to_owned(), problem: RruleProblem::Missing }),
        (
            "rrule FREQ=DAILY;BYHOUR=24",
            E::Rrule { part: "BYHOUR=24".to_owned(), problem: RruleProblem::Value },
        ),
        (
            "rrule FREQ=WEEKLY;BYDAY=1MO;BYHOUR=9",
            E::Rrule { part: "BYDAY=1MO".to_owned(), problem: RruleProblem::Value },
        ),
        (
            "rrule FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
            E::Rrule { part: "BYMONTHDAY".to_owned(), problem: RruleProblem::Conflict },
        ),
        (
            "rrule FREQ=DAILY;BYHOUR=9;COUNT=4294967296",
            E::TooMany { asked: 4_294_967_296, most: 2_000 },
        ),
        (
            "rrule FREQ=DAILY;BYHOUR=9;COUNT=2;UNTIL=20270101",
            E::Rrule { part: "COUNT".to_owned(), problem: RruleProblem::Conflict },
        ),
    ];
    for (text, error) in table {
        assert_eq!(Phrase::parse(text), Err(error), "{text}");
    }
    assert_eq!(Phrase::parse(&"daily ".repeat(400)), Err(E::TooLong { most: MAX_TEXT }));
}

#[test]
fn a_phrase_takes_as_many_words_as_make_one() {
    let table: [(&[&str], usize); 13] = [
        (&["daily", "09:00", "Good", "morning"], 2),
        (&["daily 09:00", "Good morning"], 1),
        (&["daily", "09:00,", "good", "morning"], 2),
        (&["daily", "09:00", "and", "remember", "to", "breathe"], 2),
        (&["daily", "09:00", "and", "7", "minutes", "more"], 2),
        (&["mon,wed", "7:30", "pm", "#general"], 3),
        (&["monthly", "first", "sat", "19:00", "from", "2026-12-01", "from", "all", "of", "us"], 6),
        (&["daily", "09:00", "from", "all", "of", "us"], 2),
        (
            &[
                "daily",
                "09:00",
                "until",
                "2027-01-01",
                "except",
                "2026-12-25,",
                "2026-12-26",
                "hello",
            ],
            7,
        ),
        (&["cron", "0", "9", "*", "*", "1-5", "hello"], 6),
        (&["cron", "0 9 * * 1-5", "hello"], 2),
        (&["rrule", "FREQ=DAILY;", "BYHOUR=9", "hello"], 3),
        (&["every", "2", "weeks", "tue", "19:00"], 5),
    ];
    for (words, used) in table {
        assert_eq!(Phrase::parse_prefix(words).map(|(_, used)| used), Ok(used), "{words:?}");
    }
    assert_eq!(Phrase::parse_prefix(&[]), Err(PhraseError::Empty));
    assert!(Phrase::parse_prefix(&["daily", "09:00x"]).is_err());
    // A long text after the phrase is no error.
    let long = "x".repeat(5_000);
    assert_eq!(Phrase::parse_prefix(&["daily", "09:00", &long]).map(|(_, used)| used), Ok(2));
}

#[test]
fn only_what_depends_on_a_first_day_is_given_one() {
    let today = date(2026, 11, 23);
    let table = [
        ("every 2 weeks tue 19:00", "every 2 weeks tue 19:00 from 2026-11-23"),
        ("every 3 days 08:00", "every 3 days 08:00 from 2026-11-23"),
        ("every 3 days 08:00 from 2026-12-01", "every 3 days 08:00 from 2026-12-01"),
        ("daily 08:00", "daily 08:00"),
        ("cron 0 9 * * *", "cron 0 9 * * *"),
        ("rrule FREQ=WEEKLY;BYDAY=TU;BYHOUR=19", "rrule FREQ=WEEKLY;BYDAY=TU;BYHOUR=19"),
        ("rrule FREQ=WEEKLY;BYHOUR=19", "rrule FREQ=WEEKLY;BYHOUR=19 from 2026-11-23"),
        (
            "rrule FREQ=DAILY;BYHOUR=19;COUNT=3",
            "rrule FREQ=DAILY;BYHOUR=19;COUNT=3 from 2026-11-23",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(Phrase::parse(text).unwrap().anchored(today).to_string(), expected);
    }
}
