//! Commands in the languages of people's apps: names, descriptions and choices.
//!
//! A language says what a command or an option is called beside its description, as the sentence's
//! `.name` (in `words/de/coping.ftl`), and what a choice is called as its `.choice-…`:
//!
//! ```text
//! coping-summary = Etwas für die nächsten Minuten.
//!     .name = bewältigen
//! checkin-param-mood = Wie geht es dir?
//!     .name = stimmung
//!     .choice-good = gut
//! ```
//!
//! Families of commands are named by `discord-family`, whose `.name` chooses as its text does. What a
//! language does not say stays English, in the name as in the description. Discord tells us the English
//! names whatever somebody sees, so nothing else depends on it.

use super::FILE;
use crate::chat::message::Line;
use crate::command::Command;
use crate::words::{Arg, Words};
use serde_json::{Value, json};

/// A language with words: Discord's names for it, and the words.
pub(super) type Language = (Vec<&'static str>, Words);

/// The most characters of a name, a description, and what a choice is called.
const LONGEST_NAME: usize = 32;
const LONGEST: usize = 100;

/// Discord's names of languages.
const LOCALES: &[&str] = &[
    "bg", "cs", "da", "de", "el", "es-ES", "es-419", "fi", "fr", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi",
    "zh-CN",
];

/// The languages that have words, apart from English.
pub(super) fn languages() -> Vec<Language> {
    let code = |locale: &&str| locale.split('-').next().unwrap_or_default().to_owned();
    Words::languages()
        .filter(|known| *known != "en")
        .map(|known| {
            let locales = LOCALES.iter().filter(|locale| code(locale) == known);
            (locales.copied().collect(), Words::new(known))
        })
        .collect()
}

/// Adds what the languages say. Gives what does not fit and was left out, because Discord would refuse
/// all commands for one wrong name.
pub(super) fn localize(
    declared: &mut [Value],
    commands: &[&Command],
    languages: &[Language],
) -> Vec<String> {
    let mut adding = Adding { commands, languages, english: Words::english(), wrong: Vec::new() };
    for one in &mut *declared {
        let path = one["name"].as_str().unwrap_or_default().to_owned();
        if one["type"] == 1 {
            adding.command(one, &path);
        } else {
            // Menus have names with capitals and spaces, and nothing else.
            adding.put(
                one,
                "name",
                &path,
                |words| said(words, Words::discord_offer_support),
                short,
            );
        }
    }
    for kind in [1, 3] {
        let mut alike: Vec<&mut Value> =
            declared.iter_mut().filter(|one| one["type"] == kind).collect();
        adding.apart(&mut alike, "");
    }
    adding.wrong
}

struct Adding<'a> {
    commands: &'a [&'a Command],
    languages: &'a [Language],
    english: Words,
    wrong: Vec<String>,
}

impl Adding<'_> {
    /// A command or a family, and all below it.
    fn command(&mut self, value: &mut Value, path: &str) {
        let command = self.commands.iter().copied().find(|command| command.path == path);
        match command {
            Some(command) => self.text(value, path, command.summary),
            None => {
                // The last word of the path, as it stands in a command's.
                let inside =
                    |c: &&&Command| c.path.strip_prefix(path).is_some_and(|r| r.starts_with(' '));
                let Some(one) = self.commands.iter().find(inside) else { return };
                let name = one.path[..path.len()].rsplit(' ').next().unwrap_or_default();
                self.text(value, path, |words| words.discord_family(Arg::select(name)));
            }
        }
        let Some(options) = value["options"].as_array_mut() else { return };
        for option in &mut *options {
            let name = option["name"].as_str().unwrap_or_default().to_owned();
            let inner = format!("{path} {name}");
            if matches!(option["type"].as_u64(), Some(1 | 2)) {
                self.command(option, &inner);
            } else if let Some(command) = command {
                self.option(option, command, &name, &inner);
            }
        }
        self.apart(&mut options.iter_mut().collect::<Vec<_>>(), path);
    }

    fn option(&mut self, value: &mut Value, command: &Command, name: &str, path: &str) {
        let Some(param) = command.params.iter().find(|param| param.name == name) else {
            if name == FILE {
                self.text(value, path, Words::discord_param_file);
            }
            return;
        };
        self.text(value, path, param.summary);
        for choice in value["choices"].as_array_mut().into_iter().flatten() {
            let key = choice["name"].as_str().unwrap_or_default().to_owned();
            let attribute = format!("choice-{key}");
            let say = |words: &Words| said(&words.attribute(&attribute), param.summary);
            self.put(choice, "name", &format!("{path} {key}"), say, |text| {
                text.chars().count() <= LONGEST
            });
        }
    }

    /// The name and the description of something.
    fn text(&mut self, value: &mut Value, path: &str, say: impl Fn(&Words) -> Line + Copy) {
        let english = say(&self.english).plain();
        let described = |words: &Words| said(words, say).filter(|text| *text != english);
        self.put(value, "description", path, described, |text| text.chars().count() <= LONGEST);
        self.put(value, "name", path, |words| said(&words.attribute("name"), say), is_name);
    }

    /// What every language says of something, if it fits.
    fn put(
        &mut self,
        value: &mut Value,
        key: &str,
        path: &str,
        say: impl Fn(&Words) -> Option<String>,
        fits: impl Fn(&str) -> bool,
    ) {
        let english = value[key].as_str().unwrap_or_default().to_owned();
        for (locales, words) in self.languages {
            let Some(text) = say(words).filter(|text| *text != english) else { continue };
            if !fits(&text) {
                self.wrong.push(format!("{}: the {key} of {path} does not fit", words.language()));
                continue;
            }
            for locale in locales {
                value[format!("{key}_localizations")][*locale] = json!(text);
            }
        }
    }

    /// Takes names back by which those that stand side by side would not be told apart.
    fn apart(&mut self, side_by_side: &mut [&mut Value], path: &str) {
        let locales = self.languages.iter().flat_map(|(locales, _)| locales);
        for locale in locales {
            loop {
                let own = |one: &Value| one["name_localizations"][*locale].is_string();
                let names: Vec<(String, bool)> =
                    side_by_side.iter().map(|one| (called(one, locale), own(one))).collect();
                let twice =
                    |name: &str| names.iter().filter(|(other, _)| other == name).count() > 1;
                let at = names.iter().position(|(name, own)| *own && twice(name));
                let Some(at) = at else { break };
                let name = side_by_side[at]["name"].as_str().unwrap_or_default();
                self.wrong.push(format!("{locale}: {path} {name} is called as another beside it"));
                if let Some(all) = side_by_side[at]["name_localizations"].as_object_mut() {
                    all.remove(*locale);
                }
            }
        }
        for one in side_by_side {
            if one["name_localizations"] == json!({})
                && let Some(fields) = one.as_object_mut()
            {
                fields.remove("name_localizations");
            }
        }
    }
}

/// What something is called in a language.
fn called(value: &Value, locale: &str) -> String {
    let own = value["name_localizations"][locale].as_str();
    own.or(value["name"].as_str()).unwrap_or_default().to_owned()
}

fn said(words: &Words, say: impl Fn(&Words) -> Line) -> Option<String> {
    Some(say(words).plain()).filter(|text| !text.trim().is_empty())
}

fn short(name: &str) -> bool {
    name.chars().count() <= LONGEST_NAME
}

/// Whether Discord takes it for the name of a command or option: lower case where there is one, letters,
/// digits, and a few signs. Devanagari and Thai also need theirs that are no letters by themselves.
fn is_name(name: &str) -> bool {
    let taken = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '-' | '_' | '\'')
            || matches!(c, '\u{900}'..='\u{963}' | '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e5b}')
    };
    !name.is_empty() && short(name) && name.chars().all(taken) && name.to_lowercase() == name
}

#[cfg(test)]
mod tests;
