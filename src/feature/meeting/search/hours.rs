//! The times that are asked for: hours of the week, and spans such as tonight.
//!
//! Days and hours are those of the one who asks, in their zone: the ones that the answer shows. A
//! meeting at 01:00 on Friday in Berlin is one of Thursday evening for somebody in New York. This
//! holds for every meeting, however it is attended, so that what was asked for and what is shown
//! never contradict each other.

use super::understand::{Near, Want};
use crate::schedule::day;
use jiff::civil::{Date, DateTime, Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const ALL_DAY: u32 = (1 << 24) - 1;

/// When the evening begins of which "tonight" speaks.
const EVENING: Time = time(17, 0, 0, 0);
/// How far "now" looks ahead.
const SOON: SignedDuration = SignedDuration::from_hours(3);
/// How long before now something that is under way may have begun.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// Hours of a week: for each day from Monday, bits 0 to 23.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Week([u32; 7]);

impl Week {
    /// Every hour.
    pub(super) const ALL: Self = Self([ALL_DAY; 7]);
    const NONE: Self = Self([0; 7]);

    /// These hours on these days.
    pub(super) fn of(days: &[Weekday], hours: u32) -> Self {
        let mut week = Self::NONE;
        for day in days {
            if let Some(bits) = week.0.get_mut(place(*day)) {
                *bits |= hours & ALL_DAY;
            }
        }
        week
    }

    /// The hours that a span of time touches, on the clock of a zone.
    fn touched(from: Timestamp, until: Timestamp, zone: &TimeZone) -> Self {
        let hour = SignedDuration::from_hours(1);
        if until.duration_since(from).as_hours() >= 7 * 24 {
            return Self::ALL;
        }
        let mut week = Self::NONE;
        let mut at = from;
        while at < until {
            week.add(zone.to_datetime(at));
            at = at.saturating_add(hour).unwrap_or(Timestamp::MAX);
        }
        week.add(zone.to_datetime(until));
        week
    }

    fn add(&mut self, at: DateTime) {
        if let Some(bits) = self.0.get_mut(place(at.weekday())) {
            *bits |= 1_u32 << at.hour();
        }
    }

    fn and(self, other: Self) -> Self {
        let mut both = self;
        both.0.iter_mut().zip(other.0).for_each(|(bits, other)| *bits &= other);
        both
    }

    fn or(self, other: Self) -> Self {
        let mut either = self;
        either.0.iter_mut().zip(other.0).for_each(|(bits, other)| *bits |= other);
        either
    }

    /// Whether a time on the clock is in one of the hours.
    pub(super) fn has(self, at: DateTime) -> bool {
        self.0.get(place(at.weekday())).is_some_and(|bits| bits & (1_u32 << at.hour()) != 0)
    }
}

fn place(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

/// Who asks, as far as time goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asker {
    /// Their zone.
    pub(super) zone: TimeZone,
    /// When they asked.
    pub(super) at: Timestamp,
    /// When their day begins: at half past midnight, "tonight" is the night that goes on.
    pub(super) day_start: Time,
}

impl Asker {
    /// From when on and until when.
    fn span(&self, near: Near) -> (Timestamp, Timestamp) {
        let day = day::day_of(self.at, &self.zone, self.day_start);
        let begin = |date: Date, at: Time| {
            let found = self.zone.to_ambiguous_timestamp(date.to_datetime(at)).compatible();
            found.unwrap_or(self.at)
        };
        let after = |date: Date| date.tomorrow().unwrap_or(date);
        let ago = self.at.saturating_sub(LONGEST).unwrap_or(self.at);
        let midnight = Time::midnight();
        match near {
            Near::Now => (ago, self.at.saturating_add(SOON).unwrap_or(self.at)),
            Near::Today => (ago, begin(after(self.zone.to_datetime(self.at).date()), midnight)),
            Near::Tonight => (begin(day, EVENING), day::day_ends(day, &self.zone, self.day_start)),
            Near::Tomorrow => (begin(after(day), midnight), begin(after(after(day)), midnight)),
        }
    }
}

/// The times that are asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Times {
    zone: TimeZone,
    week: Week,
    /// From an instant on, and before another.
    span: Option<(Timestamp, Timestamp)>,
}

impl Times {
    /// What somebody asks for: one of the days, one of the spans, and every other wish.
    pub(super) fn of<'a>(asker: &Asker, wants: impl Iterator<Item = &'a Want>) -> Self {
        let (mut days, mut hours) = (None::<Week>, Week::ALL);
        let mut span = None::<(Timestamp, Timestamp)>;
        for want in wants {
            match want {
                Want::Days(wanted) => {
                    let week = Week::of(wanted, ALL_DAY);
                    days = Some(days.map_or(week, |days| days.or(week)));
                }
                Want::Hours(wanted) => hours = hours.and(Week([wanted & ALL_DAY; 7])),
                Want::Near(near) => {
                    let (from, until) = asker.span(*near);
                    span =
                        Some(span.map_or((from, until), |(first, last)| {
                            (first.min(from), last.max(until))
                        }));
                }
                Want::Kind(_) | Want::How(_) | Want::Word { .. } => {}
            }
        }
        let mut week = hours.and(days.unwrap_or(Week::ALL));
        if let Some((from, until)) = span {
            week = week.and(Week::touched(from, until, &asker.zone));
        }
        Self { zone: asker.zone.clone(), week, span }
    }

    /// Whether any time will do.
    pub(super) fn are_all(&self) -> bool {
        self.week == Week::ALL && self.span.is_none()
    }

    /// Whether something that begins at an instant is asked for.
    pub(super) fn fit(&self, at: Timestamp) -> bool {
        self.fit_span(at) && self.week.has(self.zone.to_datetime(at))
    }

    /// Whether an instant is in the span that is asked for.
    pub(super) fn fit_span(&self, at: Timestamp) -> bool {
        self.span.is_none_or(|(from, until)| from <= at && at < until)
    }

    /// Whether a time that the clock of the one who asks shows is of a day and an hour that are asked for.
    /// It is given as the second that it would be in UTC.
    pub(super) fn fit_week(&self, shown: i64) -> bool {
        // 1970 began on a Thursday.
        let day = (shown.div_euclid(24 * 3600) + 3).rem_euclid(7) as usize;
        let hour = shown.rem_euclid(24 * 3600) / 3600;
        self.week.0.get(day).is_some_and(|bits| bits & (1_u32 << hour) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(zone: &str, at: &str) -> Asker {
        Asker {
            zone: TimeZone::get(zone).expect("a zone"),
            at: at.parse().expect("an instant"),
            day_start: time(4, 0, 0, 0),
        }
    }

    fn fits(asker: &Asker, wants: &[Want], at: &str) -> bool {
        Times::of(asker, wants.iter()).fit(at.parse().expect("an instant"))
    }

    #[test]
    fn days_are_those_of_the_asker() {
        let ann = asker("America/New_York", "2026-06-01T12:00:00Z");
        // 01:00 on Friday in Berlin, 19:00 on Thursday in New York.
        let berlin = "2026-06-04T23:00:00Z";
        let thursday = Want::Days(vec![Weekday::Thursday]);
        assert!(fits(&ann, std::slice::from_ref(&thursday), berlin));
        assert!(!fits(&ann, &[Want::Days(vec![Weekday::Friday])], berlin));
        assert!(fits(&ann, &[thursday.clone(), Want::Hours(1 << 19)], berlin));
        assert!(!fits(&ann, &[thursday, Want::Hours(1 << 1)], berlin));
    }

    #[test]
    fn today_and_tonight_end_with_the_night() {
        for (at, near, held, expected) in [
            // A Thursday, ten in the evening in London.
            ("2026-06-04T21:00:00Z", Near::Tonight, "2026-06-04T22:30:00Z", true),
            ("2026-06-04T21:00:00Z", Near::Tonight, "2026-06-05T02:00:00Z", true),
            ("2026-06-04T21:00:00Z", Near::Tonight, "2026-06-05T18:00:00Z", false),
            ("2026-06-04T21:00:00Z", Near::Today, "2026-06-11T09:00:00Z", false),
            ("2026-06-04T21:00:00Z", Near::Tomorrow, "2026-06-05T18:00:00Z", true),
            ("2026-06-04T21:00:00Z", Near::Now, "2026-06-04T20:30:00Z", true),
            ("2026-06-04T21:00:00Z", Near::Now, "2026-06-05T03:00:00Z", false),
            // Half past midnight: the night goes on, and tomorrow is what comes after it.
            ("2026-06-04T23:30:00Z", Near::Tonight, "2026-06-05T01:00:00Z", true),
            ("2026-06-04T23:30:00Z", Near::Tonight, "2026-06-05T19:00:00Z", false),
            ("2026-06-04T23:30:00Z", Near::Today, "2026-06-05T19:00:00Z", true),
            ("2026-06-04T23:30:00Z", Near::Tomorrow, "2026-06-05T19:00:00Z", true),
        ] {
            let ann = asker("Europe/London", at);
            assert_eq!(fits(&ann, &[Want::Near(near)], held), expected, "{near:?} {held}");
        }
    }
}
