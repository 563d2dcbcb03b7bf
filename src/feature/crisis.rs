//! Crisis help: the emergency number first, then people to talk to.
//!
//! It needs no store, no network and no permission, and it never fails: whatever is typed, there is
//! an answer. What it says follows safe-messaging guidance: short, a bot that says it is one, no
//! promise, no method, no exclamation mark.
//!
//! Age: help lines whose check is older than a year are shown with a note. Older than two years they
//! are hidden, but a country's last line never is: where age would hide all, the one checked last
//! stays, with its note. Emergency numbers are never hidden.

pub mod command;

use crate::chat::message::{Line, Message, Span};
use crate::feature::resource::{Checked, Country, Registry, Resource, Topic, show};
use crate::words::Words;
use jiff::civil::Date;

/// Where help lines of other countries are.
const DIRECTORY: &str = "https://findahelpline.com/";

/// The most lines shown, so that a person in distress is not given a catalogue.
const MOST: usize = 4;

/// Crisis help for a country: its two letters or its name as somebody typed it, or `None` when it is
/// not known. `today` is the reader's day.
pub fn message(words: &Words, country: Option<&str>, today: Date) -> Message {
    let typed = country.map(str::trim).filter(|text| !text.is_empty());
    match typed.map(|text| (text, Country::find(text))) {
        Some((_, Ok(country))) => for_country(words, country, today),
        Some((text, Err(near))) => {
            // Long texts are no country; what was said is not repeated.
            let heard = (text.chars().count() <= 40).then(|| words.crisis_unknown_country(text));
            let near = near.into_iter().map(|country| {
                words.crisis_near_country(country.name(), country.code().to_ascii_lowercase())
            });
            opening(words, None)
                .paragraph(words.crisis_no_lines())
                .maybe(heard)
                .list(near.collect())
                .paragraph(words.crisis_directory(directory(words)))
                .paragraph(words.crisis_set_country())
                .paragraph(words.crisis_coping())
        }
        None => opening(words, None)
            .paragraph(words.crisis_no_lines())
            .paragraph(words.crisis_directory(directory(words)))
            .paragraph(words.crisis_set_country())
            .paragraph(words.crisis_coping()),
    }
}

/// Crisis help for somebody who may have typed something behind the command, and whose country, two
/// letters, may be known.
pub fn asked(words: &Words, typed: Option<&str>, own: Option<&str>, today: Date) -> Message {
    let country = match typed.map(|text| (text, Country::find(text))) {
        // What is no country, nor near one, may be anything: then the chosen one still helps, and
        // nobody is told that their sentence is no country.
        Some((text, Err(near))) if near.is_empty() && (own.is_some() || is_sentence(text)) => own,
        Some((text, _)) => Some(text),
        None => own,
    };
    message(words, country, today)
}

fn is_sentence(text: &str) -> bool {
    text.split_whitespace().nth(3).is_some()
}

/// The emergency numbers of a country by its two letters, such as `999 or 112`, or the words for the
/// local one where it is not known.
pub fn emergency_number(words: &Words, country: Option<&str>) -> Line {
    let numbers = country
        .and_then(|code| Registry::shipped().emergency(code))
        .map(|row| row.channels.as_slice());
    let strong = |text: &str| Line::from(Span::Strong(text.to_owned()));
    match numbers {
        Some([one]) => strong(one.value()),
        Some([one, other, ..]) => words.crisis_either(strong(one.value()), strong(other.value())),
        Some([]) | None => words.crisis_local_number(),
    }
}

/// The crisis lines of a country on this day, in registry order; see the module for age.
pub fn lines<'a>(registry: &'a Registry, country: &str, today: Date) -> Vec<&'a Resource> {
    let all: Vec<&Resource> = registry
        .all()
        .iter()
        .filter(|row| row.country.eq_ignore_ascii_case(country) && !row.is_emergency())
        .filter(|row| row.topics.contains(&Topic::Suicide) || row.topics.contains(&Topic::Crisis))
        .collect();
    let shown: Vec<&Resource> = all.iter().copied().filter(|row| row.is_shown(today)).collect();
    if !shown.is_empty() {
        return shown;
    }
    let dated = all.into_iter().filter(|row| row.checked != Checked::Undated);
    // Reversed, because of equals `max_by_key` takes the last and the registry's first is the best.
    dated.rev().max_by_key(|row| row.checked.earliest()).into_iter().collect()
}

fn for_country(words: &Words, country: Country, today: Date) -> Message {
    let lines = lines(Registry::shipped(), country.code(), today);
    let message = opening(words, Some(country.code()));
    if lines.is_empty() {
        return message
            .paragraph(words.crisis_no_lines())
            .paragraph(words.crisis_not_covered(country.name()))
            .paragraph(words.crisis_directory(directory(words)))
            .paragraph(words.crisis_coping());
    }
    let shown = lines.into_iter().take(MOST).map(|row| show::line(row, words, today)).collect();
    message
        .paragraph(words.crisis_lines())
        .list(shown)
        .paragraph(words.crisis_coping())
        .paragraph(words.crisis_elsewhere(country.name(), directory(words)))
}

fn opening(words: &Words, country: Option<&str>) -> Message {
    Message::say(words.crisis_emergency(emergency_number(words, country))).noticed()
}

fn directory(words: &Words) -> Line {
    Span::Link { text: words.crisis_directory_name().plain(), url: DIRECTORY.to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::plain;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 22);

    fn said(country: Option<&str>, today: Date) -> String {
        plain::text(&message(&Words::english(), country, today))
    }

    #[test]
    fn a_country_gets_its_emergency_number_and_its_lines() {
        assert_eq!(
            said(Some("gb"), TODAY),
            "If you or somebody with you is in danger now, call 999 or 112.\n\n\
             I'm glad you wrote. I'm a bot, so I can't keep you safe, and nobody watches this chat around the clock. \
             These people are there to listen. You don't need to know what to say.\n\n\
             • Samaritans: Call 116 123 · 24/7 · checked Oct 2026\n\
             • Shout: Text SHOUT to 85258 · 24/7 · checked Oct 2026\n\
             • NHS 111 mental health option: Call 111 (England and Scotland: choose the mental health option; \
             Wales: press 2) · 24/7 · checked Oct 2026\n\
             • Lifeline (Northern Ireland): Call 0808 808 8000 · 24/7 · checked Oct 2026\n\n\
             For the next few minutes: /coping ground, or /coping box.\n\n\
             Shown for United Kingdom. Somewhere else, or another kind of help: \
             Find a helpline (https://findahelpline.com/). Another country? Add it, as in /crisis new zealand."
        );
    }

    #[test]
    fn without_a_country_there_is_still_an_answer() {
        for country in [None, Some(""), Some("  ")] {
            let text = said(country, TODAY);
            assert!(text.starts_with(
                "If you or somebody with you is in danger now, call your local emergency number."
            ));
            assert!(
                text.contains("https://findahelpline.com/") && text.contains("/profile country gb"),
                "{text}"
            );
        }
        let text = said(Some("brazil"), TODAY);
        assert!(
            text.contains("your local emergency number")
                && text.contains("no checked help line for Brazil")
        );
        let text = said(Some("poland"), TODAY);
        assert!(
            text.contains("call 112.") && text.contains("no checked help line for Poland"),
            "{text}"
        );
        let text = said(Some("germny"), TODAY);
        assert!(text.contains("Perhaps Germany: /crisis de."), "{text}");
    }

    #[test]
    fn every_country_with_lines_answers_with_a_number() {
        for (country, number) in [
            ("US", "988"),
            ("canada", "988"),
            ("uk", "116 123"),
            ("IE", "50808"),
            ("AU", "13 11 14"),
            ("NZ", "1737"),
            ("DE", "0800 1110111"),
            ("FR", "3114"),
            ("IN", "14416"),
        ] {
            let text = said(Some(country), TODAY);
            assert!(text.contains(number), "{country}: {text}");
            // A release that was never renewed still names one line, and says how old it is.
            let text = said(Some(country), date(2031, 6, 1));
            assert!(text.contains("so it may have changed"), "{country}: {text}");
            assert_eq!(text.matches("• ").count(), 1, "{country}: {text}");
        }
    }

    #[test]
    fn it_is_short_and_promises_nothing() {
        for country in [None, Some("US"), Some("GB"), Some("nowhere"), Some("FR")] {
            let text = said(country, TODAY);
            assert!(text.len() < 1500, "{} bytes", text.len());
            assert!(!text.contains('!'), "{text}");
            assert!(text.contains("I'm a bot") && text.contains("nobody watches"), "{text}");
            for word in ["promise", "safe with", "I understand", "calm"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_there_is_an_answer(country in "\\PC*", year in 1i16..=9999) {
            let text = said(Some(&country), date(year, 6, 1));
            prop_assert!(text.contains("in danger now, call"));
        }
    }
}
