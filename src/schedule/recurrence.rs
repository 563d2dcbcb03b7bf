//! A phrase in a zone: when it fires.
//!
//! The phrase is evaluated in civil time, and each civil time is then placed in the zone.
//! Both steps cost the same however far `after` lies from the phrase's first day.

mod days;
mod expand;
mod place;

use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};

use crate::schedule::phrase::{End, Phrase, Rule};
use days::next_day;
use expand::Expander;
use place::{Placed, earliest_civil, place};

pub(crate) use place::instant_of;

/// The first day of phrases that depend on one and have none: a Monday, before every
/// schedule. Stored phrases are anchored and do not use it.
const DEFAULT_ANCHOR: Date = civil::date(1970, 1, 5);

/// A phrase in a zone. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Recurrence {
    phrase: Arc<Phrase>,
    zone: TimeZone,
    expander: Option<Arc<Expander>>,
}

/// One time a recurrence fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The instant.
    pub at: Timestamp,
    /// The local date and time the phrase asks for.
    pub civil: DateTime,
    /// Whether a gap moved it forward, so that clocks show another time than `civil`.
    pub moved: bool,
    /// Whether clocks show `civil` twice; `at` is the first pass.
    pub folded: bool,
    /// The day the phrase asks for, which names the occurrence in keys and exceptions.
    pub day: Date,
    /// The zone's offset at the instant.
    pub offset: Offset,
}

impl Recurrence {
    /// Puts a phrase in a zone.
    pub fn new(phrase: Phrase, zone: TimeZone) -> Self {
        let expander = Expander::of(&phrase).map(Arc::new);
        Self { phrase: Arc::new(phrase), zone, expander }
    }

    /// The phrase.
    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    /// The zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first occurrence strictly after an instant; nothing when there are no more.
    pub fn next_after(&self, after: Timestamp) -> Option<Occurrence> {
        let mut best: Option<Occurrence> = None;
        let mut from = earliest_civil(after, &self.zone);
        while let Some(civil) = self.next_civil(from) {
            // A moved occurrence lands after those that come later and are not moved, up to
            // the time it lands on.
            if best.as_ref().is_some_and(|best| civil > landing(best)) {
                break;
            }
            if let Some(occurrence) = self.placed(civil).filter(|found| found.at > after) {
                let moved = occurrence.moved;
                // At one instant the occurrence that asked for this time stands.
                if best.as_ref().is_none_or(|best| (occurrence.at, moved) < (best.at, best.moved)) {
                    best = Some(occurrence);
                }
                if !moved {
                    break;
                }
            }
            let Ok(next) = civil.checked_add(jiff::SignedDuration::from_secs(1)) else {
                break;
            };
            from = next;
        }
        best.filter(|found| !self.ended_by(found.at))
    }

    /// Every occurrence strictly after an instant, in order.
    pub fn after(&self, after: Timestamp) -> impl Iterator<Item = Occurrence> + '_ {
        let mut last = after;
        std::iter::from_fn(move || {
            let next = self.next_after(last)?;
            last = next.at;
            Some(next)
        })
    }

    /// Whether the phrase asks for anything on this day.
    pub fn falls_on(&self, day: Date) -> bool {
        self.next_civil(day.to_datetime(Time::MIN)).is_some_and(|civil| civil.date() == day)
    }

    fn next_civil(&self, from: DateTime) -> Option<DateTime> {
        next_civil(&self.phrase, self.expander.as_deref(), from)
    }

    fn placed(&self, civil: DateTime) -> Option<Occurrence> {
        let Placed { at, offset, moved, folded } = place(civil, &self.zone)?;
        Some(Occurrence { at, civil, moved, folded, day: civil.date(), offset })
    }

    fn ended_by(&self, at: Timestamp) -> bool {
        matches!(self.phrase.rule(), Rule::Rrule(rrule) if matches!(rrule.end, Some(End::Instant(end)) if at > end))
    }
}

/// What clocks show when an occurrence fires.
fn landing(occurrence: &Occurrence) -> DateTime {
    occurrence.offset.to_datetime(occurrence.at)
}

/// The first civil time a phrase ever asks for.
pub(crate) fn first_civil(phrase: &Phrase) -> Option<DateTime> {
    let expander = Expander::of(phrase);
    next_civil(phrase, expander.as_ref(), DEFAULT_ANCHOR.to_datetime(Time::MIN))
}

/// The first civil time at or after `from`.
fn next_civil(phrase: &Phrase, expander: Option<&Expander>, from: DateTime) -> Option<DateTime> {
    let mut from = phrase.from().map_or(from, |first| from.max(first.to_datetime(Time::MIN)));
    loop {
        let civil = match phrase.rule() {
            Rule::Rrule(_) => expander?.next(from)?,
            Rule::Plain { days, times } => {
                let anchor = phrase.from().unwrap_or(DEFAULT_ANCHOR);
                at_times(from, times, |date| next_day(days, anchor, date))?
            }
            Rule::Cron(cron) => {
                at_times(from, cron.times(), |date| days::next_cron_day(cron, date))?
            }
        };
        if phrase.until().is_some_and(|until| civil.date() > until) {
            return None;
        }
        if phrase.except().binary_search(&civil.date()).is_err() {
            return Some(civil);
        }
        from = civil.date().tomorrow().ok()?.to_datetime(Time::MIN);
    }
}

fn at_times(
    from: DateTime,
    times: &crate::schedule::phrase::Times,
    next_day: impl Fn(Date) -> Option<Date>,
) -> Option<DateTime> {
    let day = next_day(from.date())?;
    if day > from.date() {
        return Some(day.to_datetime(times.first()));
    }
    match times.at_or_after(from.time()) {
        Some(time) => Some(day.to_datetime(time)),
        None => Some(next_day(day.tomorrow().ok()?)?.to_datetime(times.first())),
    }
}

#[cfg(test)]
mod tests;
