//! The prompt in a room, which anybody can answer with one tap.

use crate::chat::message::{Line, Message};
use crate::chat::prompt::{Choice, Expect};
use crate::words::Words;

/// The kind of the prompt's row.
pub const KIND: &str = "checkin_room";

/// What the prompt says, without its choices. `text` is the organizer's own question, or empty;
/// `count` is how many have taken part: a number, never names.
pub fn message(_words: &Words, text: &str, _count: u64) -> Message {
    Message::say(Line::text(text))
}

/// What can be tapped.
pub fn expect(_words: &Words) -> Expect {
    Expect::OneOf(vec![Choice::new("3", Line::text("3"))])
}
