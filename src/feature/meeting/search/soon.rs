//! The meetings of a group that are next, whether it has three or a hundred thousand.

use super::hours::{Asker, Times};
use super::next::Next;
use super::rank;
use super::timetable::Timetable;
use super::timetables::Timetables;
use crate::feature::meeting::dates;
use crate::ids::{GroupId, MeetingId};
use crate::schedule::day;
use crate::store::Conn;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use roaring::RoaringBitmap;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

/// A meeting and when it begins, or began if it is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::feature::meeting) struct Begins {
    pub(in crate::feature::meeting) at: Timestamp,
    pub(in crate::feature::meeting) id: i64,
}

/// What is next. Each meeting stands once, in no order, and what comes after enough others is left out.
#[derive(Debug, Default)]
pub(in crate::feature::meeting) struct Soon {
    /// Under way: at least those that began last.
    pub(in crate::feature::meeting) running: Vec<Begins>,
    /// To come: at least those that begin first.
    pub(in crate::feature::meeting) next: Vec<Begins>,
    /// Cancelled dates from a few days ago on.
    pub(in crate::feature::meeting) off: HashMap<MeetingId, BTreeSet<Date>>,
}

/// The next meetings of a group, of those under way and of those to come at least `count` each if there are
/// so many.
pub(in crate::feature::meeting) async fn soon(
    conn: &mut Conn,
    tables: &Timetables,
    group: GroupId,
    count: usize,
    now: Timestamp,
) -> sqlx::Result<Soon> {
    let from = now.to_zoned(TimeZone::UTC).date().saturating_sub(3.days());
    let (table, cancelled) = tables.of(conn, group, from).await?;
    let off = dates::collect(cancelled);
    let mut rules = HashMap::new();
    rank::rules(conn, &table.ruled, &mut rules).await?;
    let asker = Asker { zone: TimeZone::UTC, at: now, day_start: day::DEFAULT_START };
    let any = Times::of(&asker, std::iter::empty());
    let mut next = Next::new(&asker, &table);
    let mut own = table.ruled.clone();
    own.extend(off.keys().filter_map(|id| u32::try_from(id.0).ok()));
    let mut found = first(&table, &own, &mut next, &any, count, now);
    for (id, slot) in table.slots_of(own.iter()) {
        let Some(slot) = table.slots.get(slot) else { continue };
        let id = i64::from(id);
        let rule = rules.get(&id).map(String::as_str);
        let at = next.of(slot.entry, off.get(&MeetingId(id)), rule, &any);
        found.extend(at.map(|at| Begins { at, id }));
    }
    let (running, next) = found.into_iter().partition(|begins| begins.at <= now);
    Ok(Soon { running, next, off })
}

/// Those that are at the first times, without `own`.
fn first(
    table: &Timetable,
    own: &RoaringBitmap,
    next: &mut Next<'_>,
    any: &Times,
    count: usize,
    now: Timestamp,
) -> Vec<Begins> {
    // Heaps, because hardly any of the times are needed.
    let (mut running, mut ahead) = (BinaryHeap::new(), BinaryHeap::new());
    for slot in 0..table.slots.len() {
        match next.of_slot(slot, any).1 {
            Some(at) if at <= now => running.push((at, slot)),
            Some(at) => ahead.push(Reverse((at, slot))),
            None => {}
        }
    }
    let mut found = Vec::new();
    let mut take = |times: &mut dyn Iterator<Item = (Timestamp, usize)>| {
        let (enough, mut last) = (found.len() + count, None);
        for (at, slot) in times {
            if found.len() >= enough && last != Some(at) {
                break;
            }
            last = Some(at);
            let meetings = table.slots.get(slot).map(|slot| table.meetings(slot));
            let meetings = meetings.into_iter().flatten().filter(|id| !own.contains(**id));
            found.extend(meetings.map(|id| Begins { at, id: i64::from(*id) }));
        }
    };
    take(&mut std::iter::from_fn(|| running.pop()));
    take(&mut std::iter::from_fn(|| ahead.pop().map(|Reverse(time)| time)));
    found
}
