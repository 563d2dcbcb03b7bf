//! `crisis`: people to call or text, whatever else works or does not.

use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Param, Run, Thing};
use crate::engine::turn::Visit;
use crate::feature::resource::Country;
use crate::words::Words;

/// The command. It takes any text: whatever somebody types there, they get an answer.
pub const COMMAND: Command = Command {
    path: "crisis",
    summary: Words::crisis_summary,
    params: &[Param::optional("country", Kind::Anything, Words::crisis_param_country)
        .usually(Thing::Country)],
    needs: Role::Guest,
    visibility: Visibility::Private,
    run: Run::Visit(|_ctx, visit, args| Box::pin(async move { Ok(answer(visit, &args)) })),
};

// Nothing here reads the store or writes to the log: it must answer when they do not, and nobody
// who looks for help leaves a trace.
fn answer(visit: &Visit, args: &Args) -> Message {
    let typed = args.text("country");
    let own = visit.country();
    let country = match typed.map(|text| (text, Country::find(text))) {
        // What is no country, nor near one, may be anything: then the chosen one still helps, and
        // nobody is told that their sentence is no country.
        Some((text, Err(near))) if near.is_empty() && (own.is_some() || is_sentence(text)) => own,
        Some((text, _)) => Some(text),
        None => own,
    };
    super::message(&visit.words, country, visit.today())
}

fn is_sentence(text: &str) -> bool {
    text.split_whitespace().nth(3).is_some()
}
