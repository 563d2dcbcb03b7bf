//! `admin feed remove`: takes a feed and its meetings out.

use super::{find, sql, take};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::feature::meeting::keep;
use crate::job;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin feed remove",
    summary: Words::feed_remove_summary,
    params: &[Param::required("feed", Kind::Named(Thing::Feed), Words::feed_param_feed)],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let feed = find::meant(&mut tx, turn, args.text("feed").unwrap_or_default()).await?;
    let gone = keep::remove_all(ctx, &mut tx, feed.id, turn.now).await?;
    job::cancel(&mut tx, &take::key(feed.id)).await?;
    sql::remove(&mut tx, feed.id.0).await?;
    let (now, slug) = (turn.now, feed.slug.as_str());
    settings::audit(&mut tx, turn.group, turn.person, now, "feed removed", slug).await?;
    tx.commit().await?;
    ctx.bell.ring();
    Ok(Message::say(words.feed_removed(Arg::code(slug), gone)))
}
