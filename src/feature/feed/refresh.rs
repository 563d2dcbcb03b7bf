//! `admin feed refresh`, and the job that does the same each day.

use super::load;
use super::model::Feed;
use super::take::{self, Incoming, REFRESH, Taken};
use super::trouble::Trouble;
use super::{add::EXAMPLE, find, notice, report, sql};
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feed::fetch::Validators;
use crate::job::Due;
use crate::job::handlers::{Handler, Work};
use crate::words::{Arg, Words};
use jiff::Timestamp;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin feed refresh",
    summary: Words::feed_refresh_summary,
    params: &[Param::optional("feed", Kind::Named(Thing::Feed), Words::feed_param_feed_or_all)],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// Fetches a feed again.
pub const HANDLER: Handler =
    Handler { kind: REFRESH, work: Work::Outside(|ctx, due, now| Box::pin(daily(ctx, due, now))) };

/// What a fetch brought.
enum Brought {
    /// The copy that is kept is the newest.
    Same,
    /// It was read.
    New(Box<load::Loaded>, Box<Taken>),
    /// Nothing.
    Nothing(Trouble),
}

impl Brought {
    fn trouble(&self) -> Option<&Trouble> {
        match self {
            Self::Same => None,
            Self::New(_, taken) => taken.kept.as_ref().err(),
            Self::Nothing(trouble) => Some(trouble),
        }
    }
}

/// Who wants a feed: an admin sees the answer, what the clock began tells them by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByAdmin,
    ByClock,
}

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let asked = args.text("feed");
    let feeds: Vec<Feed> = {
        let mut tx = ctx.store.read().await?;
        match asked {
            Some(typed) => vec![find::meant(&mut tx, turn, typed).await?],
            None => sql::all(&mut tx, turn.group.0).await?.into_iter().map(Feed::from).collect(),
        }
    };
    let fetched: Vec<&Feed> = feeds.iter().filter(|feed| feed.is_fetched()).collect();
    match (fetched.as_slice(), feeds.first()) {
        ([], None) => Err(Failure::mend(words.feed_none(Arg::command(EXAMPLE)))),
        ([], Some(_)) => {
            let again = Arg::command("admin feed add file");
            Err(Failure::mend(words.feed_refresh_file(again)))
        }
        ([one], _) => {
            let brought = bring(ctx, one, Asked::ByAdmin, turn.now).await?;
            audit(ctx, turn, one).await?;
            Ok(match brought {
                Brought::Same => Message::say(words.feed_unchanged(Arg::code(&one.slug))),
                Brought::New(loaded, taken) => report::report(words, &loaded, &taken),
                Brought::Nothing(trouble) => {
                    Message::say(trouble.say(words, &one.source)).paragraph(words.feed_last_copy())
                }
            })
        }
        (several, _) => {
            let mut items: Vec<Line> = Vec::new();
            for feed in several {
                let brought = bring(ctx, feed, Asked::ByAdmin, turn.now).await?;
                audit(ctx, turn, feed).await?;
                items.push(words.feed_each(Arg::code(&feed.slug), short(words, feed, &brought)));
            }
            Ok(Message::new().heading(words.feed_list_title()).list(items))
        }
    }
}

fn short(words: &Words, feed: &Feed, brought: &Brought) -> Line {
    match brought {
        Brought::Same => words.feed_same(),
        Brought::New(_, taken) => match &taken.kept {
            Ok(kept) => report::changes(words, *kept),
            Err(trouble) => trouble.say(words, &feed.source),
        },
        Brought::Nothing(trouble) => trouble.say(words, &feed.source),
    }
}

async fn audit(ctx: &Ctx, turn: &Turn, feed: &Feed) -> sqlx::Result<()> {
    let mut tx = ctx.store.begin().await?;
    let (now, slug) = (turn.now, feed.slug.as_str());
    settings::audit(&mut tx, turn.group, turn.person, now, "feed refreshed", slug).await?;
    tx.commit().await
}

async fn daily(ctx: &Ctx, due: &Due, now: Timestamp) -> anyhow::Result<()> {
    let feed = {
        let mut tx = ctx.store.read().await?;
        sql::by_id(&mut tx, due.subject).await?
    };
    // One that was removed meanwhile needs no other job.
    let Some(feed) = feed else { return Ok(()) };
    bring(ctx, &feed.into(), Asked::ByClock, now).await?;
    Ok(())
}

/// Fetches a feed and keeps what came; notes why nothing did. Puts the next job either way.
async fn bring(ctx: &Ctx, feed: &Feed, asked: Asked, now: Timestamp) -> sqlx::Result<Brought> {
    // After a trouble the whole feed is asked for: what is kept may not be what the server sent last.
    let validators = (feed.trouble.is_none() && feed.validators != Validators::default())
        .then_some(&feed.validators);
    let loaded = match load::fetch(&ctx.fetcher, &feed.source, validators).await {
        Ok(Some(raw)) => load::read(raw, &feed.zone, Some(&feed.program), now).await.map(Some),
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    let mut tx = ctx.store.begin().await?;
    if sql::by_id(&mut tx, feed.id.0).await?.is_none() {
        // Removed while it was fetched.
        return Ok(Brought::Same);
    }
    let brought = match loaded {
        Ok(None) => {
            take::unchanged(ctx, &mut tx, feed, now).await?;
            Brought::Same
        }
        Ok(Some(loaded)) => {
            let incoming = Incoming { group: feed.group, source: &feed.source, zone: &feed.zone };
            let taken = take::take(ctx, &mut tx, incoming, &loaded, now).await?;
            Brought::New(Box::new(loaded), Box::new(taken))
        }
        Err(trouble) => {
            take::note(&mut tx, feed, &trouble, now).await?;
            take::again(ctx, &mut tx, feed, now).await?;
            Brought::Nothing(trouble)
        }
    };
    if let (Asked::ByClock, Some(trouble)) = (asked, brought.trouble()) {
        notice::tell(ctx, &mut tx, feed, trouble, now).await?;
    }
    tx.commit().await?;
    ctx.bell.ring();
    Ok(brought)
}
