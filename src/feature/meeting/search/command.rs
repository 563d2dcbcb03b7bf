//! `meetings find`: searches meetings, those of feeds included.

use super::more::{self, Page};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::store::millis;
use crate::words::Words;

/// Days as they are chosen.
const DAYS: &[&str] = &[
    "today",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Ways to attend as they are chosen.
const WAYS: &[&str] = &["in-person", "online", "hybrid"];

/// The command.
pub const COMMAND: Command = Command {
    path: "meetings find",
    summary: Words::search_find_summary,
    params: &[
        Param::optional("text", Kind::Text { most: 200 }, Words::search_param_text),
        Param::optional("day", Kind::Choice(DAYS), Words::search_param_day),
        Param::optional("type", Kind::Text { most: 60 }, Words::search_param_type),
        Param::optional("how", Kind::Choice(WAYS), Words::search_param_how),
    ],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    // An option says what a word in the text says. Typed without names, the first words are the text
    // and the rest is the type, so these two stay together; the others stand before, out of the reach
    // of `near`.
    let given = ["day", "how", "text", "type"].iter().filter_map(|name| args.text(name));
    let text = given.collect::<Vec<_>>().join(" ");
    more::page(ctx, turn, &Page { text, page: 0, at: millis(turn.now) }).await
}
