//! The list against a naive one that evaluates every meeting.

use super::*;
use crate::feature::meeting::columns::columns;
use crate::feature::meeting::model::own_listing;
use crate::feature::meeting::{search, sql};
use crate::schedule::Phrase;
use crate::store::Store;
use jiff::civil::Date;
use proptest::prelude::*;

const ZONES: &[&str] = &["Europe/London", "America/New_York", "Asia/Kolkata", "UTC"];

/// A meeting as a test makes it: phrase, zone, minutes, whether its next date is cancelled.
type Made = (String, &'static str, i64, bool);

async fn store(made: &[Made]) -> (Store, Vec<Meeting>) {
    let store = Store::in_memory().await.expect("opens");
    let mut tx = store.begin().await.expect("begins");
    sqlx::query("insert into community (id, slug, created_at) values (1, 'g', 0)")
        .execute(&mut *tx)
        .await
        .expect("inserted");
    let mut meetings = Vec::new();
    for (index, (text, zone, minutes, _)) in made.iter().enumerate() {
        let phrase = Phrase::parse(text).expect("a phrase");
        let (weekday, start_minute) = columns(&phrase);
        let listing = own_listing("Circle", zone, None, 60);
        let write = sql::Write {
            name: "Circle".into(),
            phrase: phrase.to_string(),
            zone: (*zone).to_owned(),
            minutes: *minutes,
            weekday,
            start_minute,
            attendance: "in_person",
            listing: serde_json::to_string(&listing).expect("JSON"),
            fingerprint: String::new(),
        };
        let id = sql::add(&mut tx, 1, &format!("m-{index}"), &write, 0).await.expect("added");
        meetings.push(sql::by_id(&mut tx, id).await.expect("read").expect("there").into());
    }
    let ids: Vec<MeetingId> = meetings.iter().map(|meeting: &Meeting| meeting.id).collect();
    search::index(&mut tx, &ids).await.expect("indexed");
    tx.commit().await.expect("commits");
    (store, meetings)
}

fn naive(
    meetings: &[Meeting],
    off: &HashMap<MeetingId, BTreeSet<Date>>,
    count: usize,
    now: Timestamp,
) -> Vec<(i64, Timestamp)> {
    let none = BTreeSet::new();
    let all = meetings.iter().filter_map(|meeting| {
        let held = meeting.current_or_next(now, off.get(&meeting.id).unwrap_or(&none))?;
        Some((held.occurrence.at, meeting.id.0))
    });
    let (mut running, mut next): (Vec<_>, Vec<_>) = all.partition(|(at, _)| *at <= now);
    running.sort_unstable_by(|a, b| b.cmp(a));
    running.truncate(count.div_ceil(2));
    running.reverse();
    next.sort_unstable();
    next.truncate(count - running.len());
    running.into_iter().chain(next).map(|(at, id)| (id, at)).collect()
}

fn made() -> impl Strategy<Value = Made> {
    let days: &'static [&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly = (prop::sample::select(days), 0..24_u8, 0..60_u8)
        .prop_map(|(day, hour, minute)| format!("every {day} {hour:02}:{minute:02}"));
    let other =
        prop::sample::select(&["daily 01:30", "monthly first sun 02:15", "sat,sun 23:45"][..])
            .prop_map(str::to_owned);
    let minutes = prop::sample::select(&[5_i64, 60, 90, 360, 720][..]);
    (
        prop_oneof![6 => weekly, 1 => other],
        prop::sample::select(ZONES),
        minutes,
        prop::bool::weighted(0.2),
    )
}

/// Meetings of one zone and length that begin around the time at which clocks change there.
fn crowded() -> impl Strategy<Value = Made> {
    let days: &'static [&str] = &["sat", "sun"];
    (prop::sample::select(days), 0..5_u8, 0..12_u8, prop::bool::weighted(0.1)).prop_map(
        |(day, hour, five, cancel)| {
            let minutes = if five == 0 { 120 } else { 60 };
            (format!("every {day} {hour:02}:{:02}", five * 5), "America/New_York", minutes, cancel)
        },
    )
}

/// What is found, and what a naive evaluation finds.
fn both(made: &[Made], count: usize, now: Timestamp) -> [Vec<(i64, Timestamp)>; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let (store, meetings) = store(made).await;
        let mut tx = store.begin().await.expect("begins");
        let mut off: HashMap<MeetingId, BTreeSet<Date>> = HashMap::new();
        for (meeting, (.., cancel)) in meetings.iter().zip(made) {
            let next = meeting.current_or_next(now, &BTreeSet::new()).filter(|_| *cancel);
            let Some(day) = next.map(|held| held.occurrence.day) else { continue };
            sql::dates::add(&mut tx, meeting.id.0, &day.to_string()).await.expect("cancels");
            off.entry(meeting.id).or_default().insert(day);
        }
        let tables = search::Timetables::default();
        let found = upcoming(&mut tx, &tables, GroupId(1), count, now).await.expect("reads");
        let found = found.meetings.iter().map(|(m, held)| (m.id.0, held.occurrence.at)).collect();
        [found, naive(&meetings, &off, count, now)]
    })
}

fn later(base: &str, seconds: i64) -> Timestamp {
    let base: Timestamp = base.parse().expect("an instant");
    base.saturating_add(SignedDuration::from_secs(seconds)).expect("an instant")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_next_ones_are_those_of_a_naive_evaluation(
        made in prop::collection::vec(made(), 1..30),
        count in 1_usize..=25,
        // Around the changes of clocks of 2026 in New York and London, and a plain week.
        base in prop::sample::select(&["2026-03-08T05:00:00Z", "2026-03-28T23:00:00Z",
            "2026-10-24T23:00:00Z", "2026-11-01T03:00:00Z", "2026-06-28T20:00:00Z"][..]),
        seconds in 0..40_000_i64,
    ) {
        let [found, expected] = both(&made, count, later(base, seconds));
        assert_eq!(found, expected);
    }

    /// Many more meetings than are asked for, so that few of them are read.
    #[test]
    fn a_change_of_clocks_hides_none_of_many(
        made in prop::collection::vec(crowded(), 40..80),
        count in 1_usize..=3,
        base in prop::sample::select(&["2026-03-08T03:00:00Z", "2026-11-01T03:00:00Z"][..]),
        seconds in 0..18_000_i64,
    ) {
        let [found, expected] = both(&made, count, later(base, seconds));
        assert_eq!(found, expected);
    }
}
