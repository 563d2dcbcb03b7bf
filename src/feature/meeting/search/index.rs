//! Puts meetings into the search.

use super::{sql, types};
use crate::feature::find::fold;
use crate::feature::meeting::dates;
use crate::feed::Attendance;
use crate::ids::{GroupId, MeetingId};
use crate::schedule::{Phrase, Recurrence};
use crate::store::{Conn, instant};
use jiff::SignedDuration;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many are read and written at once.
const CHUNK: usize = 1_000;

/// The rows of some meetings, as they go into the search, and the words in them.
#[derive(Default)]
struct Documents {
    rows: Vec<Document>,
    uses: HashMap<String, u32>,
}
/// The shortest and the longest word that is kept for corrections, in letters.
const KEPT: std::ops::RangeInclusive<usize> = 4..=24;
/// The most words of notes that are searched.
const MOST_NOTES: usize = 200;
/// How many times of a rule are looked at to learn its days and hours.
const MOST_TIMES: usize = 60;

/// What the search takes of a listing. Links, numbers and passcodes are not searched.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Listed {
    program: String,
    types: Vec<String>,
    attendance: Option<Attendance>,
    location: Option<String>,
    address: Option<String>,
    regions: Vec<String>,
    notes: Option<String>,
    group: Option<String>,
}

/// Puts meetings into the search that have never been in it.
pub async fn add(conn: &mut Conn, meetings: &[MeetingId]) -> sqlx::Result<()> {
    all(conn, meetings, true).await
}

/// Puts meetings into the search, or anew; takes out those that are removed.
pub async fn index(conn: &mut Conn, meetings: &[MeetingId]) -> sqlx::Result<()> {
    all(conn, meetings, false).await
}

async fn all(conn: &mut Conn, meetings: &[MeetingId], new: bool) -> sqlx::Result<()> {
    let mut seen = HashSet::new();
    let mut labels = HashMap::new();
    let mut ready = Documents::default();
    for chunk in meetings.chunks(CHUNK) {
        let ids = dates::list(chunk.iter().map(|id| id.0));
        let sources = sql::sources(conn, &ids).await?;
        // SQLite works on a thread of its own: while it writes some, the next are made.
        let make = async { documents(&sources, &mut labels) };
        let (wrote, next) = futures_util::future::join(write(conn, ready, &mut seen), make).await;
        wrote?;
        if !new {
            sql::forget(conn, &ids).await?;
        }
        ready = next;
    }
    write(conn, ready, &mut seen).await
}

fn documents(
    sources: &[sql::Source],
    labels: &mut HashMap<(String, String), Option<String>>,
) -> Documents {
    let mut uses = HashMap::new();
    let rows = sources.iter().map(|row| document(row, &mut uses, labels)).collect();
    Documents { rows, uses }
}

async fn write(
    conn: &mut Conn,
    documents: Documents,
    seen: &mut HashSet<String>,
) -> sqlx::Result<()> {
    let Documents { rows, mut uses } = documents;
    if rows.is_empty() {
        return Ok(());
    }
    sql::put(conn, &json(&rows)).await?;
    uses.retain(|word, _| !seen.contains(word));
    add_words(conn, &uses).await?;
    seen.extend(uses.into_keys());
    Ok(())
}

async fn add_words(conn: &mut Conn, uses: &HashMap<String, u32>) -> sqlx::Result<()> {
    if uses.is_empty() {
        return Ok(());
    }
    let words: Vec<&String> = uses.keys().collect();
    let known: HashSet<String> = sql::known(conn, &json(&words)).await?.into_iter().collect();
    let variants: Vec<(String, &str)> = words
        .iter()
        .filter(|word| !known.contains(**word))
        .flat_map(|word| without_one(word).into_iter().map(|variant| (variant, word.as_str())))
        .collect();
    sql::add_variants(conn, &json(&variants)).await?;
    sql::add_words(conn, &json(&uses.iter().collect::<Vec<_>>())).await
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

type Document = (i64, String, String, String, String);

fn document(
    row: &sql::Source,
    uses: &mut HashMap<String, u32>,
    labels: &mut HashMap<(String, String), Option<String>>,
) -> Document {
    let listed: Listed = serde_json::from_str(&row.listing).unwrap_or_default();
    let attendance = listed.attendance.unwrap_or(Attendance::Inactive);
    let here = matches!(attendance, Attendance::InPerson | Attendance::Hybrid);
    let mut facets = vec![format!("g{}", row.group_id)];
    facets.extend(ways(attendance).iter().map(|way| (*way).to_owned()));
    for code in &listed.types {
        let key = (listed.program.clone(), code.clone());
        let token = labels
            .entry(key)
            .or_insert_with(|| crate::feed::types::label(&listed.program, code).map(types::token));
        facets.extend(token.clone());
    }
    let zone = zone(GroupId(row.group_id), &row.zone);
    facets.extend(times(row).into_iter().map(|time| format!("{zone}{time}")));
    facets.push(zone);

    let mut text = |parts: &[&str], most: usize| {
        let words: Vec<String> = parts.iter().flat_map(|part| fold(part)).take(most).collect();
        for word in words.iter().filter(|word| correctable(word)) {
            match uses.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(uses.insert(word.clone(), 1)),
            }
        }
        words.join(" ")
    };
    let mut place: Vec<&str> = Vec::new();
    if here {
        place.extend(listed.location.as_deref());
        place.extend(listed.address.as_deref());
    }
    place.extend(listed.regions.iter().map(String::as_str));
    let notes: Vec<&str> =
        [&listed.group, &listed.notes].into_iter().flatten().map(String::as_str).collect();
    (
        row.id,
        text(&[&row.name], usize::MAX),
        text(&place, usize::MAX),
        text(&notes, MOST_NOTES),
        facets.join(" "),
    )
}

fn ways(attendance: Attendance) -> &'static [&'static str] {
    match attendance {
        Attendance::InPerson => &["ainperson"],
        Attendance::Hybrid => &["ainperson", "aonline", "ahybrid"],
        Attendance::Online => &["aonline"],
        Attendance::Inactive => &["ainactive"],
    }
}

/// The token of a day, behind that of its zone.
pub(super) fn day(day: Weekday) -> String {
    format!("d{}", crate::feed::listing::day_word(day))
}

/// The token of an hour, 0 to 23, behind that of its zone.
pub(super) fn hour(hour: i64) -> String {
    format!("h{hour:02}")
}

/// The token of an hour of a day, behind that of its zone.
pub(super) fn slot(day: Weekday, hour: i64) -> String {
    format!("w{}{hour:02}", crate::feed::listing::day_word(day))
}

/// The token of a zone in a group. Those of its days and hours begin with it, so that a time is
/// looked for among few meetings.
pub(super) fn zone(group: GroupId, name: &str) -> String {
    let plain = name.chars().filter_map(|letter| match letter {
        '+' => Some('p'),
        '-' => Some('m'),
        letter => letter.is_ascii_alphanumeric().then(|| letter.to_ascii_lowercase()),
    });
    format!("g{}z{}x", group.0, plain.collect::<String>())
}

/// The days, the hours and the hours of days at which it begins, in its own zone.
fn times(row: &sql::Source) -> BTreeSet<String> {
    if let (Some(weekday), Some(minute)) = (row.weekday, row.start_minute) {
        let weekday =
            i8::try_from(weekday).ok().and_then(|n| Weekday::from_monday_zero_offset(n).ok());
        let on = weekday.into_iter().flat_map(|on| [day(on), slot(on, minute / 60)]);
        return on.chain([hour(minute / 60)]).collect();
    }
    let Some(phrase) = row.phrase.as_deref().and_then(|text| Phrase::parse(text).ok()) else {
        return BTreeSet::new();
    };
    // A month and a day see every weekday of every rule that is monthly or more frequent; one that
    // is rarer has at least its next time.
    let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
    let since = instant(row.changed_at);
    let until = since.saturating_add(SignedDuration::from_hours(32 * 24)).unwrap_or(since);
    let recurrence = Recurrence::new(phrase, zone.clone());
    recurrence
        .after(since)
        .take(MOST_TIMES)
        .enumerate()
        .take_while(|(place, found)| *place == 0 || found.at <= until)
        .flat_map(|(_, found)| {
            let begins = zone.to_datetime(found.at);
            let (on, at) = (begins.weekday(), i64::from(begins.hour()));
            [day(on), hour(at), slot(on, at)]
        })
        .collect()
}

fn json<T: serde::Serialize>(value: &T) -> String {
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

    #[test]
    fn rules_have_all_their_days_and_hours() {
        let row = |phrase: &str, weekday, start_minute| sql::Source {
            id: 1,
            group_id: 1,
            name: String::new(),
            phrase: Some(phrase.to_owned()),
            zone: "America/New_York".to_owned(),
            weekday,
            start_minute,
            listing: String::new(),
            changed_at: 0,
        };
        for (phrase, weekday, minute, expected) in [
            ("thu 19:30", Some(3), Some(1170), "dthu h19 wthu19"),
            ("every mon,wed 18:00", None, None, "dmon dwed h18 wmon18 wwed18"),
            ("weekends 07:15", None, None, "dsat dsun h07 wsat07 wsun07"),
        ] {
            let found: Vec<String> = times(&row(phrase, weekday, minute)).into_iter().collect();
            assert_eq!(found.join(" "), expected, "{phrase}");
        }
    }
}
