//! `admin meeting remove`: takes a meeting of the group's own out.

use super::{calendar, find, follow, search, sql};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::store::millis;
use crate::words::Words;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin meeting remove",
    summary: Words::meeting_remove_summary,
    params: &[Param::required(
        "meeting",
        Kind::Named(Thing::OwnMeeting),
        Words::meeting_param_meeting,
    )],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let meeting = find::meant_own(&mut tx, turn, args.text("meeting").unwrap_or_default()).await?;
    // Its short name is free from now on; `~` stands in none that is made of a name.
    let slug = format!("{}~{}", meeting.slug, meeting.id);
    sql::remove(&mut tx, meeting.id.0, &slug, millis(turn.now)).await?;
    let news = follow::News::Removed;
    let told = follow::follow(ctx, &mut tx, &[meeting.id], news, turn.now).await?;
    search::index(&mut tx, &[meeting.id]).await?;
    let slug = meeting.slug.as_str();
    settings::audit(&mut tx, turn.group, turn.person, turn.now, "meeting removed", slug).await?;
    calendar::soon(&mut tx, turn.group, turn.now).await?;
    tx.commit().await?;
    ctx.bell.ring();
    Ok(Message::say(words.meeting_removed(meeting.name))
        .maybe((told > 0).then(|| words.meeting_told(told))))
}
