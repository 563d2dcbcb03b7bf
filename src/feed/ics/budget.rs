//! What looking for the dates of rules may cost in one calendar.
//!
//! Whether a rule has a date at all, and where one with a count ends, is found by walking through
//! the years. A rule such as "30 February" is walked for centuries. One of them costs nothing worth
//! mentioning; a calendar of twenty thousand would keep Hearth busy for an hour. So the years that
//! are walked for a calendar are counted, and when they are used up its other rules are not tried.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};
use rrule::RRuleSet;

use crate::schedule::phrase::{Phrase, PhraseError};
use crate::schedule::recurrence::first_civil;

/// What a walk costs that finds nothing, in years: the walk begins in the last cycles of the
/// library's calendar.
const WHOLE_WALK: u32 = 800;

/// The years that may be walked for a calendar: 20 rules without a date, and then no more.
const YEARS: u32 = 20 * WHOLE_WALK;

/// So many dates cost as much as a year without any.
const DATES_OF_A_YEAR: u32 = 25;

/// A rule whose first date is farther away than this, in years, has none. A 29 February that is
/// also a Monday may be 40 years away, and nobody waits for it.
const FAR: u32 = 30;

/// A rule with a count is counted through up to here; beyond, it does not end for us.
const MAX_COUNT: u16 = 2000;

/// Dates beside the rules that are kept for a calendar: each becomes a meeting of its own, with
/// the whole text of its event.
const EXTRA: usize = 5000;

/// Nothing is tried any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent;

/// Whether a rule has a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dates {
    /// It has.
    Some,
    /// It has none, or none for decades.
    None,
    /// The scheduler does not take the rule.
    Unreadable,
}

/// Where a rule with a count ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// With this day.
    At(Date),
    /// Never, or too far away to matter.
    Open,
}

/// What is left to be spent on a calendar.
#[derive(Debug)]
pub(crate) struct Budget {
    years: u32,
    extra: usize,
    dates: HashMap<String, Dates>,
    ends: HashMap<(String, DateTime, u32), Option<End>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { years: YEARS, extra: EXTRA, dates: HashMap::new(), ends: HashMap::new() }
    }
}

impl Budget {
    /// Whether a rule, given as the scheduler takes it, has a date on or after its first day.
    pub(crate) fn dates(&mut self, text: &str, start: Date) -> Result<Dates, Spent> {
        let phrase = format!("rrule {text} from {start}");
        if let Some(known) = self.dates.get(&phrase) {
            return Ok(*known);
        }
        self.left()?;
        let (found, cost) = match Phrase::parse(&phrase) {
            Ok(read) => match first_civil(&read) {
                Some(first) if years(start, first.date()) <= FAR => {
                    (Dates::Some, years(start, first.date()))
                }
                first => (Dates::None, first.map_or(WHOLE_WALK, |at| years(start, at.date()))),
            },
            Err(PhraseError::NeverFires) => (Dates::None, WHOLE_WALK),
            Err(_) => (Dates::Unreadable, 0),
        };
        self.spend(cost);
        self.dates.insert(phrase, found);
        Ok(found)
    }

    /// The day of the last of `count` times; `None` when the library cannot read the rule.
    pub(crate) fn end(
        &mut self,
        text: &str,
        start: DateTime,
        count: u32,
    ) -> Result<Option<End>, Spent> {
        let Some(count) = u16::try_from(count).ok().filter(|count| *count <= MAX_COUNT) else {
            return Ok(Some(End::Open));
        };
        let key = (text.to_owned(), start, u32::from(count));
        if let Some(known) = self.ends.get(&key) {
            return Ok(*known);
        }
        self.left()?;
        let dates = occurrences(text, start, count);
        let (end, cost) = match dates.as_deref() {
            None => (None, 0),
            Some(dates) => {
                let walked = u32::try_from(dates.len()).unwrap_or(u32::MAX) / DATES_OF_A_YEAR;
                match dates.last().filter(|_| dates.len() == usize::from(count)) {
                    Some(last) => (Some(End::At(*last)), walked + years(start.date(), *last)),
                    None => (Some(End::Open), walked + WHOLE_WALK),
                }
            }
        };
        self.spend(cost);
        self.ends.insert(key, end);
        Ok(end)
    }

    /// How many of some dates beside a rule are kept.
    pub(crate) fn extra(&mut self, wanted: usize) -> usize {
        let kept = wanted.min(self.extra);
        self.extra -= kept;
        kept
    }

    fn left(&self) -> Result<(), Spent> {
        if self.years == 0 { Err(Spent) } else { Ok(()) }
    }

    fn spend(&mut self, years: u32) {
        self.years = self.years.saturating_sub(years);
    }
}

fn years(from: Date, until: Date) -> u32 {
    (i32::from(until.year()) - i32::from(from.year())).unsigned_abs()
}

/// The calendar, days of the week included, repeats after so many years.
const CYCLE: i16 = 400;
/// The library looks for a date until the year 10000, which takes seconds when there is none.
/// Dates are looked for in the last cycles before it, 400 to 800 years of them.
const LAST_START: i16 = 9_599;

/// The first dates of a rule, in civil time: the library's clock changes are not ours. `None`
/// when the library cannot read the rule.
fn occurrences(text: &str, start: DateTime, limit: u16) -> Option<Vec<Date>> {
    let cycles = (LAST_START - start.year()).div_euclid(CYCLE).max(0);
    let later = start.checked_add(jiff::Span::new().years(cycles * CYCLE)).ok()?;
    let later = later.strftime("%Y%m%dT%H%M%SZ");
    let set: RRuleSet = format!("DTSTART:{later}\nRRULE:{text}").parse().ok()?;
    let dates = set
        .all(limit)
        .dates
        .iter()
        .filter_map(|date| Date::strptime("%Y%m%d", date.format("%Y%m%d").to_string()).ok())
        .filter_map(|date| date.checked_sub(jiff::Span::new().years(cycles * CYCLE)).ok())
        .collect();
    Some(dates)
}
