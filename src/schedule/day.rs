//! The member's day: it runs from one day start to the next, in the member's zone.
//!
//! With the usual day start of 04:00, a check-in at 01:30 belongs to the evening before it.

use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;
use jiff::Timestamp;

use crate::schedule::recurrence::instant_of;

/// The day start of a member who has set none.
pub const DEFAULT_START: Time = time(4, 0, 0, 0);

/// The day an instant belongs to. This is the one function that decides it.
pub fn day_of(at: Timestamp, zone: &TimeZone, day_start: Time) -> Date {
    // The local date is at most a day off, whatever the clocks do; walk to the day whose
    // beginning is the last one at or before the instant.
    let mut day = zone.to_datetime(at).date();
    while day_begins(day, zone, day_start) > at {
        let Ok(earlier) = day.yesterday() else { return day };
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
