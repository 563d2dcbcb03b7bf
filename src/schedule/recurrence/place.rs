//! Civil times in a zone: gaps move forward, folds take the first pass.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Where a civil time landed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// The instant.
    pub(crate) at: Timestamp,
    /// The zone's offset at the instant.
    pub(crate) offset: Offset,
    /// Whether the time did not exist and was moved forward by the gap.
    pub(crate) moved: bool,
    /// Whether the time exists twice; the instant is the first.
    pub(crate) folded: bool,
}

/// Places a civil time. Nothing when it lies beyond the range of instants.
pub(crate) fn place(civil: DateTime, zone: &TimeZone) -> Option<Placed> {
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    let (moved, folded) = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => (false, false),
        AmbiguousOffset::Gap { .. } => (true, false),
        AmbiguousOffset::Fold { .. } => (false, true),
    };
    let at = ambiguous.compatible().ok()?;
    let offset = zone.to_offset(at);
    Some(Placed { at, offset, moved, folded })
}

/// No gap is longer: whole days were left out in Manila, Kwajalein and Apia.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(25);

/// The earliest civil time that may be placed after an instant. That is the local time at the
/// instant, or the beginning of a gap shortly before, out of which times are still moving.
pub(crate) fn earliest_civil(after: Timestamp, zone: &TimeZone) -> DateTime {
    let mut earliest = zone.to_datetime(after);
    let Ok(horizon) = after.checked_sub(LONGEST_GAP) else {
        return earliest;
    };
    // `preceding` is strict, and a change at `after` itself counts.
    let Ok(from) = after.checked_add(SignedDuration::from_nanos(1)) else {
        return earliest;
    };
    for change in zone.preceding(from) {
        if change.timestamp() <= horizon {
            break;
        }
        let Ok(before) = change.timestamp().checked_sub(SignedDuration::from_nanos(1)) else {
            break;
        };
        let gap_begins = zone.to_offset(before).to_datetime(change.timestamp());
        earliest = earliest.min(gap_begins);
    }
    earliest
}

/// The instant of a civil time, moved or at the first pass. Nothing beyond the range.
pub(crate) fn instant_of(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(civil).compatible().ok()
}
