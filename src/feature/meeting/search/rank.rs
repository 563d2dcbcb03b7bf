//! The order of what was found: how well it matches, then which is next.
//!
//! A search that matches more than can be shown is not cut where the index happens to end: its
//! meetings are taken hour by hour, from now on.

use super::clocks::Clocks;
use super::hours::Times;
use super::query::{Search, Stage};
use super::sql::{self, Timed};
use crate::feature::meeting::dates;
use crate::feature::meeting::model::{before, end};
use crate::ids::MeetingId;
use crate::schedule::{Phrase, Recurrence};
use crate::store::Conn;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeSet, HashMap};

/// How many are put in order.
pub(super) const MOST: usize = 400;

/// How far ahead the dates of a rule are tried against the times that are asked for. Its next two
/// are always tried.
const AHEAD: SignedDuration = SignedDuration::from_hours(35 * 24);
/// How many dates of a rule are tried.
const DATES: usize = 700;

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
    let clocks = Clocks::of(conn, search.group).await?;
    let today = search.asker.at.to_zoned(TimeZone::UTC).date();
    let from = today.saturating_sub(3.days());
    let off = dates::cancelled_in(conn, search.group.0, from).await?;
    let mut sieve =
        Sieve { search, off, zones: HashMap::new(), known: HashMap::new(), kept: HashMap::new() };
    let mut more = false;
    for (place, stage) in search.stages(&clocks).iter().enumerate() {
        sieve.known.clear();
        let ids = sql::matching(conn, &stage.wanted, MOST as i64 + 1).await?;
        if ids.len() <= MOST {
            sieve.keep(conn, &ids, place, &stage.times).await?;
        } else {
            more |= sieve.walk(conn, &clocks, stage, place).await?;
            if stage.times.are_all() {
                sieve.keep(conn, &ids, place, &stage.times).await?;
                more = true;
            }
        }
        if sieve.kept.len() > MOST {
            more = true;
            break;
        }
    }
    let mut order: Vec<(Rank, Hit)> = sieve.kept.into_values().collect();
    order.sort_unstable_by_key(|(rank, hit)| (*rank, hit.id));
    order.truncate(MOST);
    Ok(Found { meetings: order.into_iter().map(|(_, hit)| hit).collect(), more })
}

/// How many meetings a search has, at most [`MOST`] and one.
pub(super) async fn count(conn: &mut Conn, search: &Search) -> sqlx::Result<usize> {
    // The widest expression often says enough.
    let clocks = Clocks::of(conn, search.group).await?;
    if let Some(widest) = search.stages(&clocks).last().filter(|stage| stage.times.are_all())
        && sql::matching(conn, &widest.wanted, MOST as i64 + 1).await?.len() > MOST
    {
        return Ok(MOST + 1);
    }
    let found = find(conn, search).await?;
    Ok(found.meetings.len() + usize::from(found.more))
}

/// By its place among the expressions; those that do not take place for now behind all others; then
/// the next one first.
type Rank = (bool, usize, Timestamp);

/// Looks at what the index gave, and keeps what was asked for.
struct Sieve<'a> {
    search: &'a Search,
    off: HashMap<MeetingId, BTreeSet<Date>>,
    zones: HashMap<String, TimeZone>,
    /// What is the next time of weekly meetings of a zone, a length, a day and a minute, of those that
    /// the stage asks for: many meetings have the same.
    known: HashMap<(String, i64, i64, i64), Option<Timestamp>>,
    kept: HashMap<i64, (Rank, Hit)>,
}

impl Sieve<'_> {
    async fn keep(
        &mut self,
        conn: &mut Conn,
        ids: &[i64],
        place: usize,
        times: &Times,
    ) -> sqlx::Result<()> {
        let new: Vec<i64> = ids.iter().copied().filter(|id| !self.kept.contains_key(id)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let rows = sql::timed(conn, self.search.group.0, &dates::list(new)).await?;
        for row in rows {
            let at = if row.inactive { None } else { self.next_known(&row, times) };
            if at.is_none() && !times.are_all() {
                continue;
            }
            let rank = (row.inactive, place, at.unwrap_or(Timestamp::MAX));
            self.kept.insert(row.id, (rank, Hit { id: row.id, at }));
        }
        Ok(())
    }

    /// Takes the meetings of an expression hour by hour until there are enough; says whether there
    /// may be more.
    async fn walk(
        &mut self,
        conn: &mut Conn,
        clocks: &Clocks,
        stage: &Stage,
        place: usize,
    ) -> sqlx::Result<bool> {
        for hours in clocks.coming(&self.search.asker, &stage.times) {
            let wanted = match &stage.free {
                Some(free) => format!("{hours} AND {free}"),
                None => hours,
            };
            let ids = sql::matching(conn, &wanted, i64::MAX).await?;
            self.keep(conn, &ids, place, &stage.times).await?;
            if self.kept.len() > MOST {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn next_known(&mut self, row: &Timed, times: &Times) -> Option<Timestamp> {
        let (Some(day), Some(minute)) = (row.weekday, row.start_minute) else {
            return self.next(row, times);
        };
        if self.off.contains_key(&MeetingId(row.id)) {
            return self.next(row, times);
        }
        let slot = (row.zone.clone(), row.minutes, day, minute);
        if let Some(known) = self.known.get(&slot) {
            return *known;
        }
        let at = self.next(row, times);
        self.known.insert(slot, at);
        at
    }

    /// The first time of a meeting that was asked for and is not over.
    fn next(&mut self, row: &Timed, times: &Times) -> Option<Timestamp> {
        let zone = self
            .zones
            .entry(row.zone.clone())
            .or_insert_with(|| TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC));
        let now = self.search.asker.at;
        let off = self.off.get(&MeetingId(row.id));
        let until = now.saturating_add(AHEAD).unwrap_or(now);
        let recurrence = Recurrence::new(phrase(row)?, zone.clone());
        recurrence
            .after(before(now, row.minutes))
            .take(DATES)
            .enumerate()
            .take_while(|(number, held)| *number < 2 || held.at <= until)
            .map(|(_, held)| held)
            .find(|held| {
                end(held.at, row.minutes) > now
                    && times.fit(held.at)
                    && off.is_none_or(|off| !off.contains(&held.day))
            })
            .map(|held| held.at)
    }
}

fn phrase(row: &Timed) -> Option<Phrase> {
    if let (Some(day), Some(minute)) = (row.weekday, row.start_minute) {
        let day = Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()?;
        let hour = i8::try_from(minute / 60).ok()?;
        let time = Time::new(hour, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        return Phrase::weekly([day], vec![time]);
    }
    Phrase::parse(row.phrase.as_deref()?).ok()
}
