//! The pages of a search. The button below one shows the next, as often as it is pressed.

use super::care::Care;
use super::hours::Asker;
use super::query::Search;
use super::rank::{self, Found};
use super::timetables::Timetables;
use super::{fuzzy, relax, show, understand};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::store::instant;
use crate::words::Arg;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The kind of the prompt's row.
pub const KIND: &str = "meetings_more";

/// Takes the answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// What somebody looks for is nobody's business for longer than they are likely to look.
const KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A page of a search, as its button keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Page {
    /// What was typed, options too.
    pub(super) text: String,
    /// Counted from 0.
    pub(super) page: usize,
    /// When it was asked first, in milliseconds: the order and "today" stay.
    pub(super) at: i64,
}

/// Shows a page.
pub(super) async fn page(ctx: &Ctx, turn: &Turn, page: &Page) -> Outcome {
    let words = &turn.words;
    let at = instant(page.at);
    let care = Care::of(&page.text);
    let (message, more) = {
        let mut tx = ctx.store.read().await?;
        let (search, found) = look(&mut tx, &ctx.timetables, turn, &page.text, at).await?;
        if search.understood.parts.is_empty() {
            let example = Arg::command("meetings find thursday women zoom");
            let empty = words.search_empty(example, Arg::command("meetings next"));
            return match care {
                Some(care) => Ok(care.say(words).paragraph(empty)),
                None => Err(Failure::mend(empty)),
            };
        }
        // "I want to drink" is not answered with a meeting that has "drunk" in its name.
        let misread = care.is_some() && !search.corrected.is_empty();
        if found.meetings.is_empty() || misread {
            let less = if misread { Vec::new() } else { relax::relax(&mut tx, &search).await? };
            let search = if misread { search.without_corrections() } else { search };
            let nothing = show::nothing(words, &search, &less);
            return Ok(care.map_or_else(Message::new, |care| care.say(words)).append(nothing));
        }
        let more = found.meetings.len() > page.page.saturating_add(1).saturating_mul(show::PAGE);
        let shown = show::page(&mut tx, turn, &search, &found, page.page).await?;
        let crisis = care.filter(|care| *care == Care::Crisis && page.page == 0);
        (crisis.map_or_else(Message::new, |care| care.say(words)).append(shown), more)
    };
    if !more {
        return Ok(message);
    }
    let next = Page { page: page.page.saturating_add(1), ..page.clone() };
    let ask = Ask {
        kind: KIND,
        group: Some(turn.group),
        person: Some(turn.person),
        subject: None,
        detail: serde_json::to_string(&next).unwrap_or_default(),
        expect: Expect::OneOf(vec![Choice::new("more", words.search_more())]),
        delicacy: Delicacy::Harmless,
        expires_at: turn.now.checked_add(KEEP).ok(),
    };
    // Nothing but the button is lost if this is.
    let mut conn = ctx.store.soon().await?;
    let prompt = prompt::ask(&mut conn, &ask, turn.now).await?;
    Ok(message.ask(prompt))
}

async fn look(
    conn: &mut crate::store::Conn,
    tables: &Timetables,
    turn: &Turn,
    text: &str,
    at: Timestamp,
) -> sqlx::Result<(Search, Found)> {
    let profile = &turn.profile;
    let asker = Asker { zone: profile.zone.clone(), at, day_start: profile.day_start };
    let understood = understand::understand(text);
    let search = fuzzy::search(conn, tables, turn.group, asker, understood).await?;
    if search.understood.parts.is_empty() {
        return Ok((search, Found::default()));
    }
    let found = rank::find(conn, &search).await?;
    Ok((search, found))
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    if matches!(answer, Answer::Withdrawn) {
        return Ok(Message::new());
    }
    let next = serde_json::from_str::<Page>(&asked.detail).ok().filter(|_| asked.open(turn.now));
    // The search was of the group in which it was asked.
    let own = asked.group.is_none_or(|group| group == turn.group);
    match next.filter(|_| own) {
        Some(next) => page(ctx, turn, &next).await,
        None => Err(Failure::mend(turn.words.usage_prompt_gone())),
    }
}
