//! How one field of a form is asked, and how what somebody typed answers it.

use crate::chat::message::{Line, Message};
use crate::chat::prompt::{Choice, Expect, Field, FieldKind};
use crate::words::{Arg, Words};

/// The key of the choice that leaves a field out, and the words that can be typed at any question.
pub(super) const SKIP: &str = "skip";
pub(super) const BACK: &str = "back";
pub(super) const DONE: &str = "done";
pub(super) const STOP: &str = "stop";

/// What somebody typed, read as the answer to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// An answer, as the form's feature takes it.
    Value(String),
    /// Goes on without one.
    Skip,
    /// Goes back one question.
    Back,
    /// Ends with what there is.
    Done,
    /// Ends, and nothing is kept.
    Stop,
    /// No answer to this, and what would be one.
    Bad(Box<Line>),
}

/// A field as a question; `number` is its place, counted from 1, among `count`.
pub(super) fn question(words: &Words, field: &Field, number: usize, count: usize) -> Message {
    let asked = Message::say(words.interview_question(number, count, field.label.clone()));
    match &field.kind {
        FieldKind::One(_) => asked,
        FieldKind::Scale { lowest, highest } => {
            asked.paragraph(words.interview_scale(*lowest, *highest))
        }
        FieldKind::Many(choices) => asked.paragraph(words.interview_many()).list(
            choices
                .iter()
                .zip(1..)
                .map(|(choice, number): (_, usize)| {
                    words.interview_item(number, choice.label.clone())
                })
                .collect(),
        ),
        FieldKind::Text { most } => asked.paragraph(words.interview_text(*most)),
    }
}

/// What can be tapped. Only where one of a few is asked for; the rest is typed.
pub(super) fn choices(words: &Words, field: &Field) -> Option<Expect> {
    let FieldKind::One(choices) = &field.kind else { return None };
    let skip = Choice::new(SKIP, words.interview_skip());
    Some(Expect::OneOf(choices.iter().cloned().chain([skip]).collect()))
}

/// Reads what somebody typed.
pub(super) fn read(words: &Words, field: &Field, typed: &str) -> Read {
    let typed = typed.trim();
    match typed.to_lowercase().as_str() {
        SKIP | "-" => return Read::Skip,
        BACK => return Read::Back,
        DONE => return Read::Done,
        STOP => return Read::Stop,
        _ => {}
    }
    let bad = |line: Line| Read::Bad(Box::new(line));
    match &field.kind {
        FieldKind::One(choices) => match meant(choices, typed) {
            Some(key) => Read::Value(key.to_owned()),
            // The last number of the list leaves it out.
            None if number(typed) == Some(choices.len() + 1) => Read::Skip,
            None => bad(words.interview_bad_one(labels(choices))),
        },
        FieldKind::Scale { lowest, highest } => match typed.parse::<u8>() {
            Ok(number) if (*lowest..=*highest).contains(&number) => Read::Value(number.to_string()),
            _ => bad(words.interview_bad_scale(*lowest, *highest)),
        },
        FieldKind::Many(choices) => many(words, choices, typed),
        FieldKind::Text { most } => match typed.chars().count() {
            got if got > *most => bad(words.interview_bad_long(got, *most)),
            _ => Read::Value(typed.to_owned()),
        },
    }
}

fn many(words: &Words, choices: &[Choice], typed: &str) -> Read {
    if let Some(key) = meant(choices, typed) {
        return Read::Value(key.to_owned());
    }
    let parts = typed.split(|c: char| matches!(c, ',' | ';' | '+' | '/') || c.is_whitespace());
    let keys: Option<Vec<&str>> = parts
        .filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("and"))
        .map(|part| meant(choices, part))
        .collect();
    match keys {
        Some(keys) if !keys.is_empty() => Read::Value(keys.join(",")),
        _ => Read::Bad(Box::new(words.interview_bad_many(labels(choices)))),
    }
}

/// The choice of a key, a label, or a number from 1.
fn meant<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let same = |text: &str| text.to_lowercase() == typed;
    let named = choices.iter().find(|c| same(&c.key) || same(&c.label.plain()));
    let numbered = || choices.get(number(&typed)?.checked_sub(1)?);
    named.or_else(numbered).map(|choice| choice.key.as_str())
}

fn number(typed: &str) -> Option<usize> {
    typed.trim_end_matches(['.', ')']).parse().ok()
}

fn labels(choices: &[Choice]) -> Arg {
    let labels: Vec<String> = choices.iter().map(|choice| choice.label.plain()).collect();
    labels.join(", ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        Field { key: "key".to_owned(), label: Line::text("A question?"), kind }
    }

    #[test]
    fn what_is_typed_is_read_as_people_mean_it() {
        let words = Words::english();
        let choice = |key: &str, label: &str| Choice::new(key, Line::text(label));
        let some =
            vec![choice("h", "hungry"), choice("a", "angry"), choice("none", "none of them")];
        let one = || field(FieldKind::One(some.clone()));
        let many = || field(FieldKind::Many(some.clone()));
        let scale = || field(FieldKind::Scale { lowest: 0, highest: 10 });
        let text = || field(FieldKind::Text { most: 12 });
        let value = |text: &str| Some(Read::Value(text.to_owned()));
        for (field, typed, expected) in [
            (one(), "2", value("a")),
            (one(), "2.", value("a")),
            (one(), "Hungry", value("h")),
            (one(), "none of them", value("none")),
            (one(), "4", Some(Read::Skip)),
            (one(), "5", None),
            (one(), "so so", None),
            (scale(), "0", value("0")),
            (scale(), " 10 ", value("10")),
            (scale(), "11", None),
            (scale(), "-", Some(Read::Skip)),
            (scale(), "low", None),
            (many(), "1,2", value("h,a")),
            (many(), "hungry and angry", value("h,a")),
            (many(), "1 2", value("h,a")),
            (many(), "none of them", value("none")),
            (many(), "1,9", None),
            (many(), ",", None),
            (text(), "call Sam", value("call Sam")),
            (text(), "thirteen long", None),
            (text(), "SKIP", Some(Read::Skip)),
            (text(), "back", Some(Read::Back)),
            (text(), "done", Some(Read::Done)),
            (text(), "Stop", Some(Read::Stop)),
        ] {
            let read = read(&words, &field, typed);
            match expected {
                Some(expected) => assert_eq!(read, expected, "{typed}"),
                None => assert!(matches!(read, Read::Bad(_)), "{typed}: {read:?}"),
            }
        }
    }
}
