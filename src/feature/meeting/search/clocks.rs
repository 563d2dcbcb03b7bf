//! The times that are asked for, as tokens of the index: each meeting has its days and hours there
//! by the clock of its own zone, so the same hour is another token in each zone. All of them are of one
//! group: an expression of them needs no other clause for it.

use super::hours::{Asker, Times};
use super::index;
use crate::feature::meeting::sql::listing;
use crate::ids::GroupId;
use crate::store::Conn;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// With so many hours of a day, which of them it is hardly makes fewer meetings.
const MOST_HOURS: u32 = 20;
/// So many hours are looked for one by one.
const FEW_HOURS: usize = 8;
/// How many hours before now are looked at for what is under way.
const BEFORE: i64 = 2;
/// How many hours from there on are a week with both its ends.
const AHEAD: i64 = 7 * 24 + BEFORE + 1;
/// For how many days the offsets of zones are compared: they change when clocks do.
const DAYS: i64 = 8;

/// The zones that a group's meetings are in, with their tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Clocks(Vec<(String, TimeZone)>);

impl Clocks {
    /// Those of a group.
    pub(super) async fn of(conn: &mut Conn, group: GroupId) -> sqlx::Result<Self> {
        let names = listing::zones(conn, group.0).await?;
        let zone = |name: &String| TimeZone::get(name).unwrap_or(TimeZone::UTC);
        Ok(Self(names.iter().map(|name| (index::zone(group, name), zone(name))).collect()))
    }

    /// An expression for the meetings that may be at these times, and some that are not: whoever
    /// uses it looks at each. None where any time will do.
    pub(super) fn candidates(&self, asker: &Asker, times: &Times) -> Option<String> {
        if times.are_all() {
            return None;
        }
        let mut alike: BTreeMap<(Vec<String>, Vec<String>), Vec<String>> = BTreeMap::new();
        for (token, zone) in &self.0 {
            let (mut days, mut hours) = (BTreeSet::new(), 0);
            for ahead in ahead(asker, zone) {
                let shown = times.week().ahead(ahead);
                days.extend(shown.days().map(index::day));
                hours |= shown.hours();
            }
            let hours = match hours.count_ones() {
                MOST_HOURS.. => Vec::new(),
                _ => hours_of(hours).map(index::hour).collect(),
            };
            let days = if days.len() == 7 { Vec::new() } else { days.into_iter().collect() };
            alike.entry((days, hours)).or_default().push(token.clone());
        }
        let each = alike.into_iter().map(|((days, hours), zones)| {
            let parts = [&days, &hours].into_iter().filter(|times| !times.is_empty());
            let parts: Vec<String> =
                parts.map(|times| super::query::facet(&within(&zones, times))).collect();
            if parts.is_empty() { super::query::facet(&zones) } else { parts.join(" AND ") }
        });
        either(each.collect())
    }

    /// Expressions for the meetings of the coming week at these times, from what is under way on:
    /// the hours of one come before those of the next.
    pub(super) fn coming(&self, asker: &Asker, times: &Times) -> Vec<String> {
        let now = asker.at.as_second().div_euclid(3600);
        let hours = (now - BEFORE..now + AHEAD)
            .filter_map(|hour| Timestamp::from_second(hour * 3600).ok())
            .filter(|hour| times.may_fit(*hour));
        let hours: Vec<Timestamp> = hours.collect();
        let (mut rest, mut size, mut found) = (hours.as_slice(), 1, Vec::new());
        while !rest.is_empty() {
            let (these, later) = rest.split_at(size.min(rest.len()));
            found.extend(self.at(these));
            rest = later;
            size *= 2;
        }
        found
    }

    /// An expression for the meetings of some hours. Of many hours it has those of their whole days,
    /// because one of very many tokens is slow.
    fn at(&self, hours: &[Timestamp]) -> Option<String> {
        let mut slots = Vec::new();
        for (token, zone) in &self.0 {
            let mut shown = BTreeSet::new();
            for hour in hours {
                let end = hour.saturating_add(SignedDuration::from_mins(59)).unwrap_or(*hour);
                for at in [*hour, end] {
                    let at = zone.to_datetime(at);
                    shown.insert(match hours.len() {
                        ..=FEW_HOURS => index::slot(at.weekday(), i64::from(at.hour())),
                        _ => index::day(at.weekday()),
                    });
                }
            }
            slots.extend(shown.iter().map(|slot| format!("{token}{slot}")));
        }
        (!slots.is_empty()).then(|| super::query::facet(&slots))
    }
}

/// The tokens of some times in some zones.
fn within(zones: &[String], times: &[String]) -> Vec<String> {
    let each = zones.iter().flat_map(|zone| times.iter().map(move |time| format!("{zone}{time}")));
    each.collect()
}

/// By how many minutes a zone's clocks are ahead of the asker's in the coming days: one number, or
/// two when clocks change.
fn ahead(asker: &Asker, zone: &TimeZone) -> BTreeSet<i64> {
    let minutes = |zone: &TimeZone, at| i64::from(zone.to_offset(at).seconds()) / 60;
    (0..=DAYS)
        .map(|day| {
            let at = asker.at.saturating_add(SignedDuration::from_hours(24 * day));
            let at = at.unwrap_or(asker.at);
            minutes(zone, at) - minutes(&asker.zone, at)
        })
        .collect()
}

fn hours_of(bits: u32) -> impl Iterator<Item = i64> {
    (0..24_i64).filter(move |hour| bits & (1_u32 << hour) != 0)
}

fn either(clauses: Vec<String>) -> Option<String> {
    match clauses.as_slice() {
        [] => None,
        [one] => Some(format!("({one})")),
        several => {
            let several: Vec<String> = several.iter().map(|one| format!("({one})")).collect();
            Some(format!("({})", several.join(" OR ")))
        }
    }
}
