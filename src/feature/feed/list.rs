//! `admin feed list`: the feeds of the group, how old they are and what is wrong with them.

use super::add::EXAMPLE;
use super::model::Feed;
use super::{source, sql, trouble};
use crate::chat::message::{Line, Message, TimeStyle};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::words::{Arg, Words};
use std::collections::HashMap;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin feed list",
    summary: Words::feed_list_summary,
    params: &[],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, _args: Args) -> Outcome {
    let words = &turn.words;
    let (feeds, counts) = {
        let mut tx = ctx.store.read().await?;
        let feeds = sql::all(&mut tx, turn.group.0).await?;
        (feeds, sql::counts(&mut tx, turn.group.0).await?)
    };
    if feeds.is_empty() {
        return Ok(Message::say(words.feed_none(Arg::command(EXAMPLE))));
    }
    let counts: HashMap<i64, i64> = counts.into_iter().collect();
    let fetched = feeds.iter().any(|row| source::url(&row.source).is_some());
    let items = feeds.into_iter().map(|row| {
        let count = counts.get(&row.id).copied().unwrap_or(0);
        item(turn, &row.into(), count)
    });
    let items: Vec<Line> = items.collect();
    Ok(Message::new()
        .heading(words.feed_list_title())
        .list(items)
        .maybe(fetched.then(|| words.feed_list_next(Arg::command("admin feed refresh")))))
}

fn item(turn: &Turn, feed: &Feed, count: i64) -> Line {
    let words = &turn.words;
    let line = words.feed_item(Arg::code(&feed.slug), feed.source.clone(), count);
    let line = match feed.fetched_at {
        Some(at) => line.then(words.feed_item_age(turn.time(at, TimeStyle::Full))),
        None => line.then(words.feed_item_never()),
    };
    let line = line.then(words.feed_item_zone(feed.zone.clone()));
    let skipped: usize = feed.report.skipped.values().sum();
    let odd: usize = feed.report.warnings.values().sum();
    let line = match skipped + odd {
        0 => line,
        _ => line.then(words.feed_item_counts(skipped, odd)),
    };
    match &feed.trouble {
        Some(code) => line.then(words.feed_item_trouble(trouble::noted(words, code))),
        None => line,
    }
}
