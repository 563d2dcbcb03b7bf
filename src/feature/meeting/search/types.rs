//! Kinds of meetings as tokens. A code means something only within a fellowship, so the token is
//! made of what the fellowship calls it: "women" finds the women's meetings of all of them.

use crate::feature::find::fold;
use crate::feed::types::{self, PROGRAMS};

/// Codes that people do type. Others that look like words ("ST", "BE") are words.
const TYPED_CODES: &[&str] = &["asl", "lgbtq"];

/// Words that are often misspelt.
const MISSPELT: &[&str] = &[
    "women",
    "womens",
    "beginner",
    "newcomer",
    "spanish",
    "wheelchair",
    "accessible",
    "meditation",
    "speaker",
    "agnostic",
    "secular",
    "atheist",
    "childcare",
    "discussion",
    "literature",
];

/// The token of what a fellowship calls a kind.
pub(super) fn token(label: &str) -> String {
    format!("t{}", fold(label).concat())
}

/// Whether a word names a language.
pub(super) fn is_language(word: &str) -> bool {
    // A fellowship that does not exist has only what all of them have: languages.
    !types::search("", word).is_empty()
}

/// A kind that some words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    /// What the fellowships call it, each once.
    pub(super) labels: Vec<&'static str>,
    /// The word that was meant, where it was misspelt.
    pub(super) corrected: Option<&'static str>,
}

/// The kind that some words name.
pub(super) fn kind(words: &str) -> Option<Kind> {
    let named = |words: &str, corrected| {
        let mut labels = exact(words);
        if labels.is_empty()
            && let Some(one) = words.strip_suffix('s')
        {
            labels = exact(one);
        }
        (!labels.is_empty()).then_some(Kind { labels, corrected })
    };
    named(words, None).or_else(|| {
        let meant = MISSPELT.iter().find(|known| {
            let typed = words.strip_suffix('s').unwrap_or(words);
            words.len() >= 5
                && known.as_bytes().first() == typed.as_bytes().first()
                && strsim::osa_distance(known, typed) <= if known.len() >= 8 { 2 } else { 1 }
        })?;
        named(meant, Some(meant))
    })
}

fn exact(words: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (program, ..) in PROGRAMS {
        for code in types::search(program, words) {
            let is_code = code.eq_ignore_ascii_case(words) && !TYPED_CODES.contains(&words);
            let label = types::label(program, code).filter(|label| {
                let named = fold(label).concat() == words;
                (!is_code || named) && !found.contains(label)
            });
            found.extend(label);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_kinds_and_codes_do_not() {
        for (words, expected) in [
            ("women", Some("Women")),
            ("womens", Some("Women")),
            ("wimen", Some("Women")),
            ("spanish", Some("Spanish")),
            ("beginners", Some("Newcomers")),
            ("begginers", Some("Newcomers")),
            ("open", Some("Open")),
            ("big book", Some("Big Book")),
            ("st", None),
            ("be", None),
            ("serenity", None),
            ("trans", Some("Transgender")),
        ] {
            let found = kind(words);
            let labels = found.as_ref().map(|kind| kind.labels.as_slice()).unwrap_or_default();
            assert_eq!(is_language(words), words == "spanish", "{words}");
            match expected {
                Some(label) => assert!(labels.contains(&label), "{words}: {found:?}"),
                None => assert!(found.is_none(), "{words}: {found:?}"),
            }
        }
    }
}
