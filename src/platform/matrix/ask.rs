//! How a question is shown where there are no buttons, and what a tap means.
//!
//! | question | room | how |
//! |---|---|---|
//! | harmless, up to five choices | any | numbered list, the bot's own reactions below it |
//! | harmless, more | any | numbered list; reactions of members with a number count too |
//! | about health | direct and encrypted | numbered list, a poll below it |
//! | about health | direct, not encrypted | numbered list |
//! | about health | of several | no choices; one neutral reaction, and the question in the direct room |
//!
//! Reactions are never encrypted: the server sees what was tapped. So an answer about somebody's
//! health is a vote, which is encrypted, or a typed number; and the neutral reaction says no more
//! than that somebody would like to be asked.
//!
//! A question is a message first, which is all that a client without reactions and polls needs. What
//! can be tapped is put below it afterwards by [`hand`], as far as the homeserver's rate limit has
//! room beside messages: [`pace`]. [`keep`] knows which event asks what.

pub mod hand;
pub mod keep;
pub mod pace;
pub mod poll;
pub mod sign;
mod sql;

use super::render::Piece;
use crate::chat::event::RoomKind;
use crate::chat::message::{Block, Line, Span};
use crate::chat::prompt::{Choice, Delicacy, Expect, FieldKind, Prompt};
use crate::words::{Arg, Words};

/// The most reactions that the bot puts below a question: with their message six events, and ten at
/// once is what a homeserver usually allows.
const MOST_SIGNS: usize = 5;

/// What somebody types instead of tapping [`sign::PRIVATELY`].
pub const PRIVATELY_TYPED: &str = "answer";

/// How a question is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// With nothing to tap.
    Typed,
    /// With the bot's own reactions.
    Reactions,
    /// With a poll.
    Poll,
    /// Without its choices: it is asked again in the direct room of who taps.
    Privately,
}

/// Where a question is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where {
    /// Whether others are there.
    pub kind: RoomKind,
    /// Whether the room is encrypted.
    pub encrypted: bool,
}

impl Look {
    /// How a question is shown somewhere.
    pub fn of(prompt: &Prompt, place: Where) -> Self {
        let choices = match &prompt.expect {
            Expect::OneOf(choices) => choices.len(),
            Expect::Form(_) => 0,
        };
        match (prompt.delicacy, place) {
            (Delicacy::Health, Where { kind: RoomKind::Group, .. }) => Self::Privately,
            (Delicacy::Health, Where { encrypted: true, .. }) if poll::possible(choices) => {
                Self::Poll
            }
            (Delicacy::Harmless, _) if (1..=MOST_SIGNS).contains(&choices) => Self::Reactions,
            _ => Self::Typed,
        }
    }

    /// The name in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Reactions => "reactions",
            Self::Poll => "poll",
            Self::Privately => "privately",
        }
    }

    /// The look of a name.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [Self::Typed, Self::Reactions, Self::Poll, Self::Privately];
        all.into_iter().find(|look| look.as_str() == name)
    }

    /// The reactions that the bot puts below a question, in order.
    pub fn signs(self, prompt: &Prompt) -> Vec<&'static str> {
        match (self, &prompt.expect) {
            (Self::Privately, _) => vec![sign::PRIVATELY],
            (Self::Reactions, Expect::OneOf(choices)) if choices.len() == 1 => vec![sign::YES],
            (Self::Reactions, Expect::OneOf(choices)) => {
                let numbers = (0..choices.len()).map(|index| number(prompt, index));
                // One that has no sign has no reaction, and is typed.
                numbers.filter_map(|number| sign::of_number(&number)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What stands below the message: the choices with their numbers, and how to answer.
    pub fn pieces(self, prompt: &Prompt, words: &Words) -> Vec<Piece> {
        if self == Self::Privately {
            let how = words.matrix_privately(sign::PRIVATELY, Arg::command(PRIVATELY_TYPED));
            return vec![paragraph(how)];
        }
        match &prompt.expect {
            Expect::OneOf(choices) => self.choices(prompt, choices, words),
            Expect::Form(fields) => {
                let lines = fields.iter().map(|field| {
                    let name = Line(vec![Span::Code(field.key.clone())]);
                    words.matrix_field(name, field.label.clone())
                });
                let example = fields.iter().take(2).map(|field| match &field.kind {
                    FieldKind::Scale { lowest, .. } => format!("{}={lowest}", field.key),
                    FieldKind::One(choices) | FieldKind::Many(choices) => {
                        let first = choices.first().map_or("", |choice| choice.key.as_str());
                        format!("{}={first}", field.key)
                    }
                    FieldKind::Text { .. } => format!("{}=…", field.key),
                });
                let example = example.collect::<Vec<_>>().join(" ");
                vec![
                    Piece::Block(Block::List(lines.collect())),
                    paragraph(words.matrix_form(Arg::code(example))),
                ]
            }
        }
    }

    fn choices(self, prompt: &Prompt, choices: &[Choice], words: &Words) -> Vec<Piece> {
        if choices.is_empty() {
            return Vec::new();
        }
        if let Some((lowest, highest)) = scale(choices) {
            let how = match self {
                Self::Poll => words.matrix_scale_vote(lowest, highest),
                _ => words.matrix_scale(lowest, highest),
            };
            return vec![paragraph(how)];
        }
        let numbers: Vec<String> = (0..choices.len()).map(|index| number(prompt, index)).collect();
        let counted =
            numbers.iter().enumerate().all(|(at, number)| *number == (at + 1).to_string());
        let list = if counted {
            Piece::Numbered(choices.iter().map(|choice| choice.label.clone()).collect())
        } else {
            let lines = choices.iter().zip(&numbers).map(|(choice, number)| {
                words.matrix_field(Line(vec![Span::Code(number.clone())]), choice.label.clone())
            });
            Piece::Block(Block::List(lines.collect()))
        };
        let only = || Arg::code(numbers[0].clone());
        let how = match (self, choices.len()) {
            (Self::Reactions, 1) => words.matrix_tap_one(sign::YES, only()),
            (_, 1) => words.matrix_type_one(only()),
            (Self::Reactions, _) => words.matrix_tap(),
            (Self::Poll, _) => words.matrix_vote(),
            _ => words.matrix_type(),
        };
        vec![list, paragraph(how)]
    }
}

fn paragraph(line: Line) -> Piece {
    Piece::Block(Block::Paragraph(line))
}

/// What is typed for a choice: its place in the list. Where a place is the name of another choice, as
/// on a scale from 0, names that are numbers are typed instead.
pub fn number(prompt: &Prompt, index: usize) -> String {
    let place = (index + 1).to_string();
    let Expect::OneOf(choices) = &prompt.expect else { return place };
    let means = |at: usize| {
        prompt.choice_meant(&(at + 1).to_string())
            == choices.get(at).map(|choice| choice.key.as_str())
    };
    match choices.get(index) {
        Some(choice) if !means(index) => choice.key.clone(),
        Some(choice) if is_number(&choice.key) && !(0..choices.len()).all(means) => {
            choice.key.clone()
        }
        _ => place,
    }
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ends of choices that are numbers in a row and nothing else.
fn scale(choices: &[Choice]) -> Option<(i64, i64)> {
    let value = |choice: &Choice| {
        let value: i64 = choice.key.parse().ok()?;
        (choice.label.plain() == choice.key).then_some(value)
    };
    let values: Vec<i64> = choices.iter().map(value).collect::<Option<_>>()?;
    let in_row = values.windows(2).all(|pair| pair[1] == pair[0] + 1);
    match (values.first(), values.last()) {
        (Some(first), Some(last)) if in_row && values.len() > 2 => Some((*first, *last)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
