//! The commands as Discord wants them declared: names, options, choices, who sees them.

mod localize;

use crate::chat::role::Role;
use crate::command::{Command, Kind, Need, Param};
use crate::words::{Arg, Words};
use localize::Language;
use serde_json::{Value, json};
use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::Permissions;
use serenity::model::application::{
    CommandOptionType, CommandType, InstallationContext, InteractionContext,
};

/// The option with which a file goes with a command.
pub const FILE: &str = "file";

/// What a member needs to see commands for organizers and admins, unless a server's own settings say
/// otherwise. What they may do with them, the core decides.
pub const ORGANIZERS: Permissions = Permissions::MANAGE_GUILD;

/// The declaration of everything that can be asked for.
pub fn all(commands: &[&Command]) -> Vec<Value> {
    let (all, wrong) = declared_in(commands, &localize::languages());
    for what in wrong {
        tracing::error!(what, "a translation is left out");
    }
    all
}

/// The same in these languages besides English, and what of them does not fit.
fn declared_in(commands: &[&Command], languages: &[Language]) -> (Vec<Value>, Vec<String>) {
    let words = Words::english();
    let mut families: Vec<(&'static str, Vec<&Command>)> = Vec::new();
    for command in commands {
        let name = command.path.split(' ').next().unwrap_or(command.path);
        match families.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(command),
            None => families.push((name, vec![command])),
        }
    }
    let mut all: Vec<Value> =
        families.iter().map(|(name, members)| family(name, members, &words)).collect();
    let menu = CreateCommand::new(words.discord_offer_support().plain())
        .kind(CommandType::Message)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild]);
    all.extend(serde_json::to_value(menu).map(tidied));
    let wrong = localize::localize(&mut all, commands, languages);
    (all, wrong)
}

fn family(name: &'static str, members: &[&Command], words: &Words) -> Value {
    let mut declared = CreateCommand::new(name)
        .kind(CommandType::ChatInput)
        .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
        .integration_types(vec![InstallationContext::Guild]);
    if members.iter().all(|command| command.needs >= Role::Organizer) {
        declared = declared.default_member_permissions(ORGANIZERS);
    }
    let own = members.iter().find(|command| command.path == name);
    declared = match own {
        Some(command) => declared
            .description((command.summary)(words).plain())
            .set_options(options(command, words)),
        None => {
            let text = words.discord_family(Arg::select(name)).plain();
            declared.description(text).set_options(nested(name, members, words))
        }
    };
    serde_json::to_value(declared).map(tidied).unwrap_or_default()
}

/// Subcommands, and groups of them.
fn nested(name: &str, members: &[&Command], words: &Words) -> Vec<CreateCommandOption> {
    let mut out: Vec<CreateCommandOption> = Vec::new();
    let mut groups: Vec<(String, CreateCommandOption)> = Vec::new();
    for command in members {
        let rest = command.path.strip_prefix(name).unwrap_or_default().trim();
        match rest.split_once(' ') {
            None => out.push(subcommand(rest, command, words)),
            Some((group, leaf)) => {
                let leaf = subcommand(leaf, command, words);
                match groups.iter_mut().find(|(known, _)| known == group) {
                    Some((_, option)) => *option = option.clone().add_sub_option(leaf),
                    None => {
                        let text = words.discord_family(Arg::select(group)).plain();
                        let kind = CommandOptionType::SubCommandGroup;
                        let option = CreateCommandOption::new(kind, group, text);
                        groups.push((group.to_owned(), option.add_sub_option(leaf)));
                    }
                }
            }
        }
    }
    out.extend(groups.into_iter().map(|(_, option)| option));
    out
}

fn subcommand(name: &str, command: &Command, words: &Words) -> CreateCommandOption {
    let text = (command.summary)(words).plain();
    CreateCommandOption::new(CommandOptionType::SubCommand, name, text)
        .set_sub_options(options(command, words))
}

fn options(command: &Command, words: &Words) -> Vec<CreateCommandOption> {
    let mut all: Vec<CreateCommandOption> =
        command.params.iter().map(|param| option(param, words)).collect();
    if command.takes_file() {
        let text = words.discord_param_file().plain();
        all.push(CreateCommandOption::new(CommandOptionType::Attachment, FILE, text));
    }
    all
}

fn option(param: &Param, words: &Words) -> CreateCommandOption {
    let kind = match param.kind {
        Kind::Number { .. } | Kind::Scale(_) => CommandOptionType::Integer,
        _ => CommandOptionType::String,
    };
    let text = (param.summary)(words).plain();
    let mut option =
        CreateCommandOption::new(kind, param.name, text).required(param.need == Need::Required);
    match param.kind {
        Kind::Number { lowest, highest } => {
            option = option.max_int_value(highest.max(0).unsigned_abs());
            if lowest >= 0 {
                option = option.min_int_value(lowest.unsigned_abs());
            }
        }
        Kind::Choice(choices) => {
            for choice in choices {
                option = option.add_string_choice(*choice, *choice);
            }
        }
        Kind::Scale(names) => {
            for (number, name) in (1..).zip(names) {
                option = option.add_int_choice(*name, number);
            }
        }
        Kind::Text { most } => option = option.max_length(most.clamp(1, 6_000) as u16),
        _ => {}
    }
    if completes(param) { option.set_autocomplete(true) } else { option }
}

/// Whether Hearth can say what could be typed.
pub fn completes(param: &Param) -> bool {
    matches!(param.kind, Kind::Zone | Kind::Room) || param.thing().is_some()
}

/// Without what says nothing, so that what is compared and sent is only what is meant.
fn tidied(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !says_nothing(value))
                .map(|(name, value)| (name, tidied(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(tidied).collect()),
        other => other,
    }
}

fn says_nothing(value: &Value) -> bool {
    *value == Value::Null || *value == json!([]) || *value == json!({}) || *value == json!(false)
}

#[cfg(test)]
mod tests;
