use super::*;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

/// The months in English, as words would give them.
pub(super) fn months() -> [String; 12] {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .map(str::to_owned)
}

fn labels() -> Labels {
    Labels {
        title: "Your check-ins".to_owned(),
        period: "to 23 November 2026".to_owned(),
        mood: "Mood".to_owned(),
        moods: ["very low", "low", "okay", "good", "very good"].map(str::to_owned),
        craving: "Urges, 0 none to 10 strongest".to_owned(),
        weekly: "weekly averages".to_owned(),
        months: months(),
    }
}

/// So many days up to 23 November 2026, with gaps and with answers left out.
pub(super) fn chart(days: i64) -> Chart {
    let to = date(2026, 11, 23);
    let from = to.checked_sub((days - 1).days()).unwrap();
    let mut state = 7_u32;
    let mut next = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % most
    };
    let mut mood = 2_i64;
    let answers: Vec<Day> = from
        .series(1.day())
        .take_while(|date| *date <= to)
        .filter_map(|date| {
            mood = (mood + i64::from(next(3)) - 1).clamp(1, 5);
            let craving = (6 - mood + i64::from(next(4))).clamp(0, 10) as u8;
            let silent = days > 1 && next(6) == 0;
            (!silent).then_some(Day {
                date,
                mood: Some(mood as u8),
                craving: (next(9) > 0 || days == 1).then_some(craving.saturating_sub(2)),
            })
        })
        .collect();
    Chart::new(from, to, &answers, labels()).unwrap()
}

fn day(text: &str, mood: Option<u8>, craving: Option<u8>) -> Day {
    Day { date: text.parse().unwrap(), mood, craving }
}

#[test]
fn pictures_are_sharp_opaque_and_small() {
    let to = date(2026, 11, 23);
    let full: Vec<Day> = (0..366)
        .map(|ago| Day {
            date: to - ago.days(),
            mood: Some(1 + (ago % 5) as u8),
            craving: Some(10),
        })
        .collect();
    // Nothing takes more room than hatched bars from edge to edge.
    let full = |days: i64| Chart::new(to - (days - 1).days(), to, &full, labels()).unwrap();
    let charts = [("a day", chart(1)), ("a full quarter", full(92)), ("a year", chart(366))];
    for (days, chart) in charts {
        let png = draw(&chart).unwrap();
        assert!(png.len() < 100_000, "{days}: {} bytes", png.len());
        let pixels = tiny_skia::Pixmap::decode_png(&png).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (WIDTH * SCALE, HEIGHT * SCALE));
        assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == 255), "{days}");
    }
}

#[test]
fn a_chart_holds_only_what_can_be_shown() {
    let (from, to) = (date(2026, 11, 1), date(2026, 11, 7));
    let nothing: [(&str, &[Day]); 4] = [
        ("no days", &[]),
        ("a day without answers", &[day("2026-11-02", None, None)]),
        (
            "answers outside their scale",
            &[day("2026-11-02", Some(0), Some(11)), day("2026-11-03", Some(6), None)],
        ),
        ("days outside", &[day("2026-10-31", Some(3), None), day("2026-11-08", Some(3), None)]),
    ];
    for (what, days) in nothing {
        assert_eq!(Chart::new(from, to, days, labels()), None, "{what}");
    }
    let one = [day("2026-11-02", Some(3), None)];
    assert_eq!(Chart::new(to, from, &one, labels()), None, "ends before it begins");

    let twice = [
        day("2026-11-02", Some(3), None),
        day("2026-11-01", Some(1), None),
        day("2026-11-02", Some(4), None),
    ];
    let chart = Chart::new(from, to, &twice, labels()).unwrap();
    let moods: Vec<_> = chart.days().map(|day| (day.date.day(), day.mood)).collect();
    assert_eq!(moods, [(1, Some(1)), (2, Some(4))]);

    let long = Chart::new(date(-9999, 1, 1), to, &one, labels()).unwrap();
    assert_eq!((long.span(), long.from()), (MOST_DAYS, date(2025, 11, 7)));
    assert!(Chart::new(jiff::civil::Date::MIN, jiff::civil::Date::MAX, &one, labels()).is_none());
}

#[test]
fn a_day_without_a_check_in_leaves_nothing_in_the_picture() {
    let (from, to) = (date(2026, 11, 1), date(2026, 11, 7));
    let marks = |days: &[Day]| {
        let svg = card::svg(&Chart::new(from, to, days, labels()).unwrap());
        let dots = svg.matches("<circle").count() - 1; // the legend's own
        let bars = svg.matches("url(#hatch)").count() - 1;
        let joins = svg.matches("stroke-linecap").count();
        (dots, bars, joins)
    };
    let (a, b, c) = (
        day("2026-11-02", Some(3), Some(4)),
        day("2026-11-03", Some(4), Some(2)),
        day("2026-11-06", Some(4), None),
    );
    assert_eq!(marks(&[a]), (1, 1, 0));
    assert_eq!(marks(&[a, b]), (2, 2, 1));
    // Two silent days before the 6th: no line across them.
    assert_eq!(marks(&[a, b, c]), (3, 2, 1));
    // “No urges” is an answer: a ring, no bar.
    assert_eq!(marks(&[day("2026-11-02", None, Some(0))]), (1, 0, 0));
}

#[test]
fn rows_are_days_up_to_a_month_and_weeks_above() {
    let days = [
        day("2026-10-01", Some(2), Some(7)), // Thursday
        day("2026-10-04", Some(4), None),    // Sunday of the same week
        day("2026-10-05", Some(5), Some(0)), // Monday
        day("2026-10-31", Some(3), Some(1)),
    ];
    let rows = |to| {
        let chart = Chart::new(date(2026, 10, 1), to, &days, labels()).unwrap();
        text_rows(&chart)
            .iter()
            .map(|row| {
                let say = |figures: Option<Figures>| {
                    figures.map_or("-".to_owned(), |f| {
                        format!("{} ({} to {}, {})", f.average, f.least, f.most, f.answers)
                    })
                };
                format!(
                    "{} {} x{} mood {} craving {}",
                    row.from,
                    row.to,
                    row.checkins,
                    say(row.mood),
                    say(row.craving)
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows(date(2026, 10, 31)),
        [
            "2026-10-01 2026-10-01 x1 mood 2 (2 to 2, 1) craving 7 (7 to 7, 1)",
            "2026-10-04 2026-10-04 x1 mood 4 (4 to 4, 1) craving -",
            "2026-10-05 2026-10-05 x1 mood 5 (5 to 5, 1) craving 0 (0 to 0, 1)",
            "2026-10-31 2026-10-31 x1 mood 3 (3 to 3, 1) craving 1 (1 to 1, 1)",
        ]
    );
    assert_eq!(
        rows(date(2026, 11, 1)),
        [
            "2026-10-01 2026-10-04 x2 mood 3 (2 to 4, 2) craving 7 (7 to 7, 1)",
            "2026-10-05 2026-10-11 x1 mood 5 (5 to 5, 1) craving 0 (0 to 0, 1)",
            "2026-10-26 2026-11-01 x1 mood 3 (3 to 3, 1) craving 1 (1 to 1, 1)",
        ]
    );
    let spans = |to| rows(to).iter().map(|row| row[..21].to_owned()).collect::<Vec<_>>();
    assert_eq!(spans(date(2026, 11, 2)), ["2026-10-01 2026-10-05", "2026-10-27 2026-11-02"]);
    // 36 days: one is over, and the first week takes it.
    assert_eq!(spans(date(2026, 11, 5)), ["2026-10-01 2026-10-08", "2026-10-30 2026-11-05"]);
    let chart = Chart::new(date(2026, 10, 1), date(2026, 10, 31), &days, labels()).unwrap();
    let all = summary(&chart);
    assert_eq!(
        (all.checkins, all.mood.unwrap().average, all.craving.unwrap().average),
        (4, 3.5, 2.7)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_and_any_days_make_a_drawing(
        text in "\\PC{0,40}|[\\x00-\\x1f<>&\"']{0,12}",
        from in -4_371_587_i32..2_932_896,
        length in 0_i32..500,
        answers in proptest::collection::vec((0_i32..500, proptest::option::of(0_u8..9), proptest::option::of(0_u8..14)), 0..40),
    ) {
        let at = |days: i32| date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
        let days: Vec<Day> = answers.iter().map(|(offset, mood, craving)| Day { date: at(from + offset), mood: *mood, craving: *craving }).collect();
        let labels = Labels {
            title: text.clone(), period: text.clone(), mood: text.clone(), craving: text.clone(), weekly: text.clone(),
            moods: std::array::from_fn(|_| text.clone()), months: std::array::from_fn(|_| text.clone()),
        };
        if let Some(chart) = Chart::new(at(from), at(from + length), &days, labels) {
            let svg = card::svg(&chart);
            prop_assert!(usvg::Tree::from_str(&svg, &font::options()).is_ok(), "{svg}");
            prop_assert!(!text_rows(&chart).is_empty());
        }
    }
}
