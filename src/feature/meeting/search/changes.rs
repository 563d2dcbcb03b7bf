//! What changes in the search of one group.

use super::timetable::{Entry, place};
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A token, the meetings that have it now and those that have it no more.
pub(super) type Change = (String, RoaringBitmap, RoaringBitmap);

/// Times of the meetings of chunks; none for what is taken out.
pub(super) type Times = BTreeMap<u32, BTreeMap<u16, Option<Entry>>>;

/// Changes.
#[derive(Default)]
pub(super) struct Changes {
    /// For each, the meetings that have it now, and those that have it no more.
    tokens: HashMap<String, (RoaringBitmap, RoaringBitmap)>,
    times: Times,
}

impl Changes {
    /// A meeting has other tokens.
    pub(super) fn tokens(&mut self, id: u32, old: &str, new: &str) {
        if old.is_empty() {
            return each(new).for_each(|token| self.has(token, id));
        }
        let (before, after): (HashSet<&str>, HashSet<&str>) =
            (each(old).collect(), each(new).collect());
        (&after - &before).into_iter().for_each(|token| self.has(token, id));
        for token in &before - &after {
            self.tokens.entry(token.to_owned()).or_default().1.insert(id);
        }
    }

    fn has(&mut self, token: &str, id: u32) {
        match self.tokens.get_mut(token) {
            Some((added, _)) => added.insert(id),
            None => self.tokens.entry(token.to_owned()).or_default().0.insert(id),
        };
    }

    /// A meeting is at another time.
    pub(super) fn time(&mut self, id: u32, entry: Option<Entry>) {
        let (chunk, low) = place(id);
        self.times.entry(chunk).or_default().insert(low, entry);
    }

    /// All of them, tokens in their order.
    pub(super) fn parts(self) -> (Vec<Change>, Times) {
        let tokens = self.tokens.into_iter().map(|(token, (added, gone))| (token, added, gone));
        let mut tokens: Vec<Change> = tokens.collect();
        tokens.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        (tokens, self.times)
    }
}

fn each(tokens: &str) -> impl Iterator<Item = &str> {
    tokens.split(' ').filter(|token| !token.is_empty())
}
