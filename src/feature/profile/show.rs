//! `profile show`: everything that can be set, what holds, whose choice it is, and how to change it.

use super::{language, sql};
use crate::chat::message::{Line, Message, TimeStyle};
use crate::chat::plain;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::feature::resource::country::Country;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "profile show",
    summary: Words::profile_show_summary,
    params: &[],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, _args: Args) -> Outcome {
    let words = &known.words;
    let profile = &known.profile;
    let own = {
        let mut tx = ctx.store.read().await?;
        sql::own(&mut tx, known.person.0).await?
    };
    let country = Country::by_code(&profile.country);
    let country =
        country.map_or_else(|| profile.country.clone(), |country| country.name().to_owned());
    let country = match profile.country_chosen {
        true => whose(words, Line::text(country), own.country.is_some()),
        false => words.profile_country_none(Arg::command("crisis")),
    };
    let day_start = profile.day_start.strftime("%H:%M").to_string();
    let yes = |on| Arg::select(if on { "on" } else { "off" });
    // As text: a platform shows its own times in the zone of the device, whatever was chosen here.
    let now = plain::line(&[known.time(known.now, TimeStyle::Time)]);
    let change = |command: &str| Arg::command(command);
    let fields = vec![
        (
            words.profile_zone(),
            whose(words, words.profile_zone_value(known.zone_name(), now), profile.zone_own)
                .then(words.profile_change(change("profile zone Europe/London"))),
        ),
        (
            words.profile_country(),
            country.then(words.profile_change(change("profile country Ireland"))),
        ),
        (
            words.profile_day_start(),
            words
                .profile_day_start_value(day_start)
                .then(words.profile_change(change("profile day-start 04:00"))),
        ),
        (
            words.profile_language(),
            whose(
                words,
                Line::text(language::name(words, &profile.language)),
                own.language.is_some(),
            )
            .then(words.profile_change(change("profile language en"))),
        ),
        (
            words.profile_discreet(),
            words.profile_discreet_value(yes(profile.discreet)).then(words.profile_change(change(
                if profile.discreet { "profile discreet off" } else { "profile discreet on" },
            ))),
        ),
        (
            words.profile_history(),
            words
                .profile_history_value(profile.history_days)
                .then(words.profile_change(change("privacy history 90"))),
        ),
    ];
    Ok(Message::new().heading(words.profile_title()).fields(fields))
}

/// A value, and that it is the group's where the person has not chosen one.
fn whose(words: &Words, value: Line, own: bool) -> Line {
    if own { words.profile_own(value) } else { words.profile_groups(value) }
}
