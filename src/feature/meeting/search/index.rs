//! Puts meetings into the search.

use super::query::Reads;
use super::timetable::{self, Entry};
use super::tokens::{self, Listed, Maker};
use super::{changes::Changes, sql};
use crate::feature::meeting::dates;
use crate::ids::{GroupId, MeetingId};
use crate::store::Conn;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many meetings are read at once.
const CHUNK: usize = 1_000;
/// How many words are written at once.
const WORDS: usize = 5_000;
/// The shortest and the longest word that is kept for corrections, in letters.
const KEPT: std::ops::RangeInclusive<usize> = 4..=24;

/// A meeting that was never in the search.
pub(in crate::feature::meeting) struct New<'a> {
    pub(in crate::feature::meeting) id: i64,
    /// As [`Maker`] makes them.
    pub(in crate::feature::meeting) tokens: &'a str,
    pub(in crate::feature::meeting) zone: &'a str,
    pub(in crate::feature::meeting) minutes: i64,
    /// The day and the minute, when it is plainly weekly.
    pub(in crate::feature::meeting) weekly: Option<(i64, i64)>,
    /// Whether it has a phrase.
    pub(in crate::feature::meeting) ruled: bool,
    /// Whether it does not take place for now.
    pub(in crate::feature::meeting) inactive: bool,
}

/// Meetings of one group that have never been in the search, until they are put into it.
pub(in crate::feature::meeting) struct Adding {
    zones: HashMap<String, u16>,
    changes: Changes,
    uses: HashMap<String, u32>,
}

impl Adding {
    /// None so far; `names` are the zones that there will be.
    pub(in crate::feature::meeting) async fn new(
        conn: &mut Conn,
        names: impl Iterator<Item = &str>,
    ) -> sqlx::Result<Self> {
        let zones = zones(conn, names).await?;
        Ok(Self { zones, changes: Changes::default(), uses: HashMap::new() })
    }

    /// One more. Asks the store for nothing, so that it can be done while the store writes.
    pub(in crate::feature::meeting) fn meeting(&mut self, new: &New<'_>) -> sqlx::Result<()> {
        let id = number(new.id)?;
        self.changes.tokens(id, "", new.tokens);
        let zone = self.zones.get(new.zone).copied().unwrap_or_default();
        let entry = Entry::of(zone, new.minutes, new.weekly, new.ruled, new.inactive);
        self.changes.time(id, Some(entry));
        count(&mut self.uses, new.tokens);
        Ok(())
    }

    /// Puts them into the search.
    pub(in crate::feature::meeting) async fn write(
        self,
        conn: &mut Conn,
        group: GroupId,
    ) -> sqlx::Result<()> {
        write(conn, group, self.changes).await?;
        add_words(conn, self.uses).await
    }
}

/// Puts meetings into the search, or anew; takes out those that are removed.
pub async fn index(conn: &mut Conn, meetings: &[MeetingId]) -> sqlx::Result<()> {
    let mut maker = Maker::default();
    for chunk in meetings.chunks(CHUNK) {
        let sources = sql::sources(conn, &dates::list(chunk.iter().map(|id| id.0))).await?;
        let zones = zones(conn, sources.iter().map(|row| row.zone.as_str())).await?;
        let mut groups: BTreeMap<i64, Changes> = BTreeMap::new();
        let (mut uses, mut noted) = (HashMap::new(), Vec::new());
        for row in &sources {
            let id = number(row.id)?;
            let changes = groups.entry(row.group_id).or_default();
            if row.removed != 0 {
                changes.tokens(id, &row.search, "");
                changes.time(id, None);
                noted.push((row.id, String::new()));
                continue;
            }
            let listed: Listed = serde_json::from_str(&row.listing).unwrap_or_default();
            let tokens = maker.kept(&row.name, &listed);
            changes.tokens(id, &row.search, &tokens);
            let zone = zones.get(row.zone.as_str()).copied().unwrap_or_default();
            let weekly = row.weekday.zip(row.start_minute);
            let entry = Entry::of(zone, row.minutes, weekly, row.ruled != 0, row.inactive != 0);
            changes.time(id, Some(entry));
            count(&mut uses, &tokens);
            noted.push((row.id, tokens));
        }
        for (group, changes) in groups {
            write(conn, GroupId(group), changes).await?;
        }
        sql::note(conn, &json(&noted)).await?;
        add_words(conn, uses).await?;
    }
    Ok(())
}

/// The number of a meeting in a set.
fn number(id: i64) -> sqlx::Result<u32> {
    u32::try_from(id).map_err(|error| sqlx::Error::Encode(error.into()))
}

async fn zones<'a>(
    conn: &mut Conn,
    names: impl Iterator<Item = &'a str>,
) -> sqlx::Result<HashMap<String, u16>> {
    let names: BTreeSet<&str> = names.collect();
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let numbers = sql::zones(conn, &json(&names)).await?.into_iter().map(|(name, id)| {
        let number = u16::try_from(id).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok((name, number))
    });
    numbers.collect()
}

async fn write(conn: &mut Conn, group: GroupId, changes: Changes) -> sqlx::Result<()> {
    let (tokens, times) = changes.parts();
    for chunk in tokens.chunks(CHUNK) {
        let reads = Reads::of(chunk.iter().map(|(token, ..)| token.clone()));
        let mut known: HashMap<_, _> =
            sql::postings(conn, group.0, &reads).await?.into_iter().collect();
        let mut rows = Rows::default();
        for (token, added, removed) in chunk {
            let mut meetings = known.remove(token).unwrap_or_default();
            meetings -= removed;
            meetings |= added;
            rows.add(token.clone(), |all| match meetings.is_empty() {
                true => Ok(()),
                false => meetings.serialize_into(all),
            })?;
        }
        rows.write(conn, group).await?;
    }
    let mut known: HashMap<String, Vec<u8>> =
        sql::contents(conn, group.0, &Reads::of(times.keys().copied().map(timetable::token)))
            .await?
            .into_iter()
            .collect();
    let mut rows = Rows::default();
    for (chunk, entries) in times {
        let token = timetable::token(chunk);
        let mut whole = timetable::unpack(&known.remove(&token).unwrap_or_default());
        for (low, entry) in entries {
            match entry {
                Some(entry) => drop(whole.insert(low, entry)),
                None => drop(whole.remove(&low)),
            }
        }
        rows.add(token, |all| {
            all.extend(timetable::pack(&whole));
            Ok(())
        })?;
    }
    rows.add(timetable::VERSION.to_owned(), |all| {
        all.extend(rand::random::<[u8; 16]>());
        Ok(())
    })?;
    rows.write(conn, group).await
}

/// Rows of the search.
#[derive(Default)]
struct Rows {
    /// A token, where its content begins, counted from 1, and how long it is.
    put: Vec<(String, usize, usize)>,
    /// The contents, one behind the other.
    all: Vec<u8>,
    /// Tokens that have none any more.
    gone: Vec<String>,
}

impl Rows {
    /// With what stands under a token from now on; nothing takes it out.
    fn add(
        &mut self,
        token: String,
        content: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
    ) -> sqlx::Result<()> {
        let from = self.all.len();
        content(&mut self.all).map_err(|error| sqlx::Error::Encode(error.into()))?;
        match self.all.len() - from {
            0 => self.gone.push(token),
            length => self.put.push((token, from + 1, length)),
        }
        Ok(())
    }

    async fn write(self, conn: &mut Conn, group: GroupId) -> sqlx::Result<()> {
        if !self.put.is_empty() {
            sql::put(conn, group.0, &self.all, &json(&self.put)).await?;
        }
        if !self.gone.is_empty() {
            sql::forget(conn, group.0, &json(&self.gone)).await?;
        }
        Ok(())
    }
}

fn count(uses: &mut HashMap<String, u32>, tokens: &str) {
    for word in tokens::words(tokens) {
        match uses.get_mut(word) {
            Some(count) => *count += 1,
            None => drop(uses.insert(word.to_owned(), 1)),
        }
    }
}

async fn add_words(conn: &mut Conn, uses: HashMap<String, u32>) -> sqlx::Result<()> {
    let mut uses: Vec<(String, u32)> = uses.into_iter().collect();
    uses.sort_unstable();
    for uses in uses.chunks(WORDS) {
        let words: Vec<&String> = uses.iter().map(|(word, _)| word).collect();
        let known: HashSet<String> = sql::known(conn, &json(&words)).await?.into_iter().collect();
        let mut variants: Vec<(String, &str)> = words
            .iter()
            .filter(|word| !known.contains(**word))
            .flat_map(|word| without_one(word).into_iter().map(|variant| (variant, word.as_str())))
            .collect();
        variants.sort_unstable();
        sql::add_variants(conn, &json(&variants)).await?;
        sql::add_words(conn, &json(&uses)).await?;
    }
    Ok(())
}

/// What is left of a word of plain letters when one is taken out.
pub(super) fn without_one(word: &str) -> Vec<String> {
    let mut found: Vec<String> = (0..word.len())
        .map(|place| {
            let letters = word.bytes().enumerate().filter(|(at, _)| *at != place);
            letters.map(|(_, letter)| char::from(letter)).collect()
        })
        .collect();
    found.dedup();
    found
}

/// Whether a word is kept for corrections: a number that is off by one digit is another number.
pub(super) fn correctable(word: &str) -> bool {
    KEPT.contains(&word.len()) && plain(word)
}

/// Whether a word may be one that is kept for corrections, with a letter missing.
pub(super) fn lacking(word: &str) -> bool {
    word.len() + 1 == *KEPT.start() && plain(word)
}

fn plain(word: &str) -> bool {
    word.bytes().all(|letter| letter.is_ascii_alphabetic())
}

/// A list as the queries take it.
pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "[]".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_loses_each_of_its_letters() {
        assert_eq!(without_one("noon"), ["oon", "non", "noo"]);
        assert!(correctable("zoom") && !correctable("aa") && !correctable("12x12"));
        assert!(lacking("bok") && !lacking("bo") && !lacking("book") && !lacking("12x"));
    }
}
