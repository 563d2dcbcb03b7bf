//! The member's day: it runs from one day start to the next, in the member's zone.
//!
//! With the usual day start of 04:00, a check-in at 01:30 belongs to the evening before it.

use jiff::Timestamp;
use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;

use crate::schedule::recurrence::instant_of;

/// The day start of a member who has set none.
pub const DEFAULT_START: Time = time(4, 0, 0, 0);

/// The day an instant belongs to. This is the one function that decides it.
pub fn day_of(at: Timestamp, zone: &TimeZone, day_start: Time) -> Date {
    // The local date is at most a day off, whatever the clocks do; walk to the day whose
    // beginning is the last one at or before the instant.
    let mut day = zone.to_datetime(at).date();
    while day_begins(day, zone, day_start) > at {
        let Ok(earlier) = day.yesterday() else {
            return day;
        };
        day = earlier;
    }
    while let Ok(later) = day.tomorrow()
        && day_begins(later, zone, day_start) <= at
    {
        day = later;
    }
    day
}

/// The instant at which a day begins. A day start in a gap is moved forward by the gap; in a
/// fold it is the first pass.
pub fn day_begins(day: Date, zone: &TimeZone, day_start: Time) -> Timestamp {
    let civil = day.to_datetime(day_start);
    // Beyond the range of instants there is only its edge.
    instant_of(civil, zone).unwrap_or(if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The instant at which a day is over, which is when the next one begins. A day that the zone
/// left out ends as it begins.
pub fn day_ends(day: Date, zone: &TimeZone, day_start: Time) -> Timestamp {
    day.tomorrow().map_or(Timestamp::MAX, |next| day_begins(next, zone, day_start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::zone;

    #[test]
    fn a_day_runs_to_its_own_start() {
        let table = [
            ("Europe/London", "2026-03-29T00:59:59Z", "04:00", "2026-03-28"),
            ("Europe/London", "2026-03-29T02:59:59Z", "04:00", "2026-03-28"),
            ("Europe/London", "2026-03-29T03:00:00Z", "04:00", "2026-03-29"),
            // The start lies in the gap: the day begins with the moved time, 02:30 local.
            ("Europe/London", "2026-03-29T01:29:59Z", "01:30", "2026-03-28"),
            ("Europe/London", "2026-03-29T01:30:00Z", "01:30", "2026-03-29"),
            // The start lies in the fold: the day begins at the first pass and stays begun.
            ("Europe/London", "2026-10-25T00:30:00Z", "01:30", "2026-10-25"),
            ("Europe/London", "2026-10-25T01:10:00Z", "01:30", "2026-10-25"),
            // Apia left 30 December 2011 out.
            ("Pacific/Apia", "2011-12-30T09:00:00Z", "00:00", "2011-12-29"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "00:00", "2011-12-31"),
        ];
        for (place, at, start, day) in table {
            let zone = zone::lookup(place).unwrap();
            assert_eq!(
                day_of(at.parse().unwrap(), &zone, start.parse().unwrap()),
                day.parse().unwrap(),
                "{place} {at}"
            );
        }
    }

    fn any_zone() -> impl Strategy<Value = TimeZone> {
        proptest::sample::select(zone::names()).prop_map(|name| zone::lookup(&name).unwrap())
    }

    /// Instants near a change of clocks, where everything can go wrong.
    fn near_change(zone: &TimeZone, around: Timestamp, seconds: i64) -> Timestamp {
        let change = zone.following(around).next().map_or(around, |change| change.timestamp());
        change.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(change)
    }

    proptest! {
        #[test]
        fn an_instant_lies_within_its_day(
            zone in any_zone(),
            second in -2_000_000_000_i64..4_000_000_000,
            off in -100_000_i64..100_000,
            minute in 0_i16..1440,
        ) {
            let start = time((minute / 60) as i8, (minute % 60) as i8, 0, 0);
            let at = near_change(&zone, Timestamp::from_second(second).unwrap(), off);
            let day = day_of(at, &zone, start);
            prop_assert!(day_begins(day, &zone, start) <= at);
            prop_assert!(at < day_ends(day, &zone, start));
        }

        #[test]
        fn days_end_where_the_next_begin(zone in any_zone(), second in 0_i64..4_000_000_000) {
            let at = Timestamp::from_second(second).unwrap();
            let day = day_of(at, &zone, DEFAULT_START);
            let end = day_ends(day, &zone, DEFAULT_START);
            prop_assert!(day_of(end, &zone, DEFAULT_START) > day);
        }
    }

    #[test]
    fn the_edges_of_time_do_not_panic() {
        for at in [Timestamp::MIN, Timestamp::MAX] {
            for zone in
                [TimeZone::UTC, zone::lookup("Apia").unwrap(), zone::lookup("Honolulu").unwrap()]
            {
                let day = day_of(at, &zone, DEFAULT_START);
                let _ =
                    (day_begins(day, &zone, DEFAULT_START), day_ends(day, &zone, DEFAULT_START));
            }
        }
    }
}
