use crate::feed::tests::{CALENDAR, find, options, reading, time, warned};
use crate::feed::{Attendance, Kind};

#[test]
fn every_event_of_a_calendar() {
    let calendar = reading(CALENDAR, &options("aa"));
    assert_eq!((calendar.kind, calendar.read, calendar.kept()), (Kind::ICalendar, 10, 7));
    let lines: Vec<String> = calendar
        .meetings
        .iter()
        .map(|meeting| {
            format!(
                "{} | {} | {}",
                meeting.slug,
                time(meeting),
                meeting.zone.clone().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "tide-group-2 | tue 19:30 except 2026-12-01 | America/New_York",
            "tide-group-4 | thu 19:30 except 2026-12-10,2026-12-24 | America/New_York",
            "tide-group-in-the-garden-2026-12-01 | 2026-12-01T18:00:00 | America/New_York",
            "supper | rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0 | America/New_York",
            "picnic | 2027-06-01T12:00:00 | America/New_York",
            "harbor-day | - | America/New_York",
            "dock-group | mon 07:00 45 | America/New_York",
            "odd-rule | - | America/New_York",
        ]
    );
    let tide = find(&calendar, "tide-group-2");
    assert_eq!(tide.conference_url.as_deref(), Some("https://zoom.us/j/5000"));
    assert_eq!(tide.address.as_deref(), Some("Harbor Hall, 20 Quay Street, Westport"));
    assert_eq!((tide.attendance, tide.minutes), (Attendance::Hybrid, 75));
    assert_eq!(find(&calendar, "picnic").minutes, 120);
    assert_eq!(find(&calendar, "supper").url.as_deref(), Some("https://example.org/supper"));
    let reasons: Vec<(usize, &str)> =
        calendar.skipped.iter().map(|skip| (skip.record, skip.reason.code())).collect();
    assert_eq!(reasons, [(2, "cancelled"), (4, "past"), (8, "no_start")]);
    assert_eq!(warned(&calendar, Some(5)), "personal");
    assert_eq!(warned(&calendar, Some(6)), "all_day");
    assert_eq!(warned(&calendar, Some(7)), "unknown_provider");
    assert_eq!(warned(&calendar, Some(9)), "bad_zone bad_rule");
}
