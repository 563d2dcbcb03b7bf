//! `privacy history`: for how long check-ins are kept, if at all.

use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::engine::settings::Settings;
use crate::engine::turn::Known;
use crate::feature::checkin::{self, consent};
use crate::store::Conn;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy history",
    summary: Words::privacy_history_summary,
    params: &[Param::required(
        "history",
        Kind::Choice(&["off", "30", "90", "365"]),
        Words::privacy_param_history,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    let words = &known.words;
    // “off” is the one that is not a number.
    let days = args.choice("history").and_then(|word| word.parse::<i64>().ok()).unwrap_or(0);
    let mut tx = known.begin(ctx).await?;
    let gone = checkin::set_history(&mut tx, known.person, days, known.now).await?;
    let platform = known.account.platform();
    let here = history_here(&mut tx, known).await?;
    let left = sql::count_checkins(&mut tx, known.person.0).await?;
    tx.commit().await?;
    let was = known.profile.history_days;
    let changed = match (days, was) {
        (0, _) => words.privacy_history_off(),
        (days, was) if days == was => words.privacy_history_same(days),
        (days, 0) => words.privacy_history_on(days),
        (days, was) => words.privacy_history_changed(days, was),
    };
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    let deleted = (gone > 0).then(|| words.privacy_history_deleted(gone));
    let left = (left > 0 && gone > 0).then(|| words.privacy_history_left(left));
    let message = Message::say(changed).maybe(deleted).maybe(left);
    if days == 0 {
        return Ok(
            message.paragraph(words.privacy_history_again(Arg::command("privacy history 90")))
        );
    }
    let here = (!here).then(|| words.privacy_history_not_here(Arg::select(platform.as_str())));
    Ok(message.append(consent::notice(words, platform)).maybe(here))
}

/// Whether the group in whose room it is asked lets check-ins be kept.
async fn history_here(conn: &mut Conn, known: &Known) -> sqlx::Result<bool> {
    let Some(community) = &known.place.community else { return Ok(true) };
    let platform = known.account.platform();
    match directory::group_at(conn, platform, community).await? {
        Some(group) => Ok(Settings::load(conn, group).await?.history_on(platform)),
        None => Ok(true),
    }
}
