//! Which meeting somebody means.

use super::model::Meeting;
use super::{say, sql};
use crate::chat::message::{Line, Message};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feed::slug::slugify;
use crate::ids::{GroupId, MeetingId};
use crate::store::Conn;
use crate::words::Arg;

/// The most meetings that are listed where several could be meant.
const MOST: i64 = 10;

/// How many names are looked through for one that is near what was typed.
const LOOKED_AT: i64 = 5_000;

/// What was found.
#[derive(Debug, Clone)]
pub enum Found {
    /// This one.
    One(Box<Meeting>),
    /// It could be any of these, at most ten.
    Several(Vec<Meeting>),
    /// None.
    None {
        /// The short name nearest to what was typed, if one is near.
        near: Option<String>,
    },
}

/// The meeting of a group that somebody typed: its short name, its name, or the beginning of one.
pub async fn one(conn: &mut Conn, group: GroupId, typed: &str) -> sqlx::Result<Found> {
    let typed = typed.trim();
    let slug = slugify(typed);
    for exact in [typed.to_lowercase(), typed.to_owned(), slug.clone()] {
        if let Some(row) = sql::by_slug(conn, group.0, &exact).await? {
            // Two meetings may share a name; then the slug of the first is the name of both.
            let same = sql::by_name(conn, group.0, typed, MOST).await?;
            if exact == slug && typed != slug && same.len() > 1 {
                return Ok(Found::Several(same.into_iter().map(Meeting::from).collect()));
            }
            return Ok(Found::One(Box::new(row.into())));
        }
    }
    let mut rows = sql::by_name(conn, group.0, typed, MOST).await?;
    if rows.is_empty() && !slug.is_empty() {
        rows = sql::by_slug_range(conn, group.0, &slug, &format!("{slug}~"), MOST).await?;
    }
    let mut meetings: Vec<Meeting> = rows.into_iter().map(Meeting::from).collect();
    match meetings.len() {
        0 => Ok(Found::None { near: near(conn, group, &slug).await? }),
        1 => Ok(Found::One(Box::new(meetings.remove(0)))),
        _ => Ok(Found::Several(meetings)),
    }
}

async fn near(conn: &mut Conn, group: GroupId, typed: &str) -> sqlx::Result<Option<String>> {
    let names = sql::names(conn, group.0, LOOKED_AT).await?;
    let likeness = |slug: &str, name: &str| {
        let name = slugify(name);
        strsim::jaro_winkler(typed, &name).max(strsim::jaro_winkler(typed, slug))
            + if name.split('-').any(|word| word == typed) { 0.3 } else { 0.0 }
    };
    let best = names
        .into_iter()
        .map(|(slug, name)| (likeness(&slug, &name), slug))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    Ok(best.filter(|(likeness, _)| *likeness > 0.8).map(|(_, slug)| slug))
}

/// The meeting that somebody typed, or the sentence that helps them name it.
pub async fn meant(conn: &mut Conn, turn: &Turn, typed: &str) -> Result<Meeting, Failure> {
    let words = &turn.words;
    match one(conn, turn.group, typed).await? {
        Found::One(meeting) => Ok(*meeting),
        Found::Several(meetings) => {
            let items: Vec<Line> = meetings
                .iter()
                .map(|meeting| {
                    words.meeting_choice(
                        Arg::code(&meeting.slug),
                        meeting.name.clone(),
                        say::rule(words, meeting),
                    )
                })
                .collect();
            Err(Failure::mend(Message::say(words.meeting_several()).list(items)))
        }
        Found::None { near } => {
            let typed: String = typed.chars().take(60).collect();
            let line = words.meeting_unknown(typed);
            Err(Failure::mend(match near {
                Some(near) => line.then(words.usage_did_you_mean(Arg::code(near))),
                None => line.then(words.meeting_unknown_next(Arg::command("meetings next"))),
            }))
        }
    }
}

/// Like [`meant`], and it has to be one of the group's own: others are changed in their feed.
pub async fn meant_own(conn: &mut Conn, turn: &Turn, typed: &str) -> Result<Meeting, Failure> {
    let meeting = meant(conn, turn, typed).await?;
    match meeting.feed {
        None => Ok(meeting),
        Some(_) => Err(Failure::mend(turn.words.meeting_not_own(meeting.name))),
    }
}

/// Meetings by their numbers, in the order of the numbers; removed ones too.
pub async fn by_ids(conn: &mut Conn, ids: &[MeetingId]) -> sqlx::Result<Vec<Meeting>> {
    let list = super::dates::list(ids.iter().map(|id| id.0));
    Ok(sql::by_ids(conn, &list).await?.into_iter().map(Meeting::from).collect())
}

/// Short names of a group's meetings that begin with what was typed, and their names; at most 25.
pub(super) async fn starting(
    conn: &mut Conn,
    group: GroupId,
    typed: &str,
    own_only: bool,
) -> sqlx::Result<Vec<(String, String)>> {
    let from = typed.trim().to_lowercase();
    // Beyond every character that a short name has.
    let until = format!("{from}\u{7f}");
    sql::slugs(conn, group.0, &from, &until, own_only).await
}

/// The same of some meetings.
pub(super) async fn named(
    conn: &mut Conn,
    meetings: impl Iterator<Item = i64>,
    own_only: bool,
) -> sqlx::Result<Vec<(String, String)>> {
    sql::slugs_of(conn, &super::dates::list(meetings), own_only).await
}
