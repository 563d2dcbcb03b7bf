//! What holds for every phrase in every zone.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use crate::schedule::phrase::Days;
use crate::schedule::recurrence::expand::walk_all;
use crate::schedule::recurrence::*;
use crate::schedule::zone;

fn any_zone() -> impl Strategy<Value = TimeZone> {
    prop_oneof![
        proptest::sample::select(zone::names()).prop_map(|name| zone::lookup(&name).unwrap()),
        proptest::sample::select(vec![
            "Europe/London",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "America/St_Johns",
            "Africa/Casablanca",
            "Antarctica/Troll"
        ])
        .prop_map(|name| zone::lookup(name).unwrap()),
    ]
}

/// An instant up to three days before a change of clocks, if the zone still has one.
fn before_change(zone: &TimeZone, second: i64, hours: i64) -> Timestamp {
    let around = Timestamp::from_second(second).unwrap();
    let change = zone.following(around).next().map_or(around, |change| change.timestamp());
    change.checked_sub(jiff::SignedDuration::from_hours(hours)).unwrap()
}

/// Whether a day belongs to plain days, decided by trying and not by arithmetic.
fn belongs(days: &Days, anchor: Date, day: Date) -> bool {
    let between = (day.duration_since(anchor).as_hours() / 24) as i32;
    let months =
        i32::from(day.year() - anchor.year()) * 12 + i32::from(day.month() - anchor.month());
    match days {
        Days::Daily { every } => between.rem_euclid(*every as i32) == 0,
        Days::Weekly { every, on } => {
            let from_monday = between + i32::from(anchor.weekday().to_monday_zero_offset());
            on.contains(day.weekday()) && from_monday.div_euclid(7).rem_euclid(*every as i32) == 0
        }
        Days::Monthly { every, on } => {
            let last = day.days_in_month();
            months.rem_euclid(*every as i32) == 0
                && on.iter().any(|wanted| (*wanted).min(last) == day.day())
        }
        Days::MonthlyNth { every, nth, on } => {
            let of = |number: i8| {
                if number < 0 {
                    day.days_in_month() - day.day() < 7
                } else {
                    (day.day() - 1) / 7 + 1 == number
                }
            };
            months.rem_euclid(*every as i32) == 0
                && on.contains(day.weekday())
                && nth.iter().any(|nth| of(nth.number()))
        }
        Days::Yearly { month, day: wanted } => {
            day.month() == *month && (*wanted).min(day.days_in_month()) == day.day()
        }
    }
}

/// Every instant of a plain phrase within some days, by trying each day.
fn by_trying(
    phrase: &Phrase,
    zone: &TimeZone,
    after: Timestamp,
    until: Timestamp,
) -> Vec<Timestamp> {
    let Rule::Plain { days, times } = phrase.rule() else { panic!("not plain") };
    let anchor = phrase.from().unwrap_or(date(1970, 1, 5));
    let mut found = Vec::new();
    let mut day = zone.to_datetime(after).date().checked_sub(3.days()).unwrap();
    while day <= zone.to_datetime(until).date() {
        let allowed =
            phrase.from().is_none_or(|from| day >= from) && !phrase.except().contains(&day);
        if allowed && belongs(days, anchor, day) {
            found.extend(
                times
                    .as_slice()
                    .iter()
                    .map(|time| zone.to_timestamp(day.to_datetime(*time)).unwrap()),
            );
        }
        day = day.tomorrow().unwrap();
    }
    found.retain(|at| *at > after && *at <= until);
    found.sort_unstable();
    found.dedup();
    found
}

proptest! {
    #[test]
    fn instants_increase_and_civil_times_are_kept(
        text in crate::schedule::phrase::tests::any_phrase(),
        zone in any_zone(),
        second in 0_i64..4_000_000_000,
        hours in 0_i64..72,
    ) {
        let after = before_change(&zone, second, hours);
        let recurrence = Recurrence::new(Phrase::parse(&text).unwrap(), zone.clone());
        let mut last = after;
        for occurrence in recurrence.after(after).take(12) {
            prop_assert!(occurrence.at > last, "{} after {last}", occurrence.at);
            last = occurrence.at;
            let shown = zone.to_datetime(occurrence.at);
            prop_assert_eq!(shown == occurrence.civil, !occurrence.moved);
            prop_assert!(shown >= occurrence.civil);
            prop_assert_eq!(occurrence.day, occurrence.civil.date());
            prop_assert!(recurrence.falls_on(occurrence.day));
        }
    }

    #[test]
    fn none_is_missed(
        text in crate::schedule::phrase::tests::any_phrase().prop_filter("plain", |text| !text.contains("rule") && !text.contains("cron")),
        zone in any_zone(),
        second in 0_i64..4_000_000_000,
        hours in 0_i64..72,
    ) {
        let phrase = Phrase::parse(&text).unwrap();
        let after = before_change(&zone, second, hours);
        let until = after.checked_add(jiff::SignedDuration::from_hours(24 * 400)).unwrap();
        let expected = by_trying(&phrase, &zone, after, until);
        let recurrence = Recurrence::new(phrase, zone);
        let found: Vec<Timestamp> = recurrence.after(after).map(|occurrence| occurrence.at).take_while(|at| *at <= until).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn it_does_not_matter_where_one_begins(
        text in crate::schedule::phrase::tests::any_phrase(),
        zone in any_zone(),
        second in 0_i64..4_000_000_000,
        hours in 0_i64..72,
    ) {
        let after = before_change(&zone, second, hours);
        let recurrence = Recurrence::new(Phrase::parse(&text).unwrap(), zone);
        let found: Vec<Occurrence> = recurrence.after(after).take(6).collect();
        for pair in found.windows(2) {
            let between = pair[1].at.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap();
            prop_assert_eq!(recurrence.next_after(between), Some(pair[1].clone()));
            prop_assert_eq!(recurrence.next_after(pair[0].at), Some(pair[1].clone()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn a_long_running_rrule_says_what_a_walk_from_its_first_day_says(
        text in crate::schedule::phrase::tests::any_phrase().prop_filter("rrule", |text| text.starts_with("rrule")),
        steps in 1_usize..300,
    ) {
        let phrase = Phrase::parse(&text).unwrap().anchored(date(2024, 2, 14));
        let walked = walk_all(&phrase).nth(steps);
        let Some(walked) = walked else { return Ok(()) };
        prop_assert_eq!(Expander::of(&phrase).unwrap().next(walked), Some(walked));
        // And nothing lies between it and the one before.
        let before = walk_all(&phrase).nth(steps - 1).unwrap();
        let next = before.checked_add(1.second()).unwrap();
        prop_assert_eq!(Expander::of(&phrase).unwrap().next(next), Some(walked));
    }
}

/// Rules that fire by the day, narrowed in every way; not all of them ever fire.
fn any_narrow_rrule() -> impl Strategy<Value = String> {
    let part = |values: &'static [&'static str]| {
        proptest::option::of(proptest::sample::select(values)).prop_map(Option::unwrap_or_default)
    };
    (
        proptest::sample::select(&["YEARLY", "MONTHLY", "WEEKLY", "DAILY"][..]),
        1..4,
        part(&["BYMONTH=11;", "BYMONTH=3,10;", "BYMONTH=2;", "BYMONTH=12,1;"]),
        part(&["BYDAY=4TH;", "BYDAY=-1SU;", "BYDAY=5MO,-5FR;", "BYDAY=20MO;", "BYDAY=TU,SA;"]),
        part(&["BYMONTHDAY=29;", "BYMONTHDAY=-1;", "BYMONTHDAY=13,31;"]),
        part(&["BYYEARDAY=100,-1;", "BYYEARDAY=366,-366;", "BYYEARDAY=60,-60;", "BYWEEKNO=1,-2;", "BYWEEKNO=20,53;", "BYWEEKNO=-1,9;"]),
        part(&["BYSETPOS=-1;"]),
    )
        .prop_map(|(frequency, interval, month, day, month_day, other, position)| {
            format!(
                "rrule FREQ={frequency};INTERVAL={interval};{month}{day}{month_day}{other}{position}BYHOUR=21,9;BYMINUTE=30,0"
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn what_is_looked_up_of_a_narrow_rrule_is_what_a_walk_finds(
        phrase in any_narrow_rrule().prop_filter_map("never fires", |text| Phrase::parse(&text).ok()),
        first in 0_i64..1_500,
        hours in 0_i64..(4 * 366 * 24),
    ) {
        let first = date(2024, 1, 1).checked_add(first.days()).unwrap();
        let phrase = phrase.anchored(first);
        let from = first.to_datetime(Time::MIN).checked_add(hours.hours()).unwrap();
        let begin = phrase.from().map_or(from, |first| from.max(first.to_datetime(Time::MIN)));
        let walked = walk_all(&phrase).take_while(|found| found.year() < 2100).find(|found| *found >= begin);
        let found = Expander::of(&phrase).unwrap().next(from);
        prop_assert_eq!(found.filter(|found| found.year() < 2100), walked, "{}", phrase);
    }
}
