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
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// How many are put in order.
pub(super) const MOST: usize = 400;
/// A set has most of the meetings when so many of its size are more than all.
const MOST_OF: u64 = 4;

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
    if let Some(widest) = search.stages().last().filter(|stage| stage.times.are_all())
        && search.wanted(widest).len() > MOST as u64
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
    let next = Next::new(&search.asker, &search.table);
    let mut ranking = Ranking { search, rules: HashMap::new(), next, found: Vec::new() };
    let own = own(search);
    // Those that were found, and those that are not at the times of the last stages.
    let mut done = RoaringBitmap::new();
    let mut times = None;
    for (place, stage) in search.stages().into_iter().enumerate() {
        if times.as_ref() != Some(&stage.times) {
            let found = ranking.found.iter().filter_map(|(_, hit)| u32::try_from(hit.id).ok());
            done = found.collect();
            ranking.next.other_times();
        }
        let mut wanted = search.wanted(&stage);
        wanted -= &done;
        done |= &wanted;
        rules(conn, &(&wanted & &search.table.ruled), &mut ranking.rules).await?;
        ranking.stage(place, &stage.times, &wanted, &own);
        let takes_place = ranking.found.iter().filter(|((inactive, ..), _)| !inactive);
        if takes_place.count() > MOST {
            // Whatever else there is comes after these.
            break;
        }
        times = Some(stage.times);
    }
    Ok(ranking.found)
}

/// The meetings whose next time is not that of their slot.
fn own(search: &Search) -> RoaringBitmap {
    let off = search.off.keys().filter_map(|id| u32::try_from(id.0).ok());
    &search.table.ruled | off.collect::<RoaringBitmap>()
}

struct Ranking<'a> {
    search: &'a Search,
    /// The phrases of meetings that are not plainly weekly.
    rules: HashMap<i64, String>,
    next: Next<'a>,
    found: Vec<(Rank, Hit)>,
}

impl Ranking<'_> {
    /// With the meetings of a stage. `own` are looked at one by one, the others have the next time of their
    /// slot. Where most are wanted, the slots are gone through instead of the meetings.
    fn stage(&mut self, place: usize, times: &Times, wanted: &RoaringBitmap, own: &RoaringBitmap) {
        let table: &Timetable = &self.search.table;
        if wanted.len() * MOST_OF > table.all.len() {
            self.by_slot(place, times, &(wanted - own));
        } else {
            for (id, slot) in table.slots_of((wanted - own).iter()) {
                let (inactive, at) = self.next.of_slot(slot, times);
                self.add(place, times, inactive, at, id);
            }
        }
        for (id, slot) in table.slots_of((wanted & own).iter()) {
            let Some(Slot { entry, .. }) = table.slots.get(slot).copied() else { continue };
            let off = self.search.off.get(&MeetingId(i64::from(id)));
            let rule = self.rules.get(&i64::from(id)).map(String::as_str);
            let at = self.next.of(entry, off, rule, times);
            self.add(place, times, entry.inactive, at, id);
        }
    }

    /// The next ones first, until there are enough.
    fn by_slot(&mut self, place: usize, times: &Times, wanted: &RoaringBitmap) {
        let table: &Timetable = &self.search.table;
        let mut slots = BinaryHeap::new();
        for number in 0..table.slots.len() {
            let (inactive, at) = self.next.of_slot(number, times);
            if at.is_some() || times.are_all() {
                slots.push(Reverse((inactive, at.unwrap_or(Timestamp::MAX), number)));
            }
        }
        let (mut count, mut last) = (0, None);
        while let Some(Reverse((inactive, at, number))) = slots.pop() {
            if count > MOST && last != Some((inactive, at)) {
                return;
            }
            last = Some((inactive, at));
            let Some(slot) = table.slots.get(number) else { continue };
            let at = Some(at).filter(|at| *at < Timestamp::MAX);
            for id in table.meetings(slot).iter().filter(|id| wanted.contains(**id)) {
                self.add(place, times, inactive, at, *id);
                count += 1;
            }
        }
    }

    fn add(&mut self, place: usize, times: &Times, inactive: bool, at: Option<Timestamp>, id: u32) {
        if at.is_some() || times.are_all() {
            let rank = (inactive, place, at.unwrap_or(Timestamp::MAX));
            self.found.push((rank, Hit { id: i64::from(id), at }));
        }
    }
}

/// The phrases of those that are not plainly weekly, as far as they are not known.
pub(super) async fn rules(
    conn: &mut Conn,
    ruled: &RoaringBitmap,
    known: &mut HashMap<i64, String>,
) -> sqlx::Result<()> {
    let new = ruled.iter().map(i64::from).filter(|id| !known.contains_key(id));
    let new: Vec<i64> = new.collect();
    if !new.is_empty() {
        known.extend(sql::rules(conn, &dates::list(new)).await?);
    }
    Ok(())
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

    /// Meetings, of which `own` are looked at one by one.
    fn order(
        search: &Search,
        times: &Times,
        wanted: &RoaringBitmap,
        own: &RoaringBitmap,
    ) -> Vec<(Rank, Hit)> {
        let next = Next::new(&search.asker, &search.table);
        let mut ranking = Ranking { search, rules: HashMap::new(), next, found: Vec::new() };
        ranking.stage(0, times, wanted, own);
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
                400..2_000,
            ),
            off in proptest::collection::vec(0..400_u32, 0..50),
            // Most of them, and few.
            every in prop_oneof![Just(1_usize), Just(2), Just(5)],
            wants in prop_oneof![
                Just(vec![]),
                Just(vec![Want::Days(vec![Weekday::Thursday])]),
                Just(vec![Want::Days(vec![Weekday::Sunday]), Want::Hours(0xFFF)]),
            ],
        ) {
            let search = search(&entries, &off);
            let times = Times::of(&search.asker, wants.iter());
            let wanted: RoaringBitmap = search.table.all.iter().step_by(every).collect();
            let whole = order(&search, &times, &wanted, &own(&search));
            let each = order(&search, &times, &wanted, &wanted);
            prop_assert_eq!(whole, each);
        }
    }
}
