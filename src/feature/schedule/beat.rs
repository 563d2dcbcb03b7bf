//! When something happens, again and again or once: what schedules and reminders have in common.

use crate::schedule::recurrence::instant_of;
use crate::schedule::{Occurrence, Phrase, PhraseError, Recurrence, Timing};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A rule, or a single time, in its zone.
#[derive(Debug, Clone)]
pub(crate) enum Beat {
    /// Again and again.
    Repeats(Recurrence),
    /// Once.
    Once(Occurrence),
}

impl Beat {
    /// What somebody asked for at `now`, and the text under which it is kept. A rule that depends
    /// on its first day begins today.
    pub(crate) fn asked(
        timing: &Timing,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<(Self, String), PhraseError> {
        match timing {
            Timing::Repeats(phrase) => {
                let phrase = phrase.clone().anchored(zone.to_datetime(now).date());
                let text = phrase.to_string();
                Ok((Self::Repeats(Recurrence::new(phrase, zone.clone())), text))
            }
            Timing::Once(when) => {
                let at = when.resolve(now, zone)?;
                // The store keeps milliseconds.
                let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
                let once = occurrence(at, zone);
                let seconds = once.civil.second() != 0;
                let format = if seconds { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M" };
                let text = once.civil.strftime(format).to_string();
                Ok((Self::Once(once), text))
            }
        }
    }

    /// What was kept. A single time is at `next_at` as long as that is known, and otherwise where
    /// its civil time lies in the zone. `None`: a text that cannot be read, from a newer Hearth.
    pub(crate) fn kept(timing: &str, zone: &TimeZone, next_at: Option<Timestamp>) -> Option<Self> {
        if let Ok(civil) = timing.parse::<DateTime>() {
            let at = next_at.or_else(|| instant_of(civil, zone))?;
            return Some(Self::Once(occurrence(at, zone)));
        }
        let phrase = Phrase::parse(timing).ok()?;
        Some(Self::Repeats(Recurrence::new(phrase, zone.clone())))
    }

    /// Whether it is a rule.
    pub(crate) fn repeats(&self) -> bool {
        matches!(self, Self::Repeats(_))
    }

    /// The first time after an instant that is not left out.
    pub(crate) fn next(&self, after: Timestamp, skipped: &[DateTime]) -> Option<Occurrence> {
        match self {
            Self::Repeats(recurrence) => {
                recurrence.after(after).find(|found| !skipped.contains(&found.civil))
            }
            Self::Once(once) => {
                (once.at > after && !skipped.contains(&once.civil)).then(|| once.clone())
            }
        }
    }

    /// The next times after an instant.
    pub(crate) fn coming(
        &self,
        after: Timestamp,
        skipped: &[DateTime],
        count: usize,
    ) -> Vec<Occurrence> {
        let mut last = after;
        let next = std::iter::from_fn(|| {
            let next = self.next(last, skipped)?;
            last = next.at;
            Some(next)
        });
        next.take(count).collect()
    }
}

fn occurrence(at: Timestamp, zone: &TimeZone) -> Occurrence {
    let civil = zone.to_datetime(at);
    let offset = zone.to_offset(at);
    Occurrence { at, civil, moved: false, folded: false, day: civil.date(), offset }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::zone::lookup;

    #[test]
    fn what_is_kept_means_what_was_asked() {
        let now: Timestamp = "2026-03-27T12:00:00Z".parse().unwrap();
        let zone = lookup("London").unwrap();
        for (typed, kept) in [
            ("daily 01:30", "daily 01:30"),
            ("every 2 weeks tue 19:00", "every 2 weeks tue 19:00 from 2026-03-27"),
            ("tomorrow 9am", "2026-03-28 09:00"),
            ("2026-03-29 01:30", "2026-03-29 02:30"),
            ("in 90 seconds", "2026-03-27 12:01:30"),
        ] {
            let (beat, text) = Beat::asked(&Timing::parse(typed).unwrap(), now, &zone).unwrap();
            assert_eq!(text, kept, "{typed}");
            let again = Beat::kept(&text, &zone, None).unwrap();
            assert_eq!(beat.coming(now, &[], 3), again.coming(now, &[], 3), "{typed}");
            assert_eq!(beat.repeats(), again.repeats(), "{typed}");
        }
    }

    #[test]
    fn what_is_left_out_does_not_come() {
        let now: Timestamp = "2026-03-27T12:00:00Z".parse().unwrap();
        let beat = Beat::kept("daily 09:00", &TimeZone::UTC, None).unwrap();
        let skipped = ["2026-03-28T09:00".parse().unwrap(), "2026-03-30T09:00".parse().unwrap()];
        let days: Vec<i8> =
            beat.coming(now, &skipped, 3).iter().map(|found| found.civil.day()).collect();
        assert_eq!(days, [29, 31, 1]);
    }

    #[test]
    fn what_cannot_be_read_is_no_time() {
        assert!(Beat::kept("whenever the moon is full", &TimeZone::UTC, None).is_none());
    }
}
