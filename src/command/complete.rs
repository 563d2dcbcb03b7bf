//! What could come next: for the console's line editor and for native autocomplete.

use super::{Command, Kind, Param, Thing};
use crate::chat::role::Role;

/// What can be typed at the end of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Words that are known without looking anything up.
    Words(Vec<String>),
    /// Names of things that exist; to be looked up.
    Names(Thing),
}

/// What could come at the end of `line`, which stands behind the prefix: whole replacements of the
/// last word.
pub fn next(line: &str, role: Role) -> Next {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let last = if line.ends_with(char::is_whitespace) { "" } else { words.pop().unwrap_or("") };
    let head = words.join(" ").to_lowercase();
    let tokens = super::lex::lex(&head);
    if let Ok(super::resolve::Resolved::Command(command, named)) = super::resolve::resolve(&tokens)
        && command.needs <= role
    {
        return param(command, words.len().saturating_sub(named), &words, last);
    }
    let mut found: Vec<String> = super::table::COMMANDS
        .iter()
        .filter(|c| c.needs <= role)
        .filter_map(|c| {
            let rest = if head.is_empty() {
                c.path
            } else {
                c.path.strip_prefix(head.as_str())?.strip_prefix(' ')?
            };
            let word = rest.split(' ').next().unwrap_or(rest);
            word.starts_with(&last.to_lowercase()).then(|| word.to_owned())
        })
        .collect();
    found.sort();
    found.dedup();
    Next::Words(found)
}

fn param(command: &Command, filled: usize, words: &[&str], last: &str) -> Next {
    if last.starts_with("--") {
        let names = command.params.iter().map(|p| format!("--{}", p.name));
        return Next::Words(names.filter(|n| n.starts_with(last)).collect());
    }
    let by_name = words.last().and_then(|word| word.strip_prefix("--"));
    let param = match by_name {
        Some(name) => command.params.iter().find(|p| p.name == name),
        None => command.params.get(filled),
    };
    param.map_or(Next::Words(Vec::new()), |param| values(param, last))
}

fn values(param: &Param, last: &str) -> Next {
    let lower = last.to_lowercase();
    let matching = |word: &str| word.to_lowercase().starts_with(&lower);
    match param.kind {
        Kind::Choice(choices) | Kind::Scale(choices) => {
            Next::Words(choices.iter().filter(|c| matching(c)).map(|c| (*c).to_owned()).collect())
        }
        Kind::Zone => Next::Words(
            crate::schedule::zone::names()
                .iter()
                .filter(|name| matching(name) || name.to_lowercase().contains(&format!("/{lower}")))
                .take(25)
                .cloned()
                .collect(),
        ),
        Kind::Named(thing) => Next::Names(thing),
        _ => Next::Words(Vec::new()),
    }
}
