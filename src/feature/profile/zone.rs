//! `profile zone`: the zone in which somebody reads and types times.

use super::sql;
use crate::chat::message::Message;
use crate::chat::message::{Span, TimeStyle};
use crate::chat::plain;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "profile zone",
    summary: Words::profile_zone_summary,
    params: &[Param::required("zone", Kind::Zone, Words::profile_param_zone)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    let words = &known.words;
    let zone = args.text("zone").unwrap_or("UTC").to_owned();
    let mut tx = known.begin(ctx).await?;
    sql::set_zone(&mut tx, known.person.0, &zone).await?;
    let elsewhere = sql::reminders_elsewhere(&mut tx, known.person.0, &zone).await?;
    tx.commit().await?;
    // As text: a platform shows its own times in the zone of the device, whatever was chosen here.
    let now = Span::Time { at: known.now, zone: zone.clone(), style: TimeStyle::Full };
    let now = plain::line(&[now]);
    let keep = (elsewhere > 0)
        .then(|| words.profile_zone_reminders(elsewhere, Arg::command("remind list")));
    Ok(Message::say(words.profile_zone_set(zone, now)).maybe(keep))
}
