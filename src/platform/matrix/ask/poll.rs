//! Polls: votes are encrypted, reactions are not.
//!
//! The unstable event types are the ones that clients read and write. Results are shown at once:
//! there is one voter, and a client that hides results until the end makes them wonder whether the
//! vote has arrived.

use super::number;
use crate::chat::message::{Block, Message};
use crate::chat::prompt::{Expect, Prompt};
use matrix_sdk::ruma::OwnedEventId;
use matrix_sdk::ruma::events::poll::start::PollKind;
use matrix_sdk::ruma::events::poll::unstable_end::UnstablePollEndEventContent;
use matrix_sdk::ruma::events::poll::unstable_start::{
    NewUnstablePollStartEventContent, UnstablePollAnswer, UnstablePollAnswers,
    UnstablePollStartContentBlock, UnstablePollStartEventContent,
};

/// The most answers that a poll may have.
const MOST: usize = 20;

/// The longest question and answer that clients show whole, in characters.
const LONGEST: usize = 300;

/// Whether so many choices make a poll. One choice is none.
pub fn possible(choices: usize) -> bool {
    (2..=MOST).contains(&choices)
}

/// What a poll asks: the message's last running text, or its title.
pub fn question(message: &Message) -> String {
    let asks = message.blocks.iter().rev().find_map(|block| match block {
        Block::Paragraph(line) => Some(line),
        _ => None,
    });
    let title = || match message.blocks.first() {
        Some(Block::Heading(line)) => Some(line),
        _ => None,
    };
    let line = asks.or_else(title).map(crate::chat::message::Line::plain).unwrap_or_default();
    let line = super::super::render::clean::line(&line);
    if line.is_empty() { "?".to_owned() } else { line.chars().take(LONGEST).collect() }
}

/// The poll of a prompt; none where its choices make none.
pub fn start(prompt: &Prompt, question: &str) -> Option<UnstablePollStartEventContent> {
    let Expect::OneOf(choices) = &prompt.expect else { return None };
    let label = |index: usize| {
        let choice = &choices[index];
        let (number, label) = (number(prompt, index), choice.label.plain());
        let label = super::super::render::clean::line(&label);
        let shown = if label == number { number } else { format!("{number}. {label}") };
        shown.chars().take(LONGEST).collect::<String>()
    };
    let labels: Vec<String> = (0..choices.len()).map(label).collect();
    // Answers are named by their place, so that labels may change while a question is open.
    let answers = labels.iter().enumerate();
    let answers: Vec<UnstablePollAnswer> =
        answers.map(|(index, label)| UnstablePollAnswer::new(index.to_string(), label)).collect();
    let answers: UnstablePollAnswers = answers.try_into().ok()?;
    let mut block = UnstablePollStartContentBlock::new(question, answers);
    block.kind = PollKind::Disclosed;
    let fallback = format!("{question}\n{}", labels.join("\n"));
    Some(UnstablePollStartEventContent::New(NewUnstablePollStartEventContent::plain_text(
        fallback, block,
    )))
}

/// The key of the choice that a vote means; none for a vote taken back or one that is no answer.
pub fn choice<'a>(prompt: &'a Prompt, answers: &[String]) -> Option<&'a str> {
    let Expect::OneOf(choices) = &prompt.expect else { return None };
    let index: usize = answers.first()?.parse().ok()?;
    choices.get(index).map(|choice| choice.key.as_str())
}

/// Ends a poll.
pub fn end(poll: OwnedEventId, says: &str) -> UnstablePollEndEventContent {
    UnstablePollEndEventContent::new(says, poll)
}
