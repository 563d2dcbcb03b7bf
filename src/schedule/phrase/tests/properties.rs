//! What holds for every phrase and every text.

use jiff::civil::date;
use proptest::prelude::*;

use crate::schedule::phrase::*;

/// Any phrase that is likely to be well formed, as text.
pub(crate) fn any_phrase() -> impl Strategy<Value = String> {
    let time = prop_oneof![
        (0..24, 0..60).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}")),
        (1..13).prop_map(|hour| format!("{hour}pm")),
    ];
    let times = prop_oneof![
        4 => time.prop_map(|time| time),
        1 => (0..11, 12..24, 0..60).prop_map(|(early, late, minute)| format!("{early}:{minute:02},{late}:{minute:02}")),
    ];
    let days =
        proptest::sample::subsequence(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 1..=7)
            .prop_map(|days| days.join(","));
    let nth = proptest::sample::subsequence(
        vec!["first", "second", "third", "fourth", "fifth", "last"],
        1..=3,
    )
    .prop_map(|nth| nth.join(","));
    let rule = prop_oneof![
        Just("daily".to_owned()),
        (1..40).prop_map(|every| format!("every {every} days")),
        days.clone(),
        (1..9, days.clone()).prop_map(|(every, days)| format!("every {every} weeks {days}")),
        (1..15, 1..32).prop_map(|(every, day)| format!("every {every} months {day}")),
        (1..32, 1..32).prop_map(|(day, other)| format!("monthly {day},{other}")),
        (nth, days).prop_map(|(nth, days)| format!("monthly {nth} {days}")),
        (1..13, 1..29).prop_map(|(month, day)| format!("yearly {month:02}-{day:02}")),
        Just("yearly 02-29".to_owned()),
    ];
    let plain = (rule, times).prop_map(|(rule, times)| format!("{rule} {times}"));
    let cron = (0..60, 0..24, 1..29, 0..8).prop_map(|(minute, hour, day, weekday)| match day % 4 {
        0 => format!("cron {minute} {hour} {day} * {weekday}"),
        1 => format!("cron {minute} {hour} * * {weekday}"),
        2 => format!("cron {minute} */6 {day} */2 *"),
        _ => format!("cron {minute} {hour} {day} 1-6 *"),
    });
    let rrule = (1..5, 0..24, 0..60, 1..29).prop_map(|(interval, hour, minute, day)| match day % 5 {
        0 => format!("rrule FREQ=MONTHLY;INTERVAL={interval};BYMONTHDAY={day},-1;BYHOUR={hour};BYMINUTE={minute}"),
        1 => format!("rrule FREQ=WEEKLY;INTERVAL={interval};BYDAY=MO,SU;BYHOUR={hour};BYMINUTE={minute}"),
        2 => format!("rrule FREQ=DAILY;INTERVAL={interval};BYHOUR={hour};BYMINUTE={minute}"),
        3 => format!("rrule FREQ=YEARLY;INTERVAL={interval};BYMONTH=3,10;BYDAY=-1SU;BYHOUR={hour};BYMINUTE={minute}"),
        _ => format!("rrule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR={hour};BYMINUTE={minute}"),
    });
    let date = || {
        (2024..2029, 1..13, 1..29)
            .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
    };
    (
        prop_oneof![6 => plain, 1 => cron, 2 => rrule],
        proptest::option::of(date()),
        proptest::option::of(date()),
    )
        .prop_map(|(rule, from, except)| {
            let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
            let except = except.map(|except| format!(" except {except}")).unwrap_or_default();
            format!("{rule}{from}{except}")
        })
}

proptest! {
    #[test]
    fn the_canonical_text_parses_to_the_same_phrase(text in any_phrase()) {
        let phrase = Phrase::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error:?}")))?;
        prop_assert_eq!(Phrase::parse(&phrase.to_string()), Ok(phrase.clone()));
        let anchored = phrase.anchored(date(2026, 11, 23));
        prop_assert_eq!(Phrase::parse(&anchored.to_string()), Ok(anchored));
    }

    #[test]
    fn case_and_spaces_do_not_matter(text in any_phrase()) {
        let loud = text.to_uppercase().replace(' ', "   ");
        prop_assert_eq!(Phrase::parse(&loud), Phrase::parse(&text));
        let words: Vec<&str> = text.split(' ').collect();
        prop_assert_eq!(Phrase::parse_prefix(&words), Phrase::parse(&text).map(|phrase| (phrase, words.len())));
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in "\\PC{0,60}") {
        let _ = Phrase::parse(&text);
        let _ = crate::schedule::Timing::parse(&text);
    }

    #[test]
    fn mutated_phrases_do_not_panic(text in any_phrase(), at in 0_usize..80, with in "\\PC{0,3}", cut in 0_usize..6) {
        let mut chars: Vec<char> = text.chars().collect();
        let at = at.min(chars.len());
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, with.chars());
        let mutated: String = chars.into_iter().collect();
        if let Ok(phrase) = Phrase::parse(&mutated) {
            prop_assert_eq!(Phrase::parse(&phrase.to_string()), Ok(phrase));
        }
    }

    #[test]
    fn arbitrary_rrules_and_crons_end_quickly(
        freq in proptest::sample::select(vec!["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]),
        interval in proptest::sample::select(vec![1, 7, 999, 9_999]),
        by in proptest::sample::subsequence(
            vec!["BYMONTH=2", "BYMONTHDAY=30,31", "BYDAY=MO", "BYSETPOS=5", "BYYEARDAY=366", "BYWEEKNO=53", "COUNT=2000", "BYMINUTE=0,30"], 0..=4),
    ) {
        let text = format!("rrule FREQ={freq};INTERVAL={interval};BYHOUR=3;{}", by.join(";"));
        let _ = Phrase::parse(&text);
    }
}
