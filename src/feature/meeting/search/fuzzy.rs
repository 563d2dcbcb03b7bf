//! Words that no meeting has: what may have been meant by them.

use super::hours::Asker;
use super::postings::{Column, Postings};
use super::query::{self, Needle, Search};
use super::timetables::Timetables;
use super::understand::{Understood, Want};
use super::{index, sql};
use crate::feature::meeting::dates;
use crate::ids::GroupId;
use crate::store::Conn;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// How many corrections are tried.
const TRIED: usize = 8;

/// Looks up the words of what was understood, and all that the search needs of the store.
pub(super) async fn search(
    conn: &mut Conn,
    tables: &Timetables,
    group: GroupId,
    asker: Asker,
    understood: Understood,
) -> sqlx::Result<Search> {
    let needles = understood.parts.iter().map(|part| match &part.want {
        Want::Word { word, .. } => Some(query::beginning(word)),
        _ => None,
    });
    let mut found = Search {
        asker,
        needles: needles.collect(),
        understood,
        corrected: Vec::new(),
        postings: Arc::default(),
        table: Arc::default(),
        off: Arc::default(),
    };
    if found.understood.parts.is_empty() {
        return Ok(found);
    }
    let today = found.asker.at.to_zoned(TimeZone::UTC).date();
    let (table, cancelled) = tables.of(conn, group, today.saturating_sub(3.days())).await?;
    found.table = table;
    found.off = Arc::new(dates::collect(cancelled));
    let mut postings = Postings::default();
    postings.extend(sql::postings(conn, group.0, &found.reads()).await?);
    let words = found.understood.parts.iter().zip(&mut found.needles);
    let mut corrected = false;
    for (part, needle) in words {
        let (Want::Word { word, place }, Some(known)) = (&part.want, needle.as_ref()) else {
            continue;
        };
        if !(index::correctable(word) || index::lacking(word)) || occurs(&postings, known, *place) {
            continue;
        }
        if let Some(better) = correct(conn, group, &mut postings, word, *place).await? {
            *needle = Some(Needle::Word(better.clone()));
            found.corrected.push((word.clone(), better));
            corrected = true;
        }
    }
    if corrected {
        // What is corrected may follow each other in a name.
        postings.extend(sql::postings(conn, group.0, &found.reads()).await?);
    }
    found.postings = Arc::new(postings);
    Ok(found)
}

fn occurs(postings: &Postings, needle: &Needle, place: bool) -> bool {
    let columns = if place { &[Column::Place] } else { Column::ALL };
    !needle.meetings(postings, columns).is_empty()
}

/// The nearest word that a meeting of this group has. The words are those of all groups, so one that
/// only another group uses is never shown.
async fn correct(
    conn: &mut Conn,
    group: GroupId,
    postings: &mut Postings,
    word: &str,
    place: bool,
) -> sqlx::Result<Option<String>> {
    let mut texts = index::without_one(word);
    texts.push(word.to_owned());
    let allowed = if word.len() >= 8 { 2 } else { 1 };
    // Two letters may be wrong, but hardly the first three.
    let from: Option<String> = (allowed == 2).then(|| word.chars().take(3).collect());
    let near = sql::near(conn, &index::json(&texts), from.as_deref(), word.len() as i64).await?;
    let mut near: Vec<(usize, i64, String)> = near
        .into_iter()
        .map(|(known, uses)| (strsim::osa_distance(word, &known), -uses, known))
        .filter(|(distance, ..)| (1..=allowed).contains(distance))
        .collect();
    near.sort_unstable();
    near.dedup();
    let near: Vec<Needle> =
        near.into_iter().take(TRIED).map(|(_, _, known)| Needle::Word(known)).collect();
    let mut reads = query::Reads::default();
    for needle in &near {
        reads.add(needle);
    }
    postings.extend(sql::postings(conn, group.0, &reads).await?);
    let better = near.into_iter().find(|needle| occurs(postings, needle, place));
    Ok(better.map(|needle| match needle {
        Needle::Word(word) | Needle::Beginning(word) => word,
    }))
}
