//! Finds the command that a line names.

use super::Command;
use super::error::UsageError;
use super::lex::Token;
use super::table::COMMANDS;
use super::value;

/// What a line names.
#[derive(Debug, Clone)]
pub enum Resolved {
    /// A command, and how many words name it.
    Command(&'static Command, usize),
    /// The beginning of several commands, such as `meetings`.
    Family(String),
}

/// The command of a native path, such as `meetings next`.
pub fn exact(path: &str) -> Option<&'static Command> {
    COMMANDS.iter().copied().find(|command| command.path.eq_ignore_ascii_case(path))
}

/// The command that the first words name; the longest path wins.
pub fn resolve(tokens: &[Token]) -> Result<Resolved, UsageError> {
    let words: Vec<String> = tokens.iter().take(4).map(|t| t.text.to_lowercase()).collect();
    let begins = |path: &str| {
        let parts: Vec<&str> = path.split(' ').collect();
        parts.len() <= words.len() && parts.iter().zip(&words).all(|(part, word)| part == word)
    };
    let named = COMMANDS.iter().copied().filter(|c| begins(c.path));
    if let Some(command) = named.max_by_key(|c| c.path.len()) {
        return Ok(Resolved::Command(command, command.path.split(' ').count()));
    }
    let family = (1..=words.len()).rev().map(|n| words[..n].join(" ")).find(|start| {
        COMMANDS
            .iter()
            .any(|c| c.path.strip_prefix(start.as_str()).is_some_and(|r| r.starts_with(' ')))
    });
    if let Some(start) = &family
        && start.split(' ').count() == words.len()
    {
        return Ok(Resolved::Family(start.clone()));
    }
    Err(unknown(&words, family.as_deref()))
}

fn unknown(words: &[String], family: Option<&str>) -> UsageError {
    let typed = match family {
        Some(family) => words[..=family.split(' ').count().min(words.len() - 1)].join(" "),
        None => words.first().cloned().unwrap_or_default(),
    };
    UsageError::Unknown { near: near(words), typed }
}

/// Commands whose path is near to the words, nearest first, at most three.
fn near(words: &[String]) -> Vec<&'static str> {
    let mut scored: Vec<(usize, &'static str)> = COMMANDS
        .iter()
        .filter_map(|command| {
            let parts = command.path.split(' ').count();
            let typed = words[..parts.min(words.len())].join(" ");
            Some((value::near(command.path, &typed)?, command.path))
        })
        .collect();
    if scored.is_empty() {
        // A word in the middle of a path: "next" is probably "meetings next".
        let last = words.first().map(String::as_str).unwrap_or_default();
        let inside = |path: &str| path.split(' ').any(|part| part == last);
        scored = COMMANDS.iter().filter(|c| inside(c.path)).map(|c| (0, c.path)).collect();
    }
    scored.sort_unstable();
    scored.into_iter().map(|(_, path)| path).take(3).collect()
}
