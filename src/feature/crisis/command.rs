//! `crisis`: people to call or text, whatever else works or does not.

use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::{Command, Kind, Param, Run, Thing};
use crate::words::Words;

/// The command. It takes any text: whatever somebody types there, they get an answer.
pub const COMMAND: Command = Command {
    path: "crisis",
    summary: Words::crisis_summary,
    params: &[Param::optional(COUNTRY, Kind::Anything, Words::crisis_param_country)
        .usually(Thing::Country)],
    needs: Role::Guest,
    visibility: Visibility::Private,
    // Nothing here reads the store or writes to the log: it must answer when they do not, and nobody
    // who looks for help leaves a trace.
    run: Run::Visit(|_ctx, visit, args| {
        Box::pin(async move {
            Ok(super::asked(&visit.words, args.text(COUNTRY), visit.country(), visit.today()))
        })
    }),
};

/// The name of what can be typed behind it.
pub const COUNTRY: &str = "country";
