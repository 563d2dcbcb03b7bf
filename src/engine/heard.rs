//! Somebody who just talks to the bot alone. Being told that a word is unknown is the wrong answer to a
//! bad night.

mod meant;

use super::turn::Visit;
use crate::chat::message::Message;
use crate::feature::coping::{self, Found};
use crate::feature::crisis;
use crate::words::Arg;
use meant::{Meant, meant};

/// Crisis help, before anything else is said, to somebody whose words speak of suicide or self-harm;
/// nothing to any others.
pub(super) fn first(visit: &Visit, said: &str) -> Option<Message> {
    (coping::find(said) == Found::Crisis)
        .then(|| crisis::message(&visit.words, visit.country(), visit.today()))
}

/// What is said to words that are no command. Whoever speaks of suicide or self-harm is given crisis
/// help at once; what a coping tool is for brings its name, and what a command is for brings that.
pub(super) fn reply(visit: &Visit, said: &str) -> Message {
    let words = &visit.words;
    match coping::find(said) {
        Found::Crisis => crisis::message(words, visit.country(), visit.today()),
        Found::Tools(tools) => {
            let tool = tools.first().map(|tool| format!("coping {}", tool.id()));
            let tool = Arg::command(tool.unwrap_or_else(|| "coping".to_owned()));
            Message::say(words.search_coping(tool, Arg::command("crisis")))
                .paragraph(words.usage_see_help())
        }
        Found::Returned => coping::returned(words),
        Found::Nothing => match meant(said) {
            Some(Meant::Country(country)) => {
                crisis::message(words, Some(country.code()), visit.today())
            }
            Some(Meant::Command(command)) => {
                let (help, crisis) = (Arg::command("help"), Arg::command("crisis"));
                Message::say(words.usage_meant(Arg::command(command), help, crisis))
            }
            Some(Meant::Thanks) => Message::say(words.usage_thanks()),
            Some(Meant::Hello) => Message::say(words.usage_hello()),
            None => Message::say(words.usage_hint()),
        },
    }
}
