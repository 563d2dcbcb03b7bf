//! Times that a change of clocks moves.

use super::{GAP_YEARS, Rule};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The instant of a civil time by our rule: a gap moves it forward by the gap, in a fold it is
/// the first pass. Nothing at the edges of what jiff can count.
pub(super) fn instant(zone: &TimeZone, at: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(at).compatible().ok()
}

/// The time that a clock in the zone shows: the same, except inside a gap.
pub(super) fn shown(zone: &TimeZone, at: DateTime) -> DateTime {
    match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Gap { .. } => {
            instant(zone, at).map_or(at, |instant| zone.to_datetime(instant))
        }
        _ => at,
    }
}

/// The occurrences of a rule that fall into a gap from a month before `now` to [`GAP_YEARS`] after
/// it, by the time that the rule names. None for a rule that counts hours or less: there is always
/// a next one soon, and years of them would have to be counted.
pub(super) fn moved(
    zone: &TimeZone,
    start: DateTime,
    rule: &Rule,
    now: Timestamp,
) -> Vec<DateTime> {
    let Rule::Repeats { rrule, until, except } = rule else { return Vec::new() };
    if ["FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY"]
        .iter()
        .any(|often| rrule.as_str().contains(often))
    {
        return Vec::new();
    }
    let end = zone.to_datetime(now).saturating_add(i64::from(GAP_YEARS).years());
    let first = instant(zone, start.saturating_sub(2.days())).unwrap_or(now);
    let since = now
        .checked_sub(jiff::SignedDuration::from_hours(31 * 24))
        .map_or(first, |recent| first.max(recent));
    zone.following(since)
        .take_while(|change| change.timestamp() <= instant(zone, end).unwrap_or(now))
        .filter_map(|change| {
            // The gap is the civil time between the old clock and the new one at the change.
            let before = zone.to_offset(change.timestamp().checked_sub(1.second()).ok()?);
            let (from, to) = (
                before.to_datetime(change.timestamp()),
                change.offset().to_datetime(change.timestamp()),
            );
            (from < to).then_some((from, to))
        })
        .flat_map(|(from, to)| expand(rrule.as_str(), start, from, to))
        .filter(|at| until.is_none_or(|until| *at <= until) && !except.contains(at))
        .collect()
}

/// Occurrences of a rule in a span of civil time, its end not included.
fn expand(rrule: &str, start: DateTime, from: DateTime, to: DateTime) -> Vec<DateTime> {
    if to <= start {
        return Vec::new();
    }
    // UTC has no gaps, so the crate's zoned time is civil time here.
    let text = format!("DTSTART:{}Z\nRRULE:{rrule}", super::write::local(start));
    let Ok(set) = text.parse::<rrule::RRuleSet>() else { return Vec::new() };
    let at = |at: DateTime| {
        let seconds = TimeZone::UTC.to_timestamp(at).ok()?.as_second();
        chrono::DateTime::from_timestamp(seconds, 0).map(|at| at.with_timezone(&rrule::Tz::UTC))
    };
    let (Some(after), Some(before)) = (at(from), at(to)) else { return Vec::new() };
    // Both bounds are included by the crate.
    set.after(after)
        .before(before - chrono::Duration::seconds(1))
        .all(1_500)
        .dates
        .iter()
        .filter_map(|date| Timestamp::from_second(date.timestamp()).ok())
        .map(|instant| TimeZone::UTC.to_datetime(instant))
        .filter(|at| (from..to).contains(at))
        .collect()
}
