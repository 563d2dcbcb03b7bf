//! Which feed somebody means.

use super::model::Feed;
use super::sql;
use crate::command::value::nearest;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::GroupId;
use crate::store::Conn;
use crate::words::Arg;

/// The feed that somebody typed, or the sentence that helps them name it.
pub(super) async fn meant(conn: &mut Conn, turn: &Turn, typed: &str) -> Result<Feed, Failure> {
    let words = &turn.words;
    let typed = typed.trim();
    let mut all = sql::all(conn, turn.group.0).await?;
    let found = all.iter().position(|row| {
        row.slug.eq_ignore_ascii_case(typed) || row.source == typed.trim_matches(['<', '>'])
    });
    if let Some(place) = found {
        return Ok(all.swap_remove(place).into());
    }
    let line = words.feed_unknown(Arg::code(typed.chars().take(60).collect::<String>()));
    let slugs = || all.iter().map(|row| row.slug.as_str());
    Err(Failure::mend(match nearest(slugs(), typed) {
        Some(near) => line.then(words.usage_did_you_mean(Arg::code(near))),
        None if all.is_empty() => line.then(words.feed_none(Arg::command(super::add::EXAMPLE))),
        None => line.then(words.feed_known(slugs().collect::<Vec<_>>().join(", "))),
    }))
}

/// Short names of a group's feeds that begin with what was typed; for completion.
pub async fn starting(conn: &mut Conn, group: GroupId, typed: &str) -> sqlx::Result<Vec<String>> {
    let all = sql::all(conn, group.0).await?;
    Ok(all.into_iter().map(|row| row.slug).filter(|slug| slug.starts_with(typed)).collect())
}
