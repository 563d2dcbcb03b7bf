//! What has to be written so that the store holds what a feed lists; decided without the store.

use super::Kept;
use super::shape::{self, Row};
use crate::feature::meeting::show::MINE;
use crate::feed::Listing;
use crate::feed::slug::{Slugs, slugify};
use crate::schedule::Phrase;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};

/// A feed with more meetings than this that loses more than half of them is not believed.
const FEW: usize = 10;

/// A row that is there.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub id: i64,
    pub feed_slug: String,
    pub phrase: Option<String>,
    pub zone: String,
    pub listing: String,
    pub fingerprint: String,
    pub removed: bool,
}

/// What has to be written.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// New rows.
    pub add: Vec<Row>,
    /// Rows that are there and differ.
    pub write: Vec<Row>,
    /// Rows that vanished.
    pub remove: Vec<i64>,
    had: usize,
    back: usize,
    same: usize,
}

impl Plan {
    /// Rows whose time, place or name changed, and those that came back.
    pub(super) fn told(&self) -> impl Iterator<Item = i64> + '_ {
        self.write.iter().filter(|row| row.told).map(|row| row.id)
    }

    /// How many there were and how many would go, when that is too much to be believed.
    pub(super) fn doubtful(&self) -> Option<(usize, usize)> {
        let gone = self.remove.len();
        let empty = self.had > 0 && gone == self.had && self.add.is_empty();
        let most = self.had > FEW && gone * 2 > self.had;
        (empty || most).then_some((self.had, gone))
    }

    pub(super) fn kept(&self) -> Kept {
        let told = self.told().count();
        Kept {
            added: self.add.len() + self.back,
            changed: told - self.back,
            details: self.write.len() - told,
            same: self.same,
            removed: self.remove.len(),
        }
    }
}

/// Compares what is there with what a feed lists. `taken` are the short names of the group's
/// meetings; `zone` is for listings without one.
pub(super) fn plan(
    known: Vec<Known>,
    taken: Vec<String>,
    listings: &[Listing],
    zone: &str,
    now: Timestamp,
) -> Plan {
    let mut plan = Plan { had: known.iter().filter(|k| !k.removed).count(), ..Plan::default() };
    let mut slugs = Slugs::default();
    slugs.take(MINE);
    for slug in &taken {
        slugs.take(slug);
    }
    let mut by_slug: HashMap<String, Known> =
        known.into_iter().map(|known| (known.feed_slug.clone(), known)).collect();
    let mut seen = HashSet::new();
    let mut unknown = Vec::new();
    let once: Vec<&Listing> =
        listings.iter().filter(|listing| seen.insert(listing.slug.as_str())).collect();
    for row in shape::rows(&once, zone) {
        match by_slug.remove(&row.feed_slug) {
            Some(known) => plan.compare(&known, row, now),
            None => unknown.push(row),
        }
    }
    // A feed that gives a meeting another slug and leaves the rest as it was has not moved it.
    let mut by_print: HashMap<String, Vec<Known>> = HashMap::new();
    let mut rest: Vec<Known> = by_slug.into_values().filter(|known| !known.removed).collect();
    rest.sort_unstable_by_key(|known| std::cmp::Reverse(known.id));
    for known in rest {
        by_print.entry(known.fingerprint.clone()).or_default().push(known);
    }
    for mut row in unknown {
        if let Some(known) = by_print.get_mut(&row.fingerprint).and_then(Vec::pop) {
            plan.compare(&known, row, now);
            continue;
        }
        let slug = Some(slugify(&row.feed_slug)).filter(|slug| !slug.is_empty());
        row.slug = slugs.take(slug.as_deref().unwrap_or("meeting"));
        plan.add.push(row);
    }
    plan.remove = by_print.into_values().flatten().map(|known| known.id).collect();
    plan.remove.sort_unstable();
    plan
}

impl Plan {
    fn compare(&mut self, known: &Known, mut row: Row, now: Timestamp) {
        row.id = known.id;
        let relied = known.fingerprint != row.fingerprint && !same_ahead(known, &row, now);
        let different = known.fingerprint != row.fingerprint
            || known.listing != row.listing
            || known.feed_slug != row.feed_slug;
        row.told = relied || known.removed;
        match known.removed || different {
            true => {
                self.back += usize::from(known.removed);
                self.write.push(row);
            }
            false => self.same += 1,
        }
    }
}

/// Whether only dates of the past differ: calendars list their left-out dates, and those that are
/// over are not read.
fn same_ahead(known: &Known, row: &Row, now: Timestamp) -> bool {
    let (Some(before), Some(after)) = (&known.phrase, &row.phrase) else { return false };
    let (Ok(before), Ok(after)) = (Phrase::parse(before), Phrase::parse(after)) else {
        return false;
    };
    let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    if before == after || bare(&before, today) != bare(&after, today) || known.zone != row.zone {
        return false;
    }
    let Ok(old) = serde_json::from_str::<Listing>(&known.listing) else { return false };
    let phrase = known.phrase.as_deref();
    let Ok(new) = serde_json::from_str::<Listing>(&row.listing) else { return false };
    let print = |listing: &Listing| {
        crate::feature::meeting::columns::fingerprint(phrase, &row.zone, listing.minutes, listing)
    };
    print(&old) == print(&new)
}

fn bare(phrase: &Phrase, today: Date) -> impl PartialEq + use<> {
    let except: Vec<Date> = phrase.except().iter().copied().filter(|day| *day >= today).collect();
    (phrase.rule().clone(), phrase.from(), phrase.until(), except)
}
