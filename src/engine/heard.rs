//! Somebody who just talks to the bot, or whose command cannot be read. Being told that a word is unknown,
//! or a text too long, is the wrong answer to a bad night.

mod meant;

use super::turn::Visit;
use crate::chat::event::{Event, EventBody, RoomKind};
use crate::chat::message::Message;
use crate::command::error::UsageError;
use crate::feature::coping::{self, Found, Tool};
use crate::feature::crisis;
use crate::feature::find::{fold, places};
use crate::feature::resource::{Registry, Topic};
use crate::words::Arg;
use meant::{Meant, about, meant};
use std::borrow::Cow;

/// Crisis help, before anything else is said, to somebody whose words speak of suicide or self-harm;
/// nothing to any others.
pub(super) fn first(visit: &Visit, said: &str) -> Option<Message> {
    (coping::find(said) == Found::Crisis)
        .then(|| crisis::message(&visit.words, visit.country(), visit.today()))
}

/// What is said to something typed that cannot be read as it was meant: to plain talk, what it is about;
/// to a command, what to mend, after crisis help where its words call for that.
pub(super) fn not_read(visit: &Visit, event: &Event, error: &UsageError) -> Message {
    if let Some(said) = talk(event, error) {
        return reply(visit, said);
    }
    let mend = error.say(&visit.words);
    match own_words(event).and_then(|words| first(visit, &words)) {
        Some(help) => help.append(mend),
        None => mend,
    }
}

/// What somebody said who may just be talking: to the bot alone, nothing that is near a command, or
/// anything that speaks of suicide; anywhere, a call for help.
fn talk<'a>(event: &'a Event, error: &UsageError) -> Option<&'a str> {
    let EventBody::Said { text, .. } = &event.body else { return None };
    let UsageError::Unknown { near, .. } = error else { return None };
    let crisis = || coping::find(text) == Found::Crisis;
    let alone = event.place.kind == RoomKind::Direct && (near.is_empty() || crisis());
    (alone || calls_for_help(text)).then_some(text.as_str())
}

/// What somebody gave a command, where it may be about themselves: what an organizer sets up, and what
/// is looked for in the resources, is not.
fn own_words(event: &Event) -> Option<Cow<'_, str>> {
    let (command, words) = match &event.body {
        EventBody::Said { text, .. } => (text.as_str(), Cow::Borrowed(text.as_str())),
        EventBody::Invoked { path, options, .. } => {
            let values: Vec<&str> = options.iter().map(|(_, value)| value.as_str()).collect();
            (path.as_str(), Cow::Owned(values.join("\n")))
        }
        _ => return None,
    };
    let family = command.split_whitespace().next().unwrap_or_default();
    let others = ["admin", "resources"].iter().any(|other| family.eq_ignore_ascii_case(other));
    (!others).then_some(words)
}

/// What is said to words that are no command. Whoever speaks of suicide or self-harm is given crisis
/// help at once; what a coping tool is for brings its name, and what a command is for brings that.
pub(super) fn reply(visit: &Visit, said: &str) -> Message {
    let words = &visit.words;
    match coping::find(said) {
        Found::Crisis => crisis::message(words, visit.country(), visit.today()),
        Found::Tools(tools) => match tools.first().copied() {
            Some(tool) if tool.is_safety_page() => page(visit, tool),
            tool if calls_for_help(said) => help(visit, tool),
            tool => {
                let tool = Arg::command(coping_with(tool));
                Message::say(words.search_coping(tool, Arg::command("crisis")))
                    .paragraph(words.usage_see_help())
            }
        },
        Found::Returned => coping::returned(words),
        Found::Nothing => match meant(said) {
            Some(Meant::Country(country)) => {
                crisis::message(words, Some(country.code()), visit.today())
            }
            Some(Meant::Command(command)) => {
                let (help, crisis) = (Arg::command("help"), Arg::command("crisis"));
                Message::say(words.usage_meant(Arg::command(command), help, crisis))
            }
            _ if calls_for_help(said) => help(visit, None),
            Some(Meant::Thanks) => Message::say(words.usage_thanks()),
            Some(Meant::Milestone) => Message::say(words.heard_milestone()),
            Some(Meant::Stop) => Message::say(words.heard_stop()),
            Some(Meant::Bye) => Message::say(words.heard_bye()),
            Some(Meant::Hello) => Message::say(words.usage_hello()),
            None => match about(said).find(|topic| is_known(visit, *topic)) {
                Some(topic) => {
                    let topic = Arg::command(format!("resources topic {}", topic.as_str()));
                    Message::say(words.heard_topic(topic, Arg::command("crisis")))
                }
                None => Message::say(words.usage_hint()),
            },
        },
    }
}

/// What is said to somebody who asks the bot for help, in words: whoever may be in need is not told
/// that a word is no command. Nothing when the words ask for something else.
pub fn asked_for_help(visit: &Visit, said: &str) -> Option<Message> {
    match coping::find(said) {
        Found::Tools(tools) => Some(match tools.first().copied() {
            Some(tool) if tool.is_safety_page() => page(visit, tool),
            tool => help(visit, tool),
        }),
        Found::Nothing => calls_for_help(said).then(|| reply(visit, said)),
        Found::Crisis | Found::Returned => Some(reply(visit, said)),
    }
}

/// Whether there is anything for a topic where they are.
fn is_known(visit: &Visit, topic: Topic) -> bool {
    let rows = Registry::shipped().for_country(&visit.profile.country);
    rows.iter().any(|row| row.topics.contains(&topic) && row.is_shown(visit.today()))
}

/// What to do, at once and in full: nobody types a command beside somebody who does not wake up.
fn page(visit: &Visit, tool: Tool) -> Message {
    coping::message(tool, &visit.words, None, visit.country())
}

/// The command that shows a tool, or all of them.
fn coping_with(tool: Option<Tool>) -> String {
    tool.map_or_else(|| "coping".to_owned(), |tool| format!("coping {}", tool.id()))
}

/// People to talk to, a tap or a word away, and what else there is.
fn help(visit: &Visit, tool: Option<Tool>) -> Message {
    let words = &visit.words;
    let now = coping_with(tool);
    Message::say(words.heard_help(Arg::command("crisis")))
        .paragraph(words.crisis_emergency(crisis::emergency_number(words, visit.country())))
        .paragraph(words.heard_help_also())
        .list(vec![
            words.heard_help_now(Arg::command(now)),
            words.heard_help_meetings(Arg::command("meetings next")),
            words.heard_help_all(Arg::command("help")),
        ])
        .noticed()
}

/// Calls for help, in the words that are left of a text. Never shown.
const CALLS: &[&str] = &[
    "sos",
    "helpme",
    "help me",
    "help us",
    "help him",
    "help her",
    "help them",
    "help please",
    "help pls",
    "help plz",
    "help now",
    "please help",
    "pls help",
    "plz help",
    "need help",
    "needs help",
    "need some help",
    "need your help",
    "want help",
    "get help",
    "can you help",
    "could you help",
    "can someone help",
    "can somebody help",
    "can anyone help",
    "can anybody help",
    "someone help",
    "somebody help",
    "anyone help",
];

/// The word for help in other languages, where it means nothing else in English. The answer is in the
/// language that the bot speaks, and a number can be read in any.
const ELSEWHERE: &[&str] = &[
    "hilfe", "ayuda", "ayudame", "ayudenme", "socorro", "secours", "aidez", "aiuto", "ajuda",
    "hulp", "pomocy", "pomoc", "hjelp", "hjalp", "apua", "pomogite", "yardim",
];

/// Whether somebody calls for help, wherever in the text that is; also a bare “help!”, which is no name
/// of a command.
fn calls_for_help(said: &str) -> bool {
    let words = fold(said);
    if words.iter().all(|word| word == "help") && !words.is_empty() {
        return true;
    }
    if words.iter().any(|word| ELSEWHERE.contains(&word.as_str())) {
        return true;
    }
    CALLS.iter().any(|call| places(&words, call).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_for_help_is_told_from_other_words() {
        for said in [
            "help me please",
            "HELP!!!",
            "help, help",
            "Please help.",
            "i need help so bad",
            "can someone help me",
            "could you help",
            "my friend needs help",
            "sos",
            "ich brauche Hilfe",
            "¡Ayúdame!",
            "Помогите",
        ] {
            assert!(calls_for_help(said), "{said}");
        }
        for said in ["", "hello", "helpful", "help meetings", "no help in that", "how are you"] {
            assert!(!calls_for_help(said), "{said}");
        }
    }
}
