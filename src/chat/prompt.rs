//! Questions that wait for an answer, perhaps for weeks and over restarts.
//!
//! A prompt is a row before it is a message, and a control on a platform carries only the row's
//! number. It degrades: buttons, selects and forms, then reactions or polls, then a numbered list
//! that is answered by text. The answer arrives as the same event whatever it looked like.

use super::message::Line;
use crate::ids::PromptId;

/// A question as a platform shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The row.
    pub id: PromptId,
    /// What answers are possible.
    pub expect: Expect,
    /// Whether an answer says something about somebody's health.
    pub delicacy: Delicacy,
}

/// Whether an answer may travel where others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delicacy {
    /// Taking part, attending, done, snooze: may be a reaction.
    Harmless,
    /// About somebody's health: only where nobody else sees it.
    Health,
}

/// What answers are possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// One tap.
    OneOf(Vec<Choice>),
    /// Several fields, each optional.
    Form(Vec<Field>),
}

/// A possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What comes back, and what can be typed.
    pub key: String,
    /// What is shown.
    pub label: Line,
}

/// A field of a form. All are optional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What comes back with the value.
    pub key: String,
    /// The question.
    pub label: Line,
    /// What can be answered.
    pub kind: FieldKind,
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A whole number, both ends included.
    Scale {
        /// The lowest value.
        lowest: u8,
        /// The highest value.
        highest: u8,
    },
    /// One of these.
    One(Vec<Choice>),
    /// Any of these, separated by commas.
    Many(Vec<Choice>),
    /// Free text.
    Text {
        /// The most characters that are kept.
        most: usize,
    },
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The key of a choice. Platforms may also send its number or its label, as somebody typed it.
    Choice(String),
    /// Field keys with values as text.
    Form(Vec<(String, String)>),
    /// The answer was taken back (a reaction removed).
    Withdrawn,
}

impl Choice {
    /// A choice.
    pub fn new(key: impl Into<String>, label: Line) -> Self {
        Self { key: key.into(), label }
    }
}

impl Prompt {
    /// A question with buttons.
    pub fn choices(id: PromptId, delicacy: Delicacy, choices: Vec<Choice>) -> Self {
        Self { id, expect: Expect::OneOf(choices), delicacy }
    }

    /// A form; always about the person, so always private.
    pub fn form(id: PromptId, fields: Vec<Field>) -> Self {
        Self { id, expect: Expect::Form(fields), delicacy: Delicacy::Health }
    }

    /// The key of the choice that somebody meant by its key, label, or number from 1.
    pub fn choice_meant(&self, typed: &str) -> Option<&str> {
        let Expect::OneOf(choices) = &self.expect else { return None };
        let typed = typed.trim();
        let same = |text: &str| text.eq_ignore_ascii_case(typed);
        let named = choices.iter().find(|c| same(&c.key) || same(&c.label.plain()));
        let numbered = || choices.get(typed.parse::<usize>().ok()?.checked_sub(1)?);
        named.or_else(numbered).map(|choice| choice.key.as_str())
    }
}
