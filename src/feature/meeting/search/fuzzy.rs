//! Words that no meeting has: what may have been meant by them.

use super::hours::Asker;
use super::query::{self, Needle, Search};
use super::understand::{Understood, Want};
use super::{index, sql};
use crate::ids::GroupId;
use crate::store::Conn;

/// With more words that begin alike than these, the index looks for the beginning itself.
const MOST_WORDS: i64 = 16;
/// How many corrections are tried.
const TRIED: usize = 8;

/// Looks up the words of what was understood.
pub(super) async fn search(
    conn: &mut Conn,
    group: GroupId,
    asker: Asker,
    understood: Understood,
) -> sqlx::Result<Search> {
    let mut found = Search { group, asker, understood, needles: Vec::new(), corrected: Vec::new() };
    for part in &found.understood.parts {
        let Want::Word { word, place } = &part.want else {
            found.needles.push(None);
            continue;
        };
        let mut needle = look_up(conn, word).await?;
        if (index::correctable(word) || index::lacking(word))
            && !occurs(conn, group, &needle, *place).await?
            && let Some(better) = correct(conn, group, word, *place).await?
        {
            needle = Needle::Words(vec![better.clone()]);
            found.corrected.push((word.clone(), better));
        }
        found.needles.push(Some(needle));
    }
    Ok(found)
}

async fn look_up(conn: &mut Conn, word: &str) -> sqlx::Result<Needle> {
    if !index::correctable(word) {
        return Ok(query::beginning(word));
    }
    let words = sql::words(conn, word, &format!("{word}\u{7f}"), MOST_WORDS + 1).await?;
    let few = (1..=MOST_WORDS as usize).contains(&words.len());
    Ok(if few { Needle::Words(words) } else { query::beginning(word) })
}

async fn occurs(
    conn: &mut Conn,
    group: GroupId,
    needle: &Needle,
    place: bool,
) -> sqlx::Result<bool> {
    Ok(!sql::matching(conn, &query::occurs(group, needle, place), 1).await?.is_empty())
}

/// The nearest word that a meeting of this group has. The words are those of all groups, so one that
/// only another group uses is never shown.
async fn correct(
    conn: &mut Conn,
    group: GroupId,
    word: &str,
    place: bool,
) -> sqlx::Result<Option<String>> {
    let mut texts = index::without_one(word);
    texts.push(word.to_owned());
    let texts = serde_json::to_string(&texts).unwrap_or_else(|_| "[]".to_owned());
    let mut near = sql::near(conn, &texts).await?;
    let allowed = if word.len() >= 8 { 2 } else { 1 };
    if allowed == 2 {
        // Two letters may be wrong, but hardly the first three.
        let from: String = word.chars().take(3).collect();
        let until = format!("{from}\u{7f}");
        let length = word.len() as i64;
        near.extend(sql::near_long(conn, &from, &until, length - 2, length + 2).await?);
    }
    let mut near: Vec<(usize, i64, String)> = near
        .into_iter()
        .map(|(known, uses)| (strsim::osa_distance(word, &known), -uses, known))
        .filter(|(distance, ..)| (1..=allowed).contains(distance))
        .collect();
    near.sort_unstable();
    near.dedup();
    for (_, _, known) in near.into_iter().take(TRIED) {
        if occurs(conn, group, &Needle::Words(vec![known.clone()]), place).await? {
            return Ok(Some(known));
        }
    }
    Ok(None)
}
