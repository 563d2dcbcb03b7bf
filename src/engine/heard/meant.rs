//! What somebody may mean who talks to the bot as to a person.

use crate::feature::find::{best, fold};
use crate::feature::resource::{Country, Topic};

/// What somebody may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// A country and nothing else, as `/crisis` asks for one.
    Country(Country),
    /// Something that this command does.
    Command(&'static str),
    Thanks,
    Hello,
    /// So many days, weeks, months or years without.
    Milestone,
    /// That the bot shall write no more.
    Stop,
    Bye,
}

/// What people write, and the command that does it; the first that fits.
const COMMANDS: &[(&str, &[&str])] = &[
    ("remind add", &["remind", "reminder", "reminders", "alarm"]),
    ("meetings find", &["meeting", "meetings", "sponsor"]),
    ("checkin", &["check in", "check ins", "checking in", "i feel", "feeling"]),
    ("progress", &["progress", "chart"]),
    ("privacy erase", &["delete my data", "delete me", "delete everything", "forget me", "erase"]),
    (
        "privacy show",
        &["my data", "privacy", "private", "who sees", "who can see", "anonymous", "confidential"],
    ),
    ("profile zone", &["time zone", "timezone"]),
    (
        "resources find",
        &[
            "hotline",
            "helpline",
            "help line",
            "rehab",
            "therapist",
            "counselor",
            "counsellor",
            "clinic",
            "treatment",
            "phone number",
            "number for",
        ],
    ),
];

const THANKS: &[&str] = &["thanks", "thank you", "thx", "ty", "thank u", "cheers"];
const HELLO: &[&str] = &[
    "hello",
    "hi",
    "hey",
    "good morning",
    "good evening",
    "good afternoon",
    "who are you",
    "what are you",
    "how are you",
    "are you real",
    "are you there",
    "are you human",
    "are you a bot",
    "are you a human",
    "what can you do",
    "how does this work",
];

/// The whole of what somebody types who wants to hear no more; on many services one word does that.
const STOP: &[&str] = &[
    "stop",
    "stop it",
    "stop please",
    "please stop",
    "unsubscribe",
    "opt out",
    "leave me alone",
    "stop messaging me",
    "stop texting me",
    "stop writing me",
];

const BYE: &[&str] =
    &["bye", "bye bye", "goodbye", "good bye", "good night", "goodnight", "see you"];

/// What is counted at a milestone, and what it is a time of.
const UNITS: &[&str] = &["day", "days", "week", "weeks", "month", "months", "year", "years"];
const WITHOUT: &[&str] = &["sober", "clean", "sobriety", "recovery", "abstinent"];
/// What makes it another story.
const LOST: &[&str] = &[
    "lost", "not", "never", "cant", "if", "until", "want", "how", "only", "threw", "was", "were",
    "had", "blew", "ruined", "messed", "wasted", "broke", "reset", "almost", "nearly", "gone",
];

/// Topics that are not for looking something up.
const URGENT: &[Topic] =
    &[Topic::Emergency, Topic::Suicide, Topic::Crisis, Topic::Overdose, Topic::Directory];

/// Thanks and greetings are short; a longer text is about something.
const SHORT: usize = 4;

/// The fewest letters of a country's name; codes of two letters are words as well, except these.
const NAME: usize = 3;
const CODES: &[&str] = &["us", "uk", "gb", "nz", "ca", "au", "ie"];

/// What a text means, as far as that can be told.
pub(super) fn meant(text: &str) -> Option<Meant> {
    let words = fold(text);
    let whole = words.join(" ");
    if let Some(country) = Country::known(text)
        && (whole.len() >= NAME || CODES.contains(&whole.as_str()))
    {
        return Some(Meant::Country(country));
    }
    if STOP.contains(&whole.as_str()) {
        return Some(Meant::Stop);
    }
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(UNITS) && has(WITHOUT) && !has(LOST) {
        return Some(Meant::Milestone);
    }
    let command = COMMANDS.iter().find(|(_, phrases)| best(&words, phrases) > 0.0);
    if let Some((command, _)) = command {
        return Some(Meant::Command(command));
    }
    let short = words.len() <= SHORT;
    let begins = |known: &&str| whole == **known || whole.starts_with(&format!("{known} "));
    match () {
        () if short && THANKS.iter().any(begins) => Some(Meant::Thanks),
        () if short && HELLO.iter().any(begins) => Some(Meant::Hello),
        () if short && BYE.iter().any(begins) => Some(Meant::Bye),
        () => None,
    }
}

/// What a text is about, where there are people for it; closest first.
pub(super) fn about(text: &str) -> impl Iterator<Item = Topic> {
    Topic::find(text).into_iter().filter(|topic| !URGENT.contains(topic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::resolve::exact;

    #[test]
    fn plain_talk_leads_somewhere() {
        for (text, command) in [
            ("how do I find a meeting", "meetings find"),
            ("wheres the nearest meting", "meetings find"),
            ("can you remind me tomorrow", "remind add"),
            ("I'd like to check in", "checkin"),
            ("who sees what I write", "privacy show"),
            ("who can see this", "privacy show"),
            ("please delete my data", "privacy erase"),
            ("is there a hotline", "resources find"),
        ] {
            assert_eq!(meant(text), Some(Meant::Command(command)), "{text}");
        }
        for (text, code) in [("us", "US"), ("USA", "US"), ("New Zealand", "NZ"), ("uk.", "GB")] {
            let Some(Meant::Country(country)) = meant(text) else { panic!("{text}") };
            assert_eq!(country.code(), code, "{text}");
        }
        for text in ["Thank you so much", "thx"] {
            assert_eq!(meant(text), Some(Meant::Thanks), "{text}");
        }
        for text in ["hi", "Hello?", "hey there friend", "what can you do?"] {
            assert_eq!(meant(text), Some(Meant::Hello), "{text}");
        }
        for text in ["I'm 30 days sober today", "one year clean!", "6 months in recovery"] {
            assert_eq!(meant(text), Some(Meant::Milestone), "{text}");
        }
        for text in ["STOP", "Please stop.", "leave me alone"] {
            assert_eq!(meant(text), Some(Meant::Stop), "{text}");
        }
        for text in ["bye", "Good night"] {
            assert_eq!(meant(text), Some(Meant::Bye), "{text}");
        }
        for (text, topic) in [
            ("I gambled all my money", Topic::Gambling),
            ("he hit me again", Topic::DomesticViolence),
            ("my son is in a bad way", Topic::Family),
        ] {
            assert_eq!(meant(text), None, "{text}");
            assert_eq!(about(text).next(), Some(topic), "{text}");
        }
        for text in [
            "I lost my 30 days sober",
            "I was 30 days sober and blew it",
            "I had a year clean",
            "how many days clean",
            "stop the pain",
            "it hurts",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
        for text in ["", "no", "it", "me", "I am in a bad way", "hi, it is late and I am lost"] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn every_command_that_is_named_is_one() {
        for (command, _) in COMMANDS {
            assert!(exact(command).is_some(), "{command}");
        }
    }
}
