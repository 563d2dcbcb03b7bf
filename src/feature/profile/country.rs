//! `profile country`: whose emergency number and help lines come first.

use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::feature::resource::country::Country;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "profile country",
    summary: Words::profile_country_summary,
    params: &[Param::required("country", Kind::Country, Words::profile_param_country)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    let code = args.text("country").unwrap_or_default();
    let mut tx = known.begin(ctx).await?;
    sql::set_country(&mut tx, known.person.0, code).await?;
    tx.commit().await?;
    let name =
        Country::by_code(code).map_or_else(|| code.to_owned(), |country| country.name().to_owned());
    Ok(Message::say(known.words.profile_country_set(name, Arg::command("crisis"))))
}
