//! `help`: what can be done here, by this person.

use super::args::Args;
use super::table::COMMANDS;
use super::{Command, Kind, Need, Outcome, Param, Run, Thing};
use crate::chat::message::{Line, Message, Span};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::engine::ctx::Ctx;
use crate::engine::heard;
use crate::engine::turn::Visit;
use crate::words::{Arg, Words};

const PATH: &str = "help";

/// The command.
pub const COMMAND: Command = Command {
    path: PATH,
    summary: Words::help_summary,
    params: &[Param::optional("command", Kind::Text { most: 200 }, Words::help_param_command)
        .usually(Thing::Command)],
    needs: Role::Guest,
    visibility: Visibility::Private,
    run: Run::Visit(|ctx, visit, args| Box::pin(run(ctx, visit, args))),
};

async fn run(_ctx: &Ctx, visit: &Visit, args: Args) -> Outcome {
    let words = &visit.words;
    let Some(asked) = args.text("command") else { return Ok(overview(words, visit.role)) };
    let asked = asked.trim_start_matches(['/', '!']).to_lowercase();
    let tokens = super::lex::lex(&asked);
    match super::resolve::resolve(&tokens) {
        Ok(super::resolve::Resolved::Command(command, _)) => Ok(page(words, command)),
        Ok(super::resolve::Resolved::Family(path)) => Ok(family(words, &path, visit.role)),
        // “help me please” is no question about a command.
        Err(error) => match heard::asked_for_help(visit, &format!("{PATH} {asked}")) {
            Some(message) => Ok(message),
            None => Err(crate::error::Failure::mend(error.say(words))),
        },
    }
}

/// Everything that a role may use, in help order; crisis help stands by itself.
pub fn overview(words: &Words, role: Role) -> Message {
    let mut message = Message::new().heading(words.help_title()).paragraph(words.help_crisis());
    let allowed = || COMMANDS.iter().filter(|c| c.needs <= role);
    let everyday = allowed().filter(|c| !c.path.starts_with("admin ")).map(|c| item(words, c));
    message = message.list(everyday.collect());
    if allowed().any(|c| c.path.starts_with("admin ")) {
        message = message.paragraph(words.help_admin(Arg::command("help admin")));
    }
    message.paragraph(words.help_more(Arg::command("help checkin")))
}

/// The commands that begin with some words.
pub fn family(words: &Words, start: &str, role: Role) -> Message {
    let inside = |c: &&&Command| c.path.strip_prefix(start).is_some_and(|r| r.starts_with(' '));
    let items = COMMANDS.iter().filter(inside).filter(|c| c.needs <= role).map(|c| item(words, c));
    Message::say(words.usage_command_group(Arg::command(start.to_string()))).list(items.collect())
}

/// One command: how it is typed and what it takes.
pub fn page(words: &Words, command: &Command) -> Message {
    let mut message = Message::new()
        .heading(Span::Command(command.usage()).into())
        .paragraph((command.summary)(words));
    let fields = command.params.iter().map(|param| {
        let mut line = (param.summary)(words);
        if let Some(kind) = super::error::kind(words, param.kind) {
            line = words.help_param_kind(line, kind);
        }
        if param.need == Need::Optional {
            line = line.then(words.help_optional());
        }
        (Span::Code(param.name.to_owned()).into(), line)
    });
    message = message.fields(fields.collect());
    if command.needs > Role::Member {
        message = message.paragraph(words.help_needs(Arg::select(command.needs.as_str())));
    }
    message
}

fn item(words: &Words, command: &Command) -> Line {
    words.help_item(Arg::command(command.usage()), (command.summary)(words))
}
