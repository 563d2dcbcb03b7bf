//! Lines that people type: cut into words, resolved, read by every command there is, completed.

use hearth::chat::role::Role;
use hearth::command::error::UsageError;
use hearth::command::lex::{Token, lex};
use hearth::command::resolve::{Resolved, exact, resolve};
use hearth::command::table::COMMANDS;
use hearth::command::{complete, parse};
use hearth::platform::console::directive;
use hearth::words::Words;

/// Reads `bytes` as a line of each kind.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(line) = std::str::from_utf8(bytes) else { return };
    let tokens = lex(line);
    check_places(line, &tokens);
    let behind = match resolve(&tokens) {
        Ok(Resolved::Command(command, named)) => {
            assert!(exact(command.path).is_some() && named <= tokens.len(), "{line:?}");
            named
        }
        Ok(Resolved::Family(_)) => 0,
        Err(error) => {
            say(&error);
            0
        }
    };
    let options = options(&tokens);
    for command in COMMANDS {
        for tokens in [&tokens[..], &tokens[behind..]] {
            if let Err(error) = parse::typed(command, line, tokens, Vec::new()) {
                say(&error);
            }
        }
        // The words as they came, and as values of the names that the command has.
        let names = command.params.iter().map(|param| param.name.to_owned());
        let values = tokens.iter().map(|token| token.text.clone());
        let named: Vec<(String, String)> = names.zip(values).collect();
        for options in [&named, &options] {
            if let Err(error) = parse::named(command, options, Vec::new()) {
                say(&error);
            }
        }
    }
    for role in [Role::Guest, Role::Member, Role::Organizer, Role::Admin] {
        let _ = complete::next(line, role);
    }
    for line in line.lines() {
        let _ = directive::read(line);
        let _ = directive::read(&format!("@{line}"));
    }
}

/// Words stand in order where they say.
fn check_places(line: &str, tokens: &[Token]) {
    let mut end = 0;
    for token in tokens {
        assert!(token.start >= end && token.end > token.start, "{line:?}");
        let there = line.get(token.start..token.end).expect("a place in the line");
        assert!(there.contains(&token.text), "{there:?} is not {:?}", token.text);
        end = token.end;
    }
}

fn options(tokens: &[Token]) -> Vec<(String, String)> {
    tokens.chunks(2).map(|pair| (pair[0].text.clone(), pair[pair.len() - 1].text.clone())).collect()
}

fn say(error: &UsageError) {
    thread_local! {
        /// Reading the words costs more than a case does.
        static WORDS: Words = Words::english();
    }
    WORDS.with(|words| assert!(!error.say(words).blocks.is_empty(), "{error:?}"));
}
