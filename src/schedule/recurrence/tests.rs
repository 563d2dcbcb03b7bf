//! When phrases fire, through changes of clocks.

mod properties;

use super::*;
use crate::schedule::zone;

fn recurrence(phrase: &str, place: &str) -> Recurrence {
    Recurrence::new(Phrase::parse(phrase).unwrap(), zone::lookup(place).unwrap())
}

/// The next occurrences as `2026-03-29T03:30+02:00`, with `<02:30` where a gap moved one.
fn next(phrase: &str, place: &str, after: &str, count: usize) -> String {
    let found = recurrence(phrase, place);
    let found = found.after(after.parse().unwrap()).take(count).map(|occurrence| {
        let local = occurrence.offset.to_datetime(occurrence.at);
        let moved = if occurrence.moved {
            format!("<{}", occurrence.civil.strftime("%H:%M"))
        } else {
            String::new()
        };
        format!("{}{}{moved}", local.strftime("%m-%d %H:%M"), occurrence.offset)
    });
    found.collect::<Vec<_>>().join(", ")
}

#[test]
fn changes_of_clocks() {
    let table = [
        // Gaps: forward by the gap.
        (
            "daily 02:30",
            "Europe/Berlin",
            "2026-03-28T00:00:00Z",
            "03-28 02:30+01, 03-29 03:30+02<02:30, 03-30 02:30+02",
        ),
        (
            "daily 01:30",
            "Europe/London",
            "2026-03-28T00:00:00Z",
            "03-28 01:30+00, 03-29 02:30+01<01:30, 03-30 01:30+01",
        ),
        (
            "sun 02:15",
            "America/New_York",
            "2026-03-02T00:00:00Z",
            "03-08 03:15-04<02:15, 03-15 02:15-04, 03-22 02:15-04",
        ),
        // Half an hour on Lord Howe Island.
        (
            "daily 02:10",
            "Australia/Lord_Howe",
            "2026-10-02T16:00:00Z",
            "10-04 02:40+11<02:10, 10-05 02:10+11, 10-06 02:10+11",
        ),
        (
            "daily 01:45",
            "Australia/Lord_Howe",
            "2026-04-03T16:00:00Z",
            "04-05 01:45+11, 04-06 01:45+10:30, 04-07 01:45+10:30",
        ),
        // Folds: once, at the first pass.
        (
            "daily 02:30",
            "Europe/Berlin",
            "2026-10-24T12:00:00Z",
            "10-25 02:30+02, 10-26 02:30+01, 10-27 02:30+01",
        ),
        (
            "daily 01:30",
            "America/New_York",
            "2026-10-31T12:00:00Z",
            "11-01 01:30-04, 11-02 01:30-05, 11-03 01:30-05",
        ),
        // In the second pass, the first one is over.
        (
            "daily 02:30",
            "Europe/Berlin",
            "2026-10-25T01:10:00Z",
            "10-26 02:30+01, 10-27 02:30+01, 10-28 02:30+01",
        ),
        // Around a change, and not in it.
        (
            "daily 09:00",
            "Europe/London",
            "2026-03-28T00:00:00Z",
            "03-28 09:00+00, 03-29 09:00+01, 03-30 09:00+01",
        ),
        (
            "sun 09:00",
            "America/Sao_Paulo",
            "2026-03-27T00:00:00Z",
            "03-29 09:00-03, 04-05 09:00-03, 04-12 09:00-03",
        ),
        // Gap at midnight, when Brazil still changed its clocks.
        (
            "daily 00:00",
            "America/Sao_Paulo",
            "2018-11-03T12:00:00Z",
            "11-04 01:00-02<00:00, 11-05 00:00-02, 11-06 00:00-02",
        ),
        // Apia left 30 December 2011 out: both days land on one instant, which fires once.
        (
            "daily 09:00",
            "Pacific/Apia",
            "2011-12-29T00:00:00Z",
            "12-29 09:00-10, 12-31 09:00+14, 01-01 09:00+14",
        ),
        (
            "fri 09:00",
            "Pacific/Apia",
            "2011-12-29T00:00:00Z",
            "12-31 09:00+14<09:00, 01-06 09:00+14, 01-13 09:00+14",
        ),
        // A moved time lands on, or after, one that is not moved.
        (
            "daily 02:30,03:00",
            "Europe/Berlin",
            "2026-03-29T00:00:00Z",
            "03-29 03:00+02, 03-29 03:30+02<02:30, 03-30 02:30+02",
        ),
        (
            "daily 02:30,03:30",
            "Europe/Berlin",
            "2026-03-29T00:00:00Z",
            "03-29 03:30+02, 03-30 02:30+02, 03-30 03:30+02",
        ),
        (
            "daily 02:30,03:30",
            "Europe/Berlin",
            "2026-03-29T01:30:00Z",
            "03-30 02:30+02, 03-30 03:30+02, 03-31 02:30+02",
        ),
        // cron and rrule, which skip or double such times when they are run on zoned time.
        (
            "cron 30 2 * * *",
            "Europe/Berlin",
            "2026-03-29T00:00:00Z",
            "03-29 03:30+02<02:30, 03-30 02:30+02, 03-31 02:30+02",
        ),
        (
            "cron 30 2 * * *",
            "Europe/Berlin",
            "2026-10-24T12:00:00Z",
            "10-25 02:30+02, 10-26 02:30+01, 10-27 02:30+01",
        ),
        (
            "rrule FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
            "Europe/Berlin",
            "2026-03-29T00:00:00Z",
            "03-29 03:30+02<02:30, 03-30 02:30+02, 03-31 02:30+02",
        ),
        (
            "rrule FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
            "Europe/Berlin",
            "2026-10-24T12:00:00Z",
            "10-25 02:30+02, 10-26 02:30+01, 10-27 02:30+01",
        ),
        (
            "cron */15 * * * *",
            "Europe/Berlin",
            "2026-10-25T00:40:00Z",
            "10-25 02:45+02, 10-25 03:00+01, 10-25 03:15+01",
        ),
    ];
    for (phrase, place, after, expected) in table {
        assert_eq!(next(phrase, place, after, 3), expected, "{phrase} in {place}");
    }
}

#[test]
fn rules_on_the_calendar() {
    let table = [
        ("monthly 31 09:00", "01-31 09:00Z, 02-28 09:00Z, 03-31 09:00Z, 04-30 09:00Z"),
        ("monthly 30,31 09:00", "01-30 09:00Z, 01-31 09:00Z, 02-28 09:00Z, 03-30 09:00Z"),
        ("monthly first sat 19:00", "01-03 19:00Z, 02-07 19:00Z, 03-07 19:00Z, 04-04 19:00Z"),
        ("monthly last fri 20:00", "01-30 20:00Z, 02-27 20:00Z, 03-27 20:00Z, 04-24 20:00Z"),
        ("monthly fifth thu 20:00", "01-29 20:00Z, 04-30 20:00Z, 07-30 20:00Z, 10-29 20:00Z"),
        (
            "first and third tue of the month 19:00",
            "01-06 19:00Z, 01-20 19:00Z, 02-03 19:00Z, 02-17 19:00Z",
        ),
        (
            "every 2 weeks tue 19:00 from 2026-01-06",
            "01-06 19:00Z, 01-20 19:00Z, 02-03 19:00Z, 02-17 19:00Z",
        ),
        // The week of `from` counts, even when its Tuesday is over.
        (
            "every 2 weeks tue 19:00 from 2026-01-07",
            "01-20 19:00Z, 02-03 19:00Z, 02-17 19:00Z, 03-03 19:00Z",
        ),
        (
            "every 3 days 08:00 from 2026-01-05",
            "01-05 08:00Z, 01-08 08:00Z, 01-11 08:00Z, 01-14 08:00Z",
        ),
        (
            "every 2 months 15 09:00 from 2025-12-01",
            "02-15 09:00Z, 04-15 09:00Z, 06-15 09:00Z, 08-15 09:00Z",
        ),
        ("yearly 02-29 12:00", "02-28 12:00Z, 02-28 12:00Z, 02-29 12:00Z, 02-28 12:00Z"),
        ("cron 0 9 * * 1-5", "01-01 09:00Z, 01-02 09:00Z, 01-05 09:00Z, 01-06 09:00Z"),
        ("cron 0 9 * * 0", "01-04 09:00Z, 01-11 09:00Z, 01-18 09:00Z, 01-25 09:00Z"),
        ("cron 0 9 * * 7", "01-04 09:00Z, 01-11 09:00Z, 01-18 09:00Z, 01-25 09:00Z"),
        // Both restricted: either will do, as in every cron.
        ("cron 0 9 13 * fri", "01-02 09:00Z, 01-09 09:00Z, 01-13 09:00Z, 01-16 09:00Z"),
        ("cron 0 9 29 2 *", "02-29 09:00Z, 02-29 09:00Z, 02-29 09:00Z, 02-29 09:00Z"),
        (
            "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0",
            "01-03 19:00Z, 02-07 19:00Z, 03-07 19:00Z, 04-04 19:00Z",
        ),
        (
            "rrule FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9",
            "01-31 09:00Z, 03-31 09:00Z, 05-31 09:00Z, 07-31 09:00Z",
        ),
        (
            "rrule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9",
            "01-30 09:00Z, 02-27 09:00Z, 03-31 09:00Z, 04-30 09:00Z",
        ),
        (
            "rrule FREQ=DAILY;INTERVAL=3;BYHOUR=8 from 2025-12-31",
            "01-03 08:00Z, 01-06 08:00Z, 01-09 08:00Z, 01-12 08:00Z",
        ),
        (
            "rrule FREQ=WEEKLY;INTERVAL=2;BYHOUR=19 from 2026-01-06",
            "01-06 19:00Z, 01-20 19:00Z, 02-03 19:00Z, 02-17 19:00Z",
        ),
        (
            "rrule FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO;BYHOUR=9 from 1997-08-05",
            "01-04 09:00Z, 01-13 09:00Z, 01-18 09:00Z, 01-27 09:00Z",
        ),
        (
            "rrule FREQ=HOURLY;INTERVAL=5 from 2026-01-01",
            "01-01 05:00Z, 01-01 10:00Z, 01-01 15:00Z, 01-01 20:00Z",
        ),
        (
            "rrule FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;BYHOUR=1",
            "03-29 01:00Z, 03-28 01:00Z, 03-26 01:00Z, 03-25 01:00Z",
        ),
        ("rrule FREQ=DAILY;BYHOUR=9;COUNT=3 from 2025-12-31", "01-01 09:00Z, 01-02 09:00Z"),
        ("rrule FREQ=DAILY;BYHOUR=9;UNTIL=20260102", "01-01 09:00Z, 01-02 09:00Z"),
        (
            "rrule FREQ=DAILY;BYHOUR=9;UNTIL=20260103T090000Z",
            "01-01 09:00Z, 01-02 09:00Z, 01-03 09:00Z",
        ),
        ("daily 09:00 until 2026-01-03 except 2026-01-02", "01-01 09:00Z, 01-03 09:00Z"),
        ("daily 09:00 from 2026-02-01 until 2026-02-01", "02-01 09:00Z"),
    ];
    for (phrase, expected) in table {
        let found = next(phrase, "UTC", "2026-01-01T00:00:00Z", 4).replace("+00", "Z");
        assert_eq!(found, expected, "{phrase}");
    }
}

#[test]
fn until_with_a_z_is_an_instant() {
    let rule = "rrule FREQ=DAILY;BYHOUR=9;UNTIL=20260103T090000Z";
    assert_eq!(
        next(rule, "America/New_York", "2026-01-01T00:00:00Z", 9),
        "01-01 09:00-05, 01-02 09:00-05"
    );
    assert_eq!(
        next(rule, "Asia/Tokyo", "2026-01-01T12:00:00Z", 9),
        "01-02 09:00+09, 01-03 09:00+09"
    );
}

#[test]
fn the_end_of_time_is_no_panic() {
    for phrase in [
        "daily 09:00",
        "monthly fifth sun 09:00",
        "every 999 months 31 09:00",
        "cron 0 9 29 2 *",
        "rrule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9",
        "daily 09:00 from 9999-12-31",
        "rrule FREQ=HOURLY;INTERVAL=9999 from 9999-12-01",
    ] {
        let recurrence = recurrence(phrase, "Pacific/Apia");
        assert_eq!(recurrence.next_after(Timestamp::MAX), None, "{phrase}");
        let _ = recurrence.next_after(Timestamp::MIN);
        let _ = recurrence.next_after("9999-12-30T00:00:00Z".parse().unwrap());
    }
}
