//! Every sentence the bot can say.
//!
//! The sentences are in `words/<language>/*.ftl`, one file per feature, in
//! [Fluent](https://projectfluent.org). `build.rs` turns each into a method of [`Words`], so the
//! compiler checks keys and arguments: `checkin-thanks` in `checkin.ftl` is
//! `words.checkin_thanks(…)`.
//!
//! Inside a sentence `**bold**` and `` `code` `` are the only markup; code that begins with `/` is a
//! command, which each platform shows with the sign that its commands begin with. What is put into a sentence
//! is never read as markup: it becomes a literal span, and each platform escapes that in its own
//! way.
//!
//! A language is a folder; what it lacks is said in English. The description of a command or option may
//! have a `.name` there, by which Discord's app shows it: see `platform/discord/declare/localize.rs`.

use crate::chat::message::{Line, Span};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

mod arg;
mod markup;

pub use arg::Arg;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<BTreeMap<&'static str, Arc<Bundle>>> = LazyLock::new(|| {
    SOURCES.iter().map(|(code, sources)| (*code, Arc::new(bundle(code, sources)))).collect()
});

fn bundle(code: &str, sources: &[&str]) -> Bundle {
    let language = code.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks are invisible characters that terminals and screen readers stumble over.
    bundle.set_use_isolating(false);
    for source in sources {
        // The build script has parsed the same text; what it refused did not compile.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The sentences in one language; a sentence that the language lacks is said in English.
#[derive(Clone)]
pub struct Words {
    language: &'static str,
    bundle: Arc<Bundle>,
    english: Arc<Bundle>,
    /// Which attribute of a sentence is said in its place.
    attribute: Option<Arc<str>>,
}

impl Words {
    /// The words of a language by its code (`en`), or English where there are none.
    pub fn new(language: &str) -> Self {
        let known = Self::languages().find(|code| code.eq_ignore_ascii_case(language));
        let language = known.unwrap_or("en");
        Self {
            language,
            bundle: Arc::clone(&BUNDLES[language]),
            english: Arc::clone(&BUNDLES["en"]),
            attribute: None,
        }
    }

    /// What the language says beside its sentences: `words.attribute("name").coping_summary()` is the
    /// `.name` of `coping-summary`, and nothing where the language gives none.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Self {
        Self { attribute: Some(name.into()), ..self.clone() }
    }

    /// A language that says this.
    #[cfg(test)]
    pub(crate) fn written(language: &'static str, source: &str) -> Self {
        let bundle = Arc::new(bundle(language, &[source]));
        Self { language, bundle, ..Self::english() }
    }

    /// English, the language in which everything can be said.
    pub fn english() -> Self {
        Self::new("en")
    }

    /// The code of the language.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The codes of all languages that have words, in alphabetical order.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        SOURCES.iter().map(|(code, _)| *code)
    }

    fn line(&self, key: &'static str, arguments: Vec<(&'static str, Arg)>) -> Line {
        let mut values = FluentArgs::new();
        let mut held = Vec::new();
        for (name, argument) in arguments {
            let value = match argument {
                Arg::Number(number) => FluentValue::from(number),
                Arg::Select(text) => FluentValue::from(text),
                Arg::Line(line) => {
                    held.push(line);
                    FluentValue::from(markup::placeholder(held.len() - 1))
                }
            };
            // Fluent names may hold dashes where Rust's may not; files here use neither.
            values.set(name, value);
        }
        if let Some(attribute) = &self.attribute {
            let text = format(&self.bundle, key, Some(attribute), &values).unwrap_or_default();
            return markup::parse(&text, &held);
        }
        let text = format(&self.bundle, key, None, &values)
            .or_else(|| format(&self.english, key, None, &values))
            .unwrap_or_else(|| key.to_owned());
        markup::parse(&text, &held)
    }
}

fn format(
    bundle: &Bundle,
    key: &str,
    attribute: Option<&str>,
    values: &FluentArgs<'_>,
) -> Option<String> {
    let message = bundle.get_message(key)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(values), &mut errors);
    Some(text.into_owned())
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.language).finish()
    }
}

/// The plain text of a line, for places that have no markup (a log, an error of the CLI).
pub fn plain(line: &[Span]) -> String {
    crate::chat::plain::line(line)
}

mod written {
    #![allow(clippy::doc_markdown, reason = "sentences for people, not documentation")]
    use super::{Arg, Line, Words};
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use written::KEYS;
use written::SOURCES;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_uses_a_word_that_wounds() {
        // The left column of the VA's and NIDA's style guides, and what they call a count that
        // falls to zero.
        let refused = [
            "addict",
            "alcoholic",
            "junkie",
            "abuser",
            "abuse",
            "clean",
            "dirty",
            "relapse",
            "relapsed",
            "slip",
            "habit",
            "non-compliant",
            "committed suicide",
            "failure",
            "failed",
            "streak",
            "you broke",
            "reset",
            "users",
            "calm down",
        ];
        for (code, sources) in SOURCES {
            for source in *sources {
                for (number, text) in source.lines().enumerate() {
                    let lower = text.to_lowercase();
                    if lower.trim_start().starts_with('#') {
                        continue;
                    }
                    // The key of a variant is not said.
                    let lower = lower.trim_start().trim_start_matches('*');
                    let lower = match lower.strip_prefix('[').and_then(|l| l.split_once(']')) {
                        Some((_, said)) => said,
                        None => lower,
                    };
                    // Nor are the names of arguments.
                    let lower = lower
                        .split_whitespace()
                        .filter(|word| !word.starts_with('$'))
                        .collect::<Vec<_>>()
                        .join(" ");
                    let said: Vec<&str> = lower
                        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
                        .collect();
                    for word in refused {
                        let wounds = if word.contains(' ') {
                            lower.contains(word)
                        } else {
                            said.iter().any(|w| *w == word || w.strip_suffix('s') == Some(word))
                        };
                        assert!(!wounds, "{code}, line {}: “{word}” in: {text}", number + 1);
                    }
                }
            }
        }
    }

    #[test]
    fn every_sentence_can_be_said_in_every_language() {
        for code in Words::languages() {
            let words = Words::new(code);
            for key in KEYS {
                let bundle = &words.bundle;
                assert!(bundle.has_message(key) || words.english.has_message(key), "{key}");
            }
        }
    }
}
