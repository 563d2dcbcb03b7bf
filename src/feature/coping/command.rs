//! `coping`: something for the next few minutes.

use super::{Found, Tool, find, list, message, rate, returned, unknown};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Visit;
use crate::feature::crisis;
use crate::words::Words;

/// The command. The tool is text and not a name, because people write what is going on.
pub const COMMAND: Command = Command {
    path: "coping",
    summary: Words::coping_summary,
    params: &[
        Param::optional("tool", Kind::Anything, Words::coping_param_tool).usually(Thing::Tool)
    ],
    needs: Role::Guest,
    visibility: Visibility::Private,
    run: Run::Visit(|ctx, visit, args| Box::pin(run(ctx, visit, args))),
};

async fn run(ctx: &Ctx, visit: &Visit, args: Args) -> Outcome {
    let words = &visit.words;
    let country = visit.country();
    let Some(typed) = args.text("tool") else { return Ok(list(words)) };
    match find(typed) {
        Found::Crisis => Ok(crisis::message(words, country, visit.today())),
        Found::Returned => Ok(returned(words)),
        Found::Nothing => Ok(unknown(words)),
        Found::Tools(tools) => {
            let Some(tool) = tools.first().copied() else { return Ok(unknown(words)) };
            let page = message(tool, words, None, country);
            Ok(match rate::offer(ctx, visit, tool).await {
                Some(prompt) => page.ask(prompt),
                None => page,
            })
        }
    }
}

impl Tool {
    /// The tool of a name, exactly as [`Tool::id`] gives it.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tool| tool.id() == id)
    }
}
