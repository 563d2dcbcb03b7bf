//! The order of what was found: how well it matches, then which is next.

use super::hours::Times;
use super::next::Next;
use super::query::Search;
use super::sql;
use super::timetable::{Slot, Timetable};
use crate::feature::meeting::dates;
use crate::ids::MeetingId;
use crate::store::Conn;
use jiff::Timestamp;
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// Up to so many are looked at one by one.
const MANY: u64 = 500;
/// How many are put in order.
pub(super) const MOST: usize = 400;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// The best first.
    pub(super) meetings: Vec<Hit>,
    /// There are more than [`MOST`].
    pub(super) more: bool,
}

/// A meeting that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) id: i64,
    /// When it begins, or began if it is under way: the first time that was asked for. None for one
    /// by appointment, and for one that does not take place for now.
    pub(super) at: Option<Timestamp>,
}

/// Finds meetings.
pub(super) async fn find(conn: &mut Conn, search: &Search) -> sqlx::Result<Found> {
    let mut order = ranked(conn, search).await?;
    let more = order.len() > MOST;
    if more {
        order.select_nth_unstable_by_key(MOST, |(rank, hit)| (*rank, hit.id));
        order.truncate(MOST);
    }
    order.sort_unstable_by_key(|(rank, hit)| (*rank, hit.id));
    Ok(Found { meetings: order.into_iter().map(|(_, hit)| hit).collect(), more })
}

/// How many meetings a search has, at most [`MOST`] and one.
pub(super) async fn count(conn: &mut Conn, search: &Search) -> sqlx::Result<usize> {
    // Where any time will do, what has the words need not be looked at.
    let stages = search.stages();
    if let Some(widest) = stages.last().filter(|stage| stage.times.are_all())
        && widest.wanted.len() > MOST as u64
    {
        return Ok(MOST + 1);
    }
    Ok(ranked(conn, search).await?.len().min(MOST + 1))
}

/// By its place among the expressions; those that do not take place for now behind all others; then
/// the next one first.
type Rank = (bool, usize, Timestamp);

/// What was found, in no order; once there are more than [`MOST`], perhaps without some that come after
/// those.
async fn ranked(conn: &mut Conn, search: &Search) -> sqlx::Result<Vec<(Rank, Hit)>> {
    let stages = search.stages();
    let rules = rules(conn, &search.table, stages.iter().map(|stage| &stage.wanted)).await?;
    let next = Next::new(&search.asker, &search.table);
    let mut ranking = Ranking { search, rules, next, found: Vec::new() };
    let mut kept = RoaringBitmap::new();
    for (place, stage) in stages.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| stages.get(before));
        if before == Some(stage) {
            continue;
        }
        if before.is_some_and(|before| before.times != stage.times) {
            ranking.next.other_times();
        }
        let from = ranking.found.len();
        ranking.stage(place, &stage.times, &stage.wanted - &kept);
        let takes_place = ranking.found.iter().filter(|((inactive, ..), _)| !inactive);
        if takes_place.count() > MOST {
            // Whatever else there is comes after these.
            break;
        }
        let new = ranking.found.get(from..).unwrap_or_default();
        kept.extend(new.iter().filter_map(|(_, hit)| u32::try_from(hit.id).ok()));
    }
    Ok(ranking.found)
}

struct Ranking<'a> {
    search: &'a Search,
    /// The phrases of meetings that are not plainly weekly.
    rules: HashMap<i64, String>,
    next: Next<'a>,
    found: Vec<(Rank, Hit)>,
}

impl Ranking<'_> {
    /// With the meetings of a stage: one by one, or where they are more than there are times, time by
    /// time.
    fn stage(&mut self, place: usize, times: &Times, mut wanted: RoaringBitmap) {
        let table: &Timetable = &self.search.table;
        if wanted.len() > MANY.max(table.slots.len() as u64) {
            let off = self.search.off.keys().filter_map(|id| u32::try_from(id.0).ok());
            let own = &wanted & (&table.ruled | off.collect::<RoaringBitmap>());
            wanted -= &own;
            self.by_slot(place, times, &wanted);
            wanted = own;
        }
        for id in wanted {
            if let Some(entry) = table.of(id) {
                let off = self.search.off.get(&MeetingId(i64::from(id)));
                let rule = self.rules.get(&i64::from(id)).map(String::as_str);
                let at = match entry.inactive {
                    true => None,
                    false => self.next.of(entry, off, rule, times),
                };
                self.add(place, times, entry.inactive, at, id);
            }
        }
    }

    /// The next ones first, until there are enough.
    fn by_slot(&mut self, place: usize, times: &Times, wanted: &RoaringBitmap) {
        let search: &Search = self.search;
        let at = |slot: &Slot| match slot.entry.inactive {
            true => None,
            false => self.next.of(slot.entry, None, None, times),
        };
        let slots = search.table.slots.iter();
        let slots = slots.clone().map(at).zip(slots);
        let mut slots: Vec<(Option<Timestamp>, &Slot)> =
            slots.filter(|(at, _)| at.is_some() || times.are_all()).collect();
        let last = |at: Option<Timestamp>| at.unwrap_or(Timestamp::MAX);
        slots.sort_by_key(|(at, slot)| (slot.entry.inactive, last(*at)));
        let (mut count, mut until) = (0, None);
        for (at, Slot { entry, meetings }) in slots {
            let now = (entry.inactive, last(at));
            if count > MOST && until != Some(now) {
                return;
            }
            for id in wanted & meetings {
                self.add(place, times, entry.inactive, at, id);
                count += 1;
            }
            until = Some(now);
        }
    }

    fn add(&mut self, place: usize, times: &Times, inactive: bool, at: Option<Timestamp>, id: u32) {
        if at.is_some() || times.are_all() {
            let rank = (inactive, place, at.unwrap_or(Timestamp::MAX));
            self.found.push((rank, Hit { id: i64::from(id), at }));
        }
    }
}

/// The phrases of those that are not plainly weekly.
async fn rules<'a>(
    conn: &mut Conn,
    table: &Timetable,
    wanted: impl Iterator<Item = &'a RoaringBitmap>,
) -> sqlx::Result<HashMap<i64, String>> {
    let mut ruled = RoaringBitmap::new();
    for wanted in wanted {
        ruled |= wanted & &table.ruled;
    }
    if ruled.is_empty() {
        return Ok(HashMap::new());
    }
    let rules = sql::rules(conn, &dates::list(ruled.into_iter().map(i64::from))).await?;
    Ok(rules.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::super::hours::Asker;
    use super::super::timetable::{Entry, pack};
    use super::super::understand::{Understood, Want};
    use super::*;
    use jiff::civil::{Weekday, time};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use std::sync::Arc;

    const ZONES: &[&str] = &["Europe/London", "America/New_York", "Asia/Kathmandu"];

    /// A group with meetings in three zones, some by appointment, some that do not take place for now.
    fn search(entries: &[(u16, u16, bool, bool)], off: &[u32]) -> Search {
        let zone = |name: &str| TimeZone::get(name).expect("a zone");
        let entries = entries.iter().map(|(zone, slot, unknown, inactive)| {
            let weekly = (i64::from(slot % 7), i64::from(slot % 24) * 60);
            Entry::of(*zone, 60, Some(weekly).filter(|_| !unknown), false, *inactive)
        });
        let entries = (0_u16..).zip(entries).collect();
        let zones = (0_u16..).zip(ZONES.iter().map(|name| zone(name))).collect();
        // The Monday and the Thursday of a week, each off for some.
        let days = ["2026-06-04", "2026-06-08"].map(|day| day.parse().expect("a day"));
        Search {
            asker: Asker {
                zone: zone("Europe/London"),
                at: "2026-06-04T12:00:00Z".parse().expect("an instant"),
                day_start: time(4, 0, 0, 0),
            },
            understood: Understood::default(),
            needles: Vec::new(),
            corrected: Vec::new(),
            postings: Arc::default(),
            table: Arc::new(Timetable::new([(0, pack(&entries))].into(), zones)),
            off: Arc::new(off.iter().map(|id| (MeetingId(i64::from(*id)), days.into())).collect()),
        }
    }

    fn order(mut ranking: Ranking<'_>, stage: impl FnOnce(&mut Ranking<'_>)) -> Vec<(Rank, Hit)> {
        stage(&mut ranking);
        let mut found = ranking.found;
        found.sort_unstable_by_key(|(rank, hit)| (*rank, hit.id));
        found.truncate(MOST + 1);
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn time_by_time_is_the_same_as_one_by_one(
            entries in proptest::collection::vec(
                (0..3_u16, 0..168_u16, proptest::bool::weighted(0.02), proptest::bool::weighted(0.1)),
                600..2_000,
            ),
            off in proptest::collection::vec(0..600_u32, 0..50),
            wants in prop_oneof![
                Just(vec![]),
                Just(vec![Want::Days(vec![Weekday::Thursday])]),
                Just(vec![Want::Days(vec![Weekday::Sunday]), Want::Hours(0xFFF)]),
            ],
        ) {
            let search = search(&entries, &off);
            let times = Times::of(&search.asker, wants.iter());
            let ranking = || Ranking {
                search: &search,
                rules: HashMap::new(),
                next: Next::new(&search.asker, &search.table),
                found: Vec::new(),
            };
            let all = search.table.all.clone();
            let whole = order(ranking(), |ranking| ranking.stage(0, &times, all.clone()));
            let each = order(ranking(), |ranking| {
                for id in &all {
                    ranking.stage(0, &times, [id].into_iter().collect());
                }
            });
            prop_assert_eq!(whole, each);
        }
    }
}
