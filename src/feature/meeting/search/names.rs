//! Names of meetings and feeds, for completion.

use super::postings::{Column, Postings, all};
use super::query::{Needle, Reads, beginning};
use super::sql;
use crate::chat::platform::Suggestion;
use crate::engine::ctx::Ctx;
use crate::feature::find::fold;
use crate::feature::meeting::find;
use crate::feature::names::MOST;
use crate::ids::{AccountId, GroupId};
use crate::store::Conn;

/// How many meetings that have the words are looked at, where only the group's own are wanted.
const LOOKED_AT: usize = 2_000;

/// Meetings whose short names begin with what was typed, then those whose names have its words; at most
/// 25. What is typed last may be the beginning of a word.
pub(crate) async fn meetings(
    ctx: &Ctx,
    account: &AccountId,
    typed: &str,
    own_only: bool,
) -> sqlx::Result<Vec<Suggestion>> {
    let mut tx = ctx.store.read().await?;
    let Some(group) = sql::group_of(&mut tx, &account.to_string()).await? else {
        return Ok(Vec::new());
    };
    let mut found = find::starting(&mut tx, GroupId(group), typed, own_only).await?;
    if found.len() < MOST {
        for one in with_words(&mut tx, group, typed, own_only).await? {
            if found.len() < MOST && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    // The names of many are the same.
    let same = |name: &String| found.iter().filter(|(_, other)| other == name).count() > 1;
    let shown = |slug: &str, name: &String| match same(name) {
        true => format!("{name} ({slug})"),
        false => name.clone(),
    };
    Ok(found
        .iter()
        .map(|(slug, name)| Suggestion { value: slug.clone(), shown: Some(shown(slug, name)) })
        .collect())
}

async fn with_words(
    conn: &mut Conn,
    group: i64,
    typed: &str,
    own_only: bool,
) -> sqlx::Result<Vec<(String, String)>> {
    let words = fold(typed);
    let Some((last, whole)) = words.split_last() else { return Ok(Vec::new()) };
    let mut needles: Vec<Needle> = whole.iter().cloned().map(Needle::Word).collect();
    needles.push(beginning(last));
    let mut reads = Reads::default();
    for needle in &needles {
        reads.add(needle);
    }
    let mut postings = Postings::default();
    postings.extend(sql::postings(conn, group, &reads).await?);
    let sets = needles.iter().map(|needle| needle.meetings(&postings, &[Column::Name]));
    let meetings = all(sets.collect()).into_iter().take(LOOKED_AT).map(i64::from);
    find::named(conn, meetings, own_only).await
}

/// Names of feeds that begin with what was typed, at most 25.
pub(crate) async fn feeds(
    ctx: &Ctx,
    account: &AccountId,
    typed: &str,
) -> sqlx::Result<Vec<String>> {
    let mut tx = ctx.store.read().await?;
    let Some(group) = sql::group_of(&mut tx, &account.to_string()).await? else {
        return Ok(Vec::new());
    };
    let from = typed.trim().to_lowercase();
    // Beyond every character that a name has.
    sql::feeds(&mut tx, group, &from, &format!("{from}\u{7f}")).await
}
