//! A check-in that speaks of suicide or self-harm.
//!
//! People to call come first, before any thanks; nothing is praised, said back or pitched. What was
//! written for the room stays out of it: such a sentence, posted by a bot among people who carry the
//! same, helps neither them nor its author. How low it is and how strong urges are is shown as asked,
//! and so is that somebody would welcome company.

use super::model::Given;
use super::read::Bad;
use super::reply::Told;
use super::share::{Asked, Done};
use crate::chat::message::{Line, Message};
use crate::engine::turn::Turn;
use crate::feature::coping::{self, Found};
use crate::feature::crisis;
use crate::words::Words;

/// Crisis help, where anything that was typed speaks of suicide or self-harm.
pub(super) fn help(turn: &Turn, given: &Given, bad: &[Bad]) -> Option<Message> {
    let typed = [given.note.as_str(), given.intention.as_str()];
    let mut typed = typed.into_iter().chain(bad.iter().map(Bad::typed));
    typed.any(speaks_of_it).then(|| first(turn))
}

/// What to mend, without what speaks of it: that is not said back as a mistake.
pub(super) fn to_mend(bad: &[Bad]) -> Vec<Bad> {
    bad.iter().filter(|bad| !speaks_of_it(bad.typed())).cloned().collect()
}

/// Crisis help, where a text speaks of suicide or self-harm.
pub(super) fn help_for(turn: &Turn, text: &str) -> Option<Message> {
    speaks_of_it(text).then(|| first(turn))
}

fn speaks_of_it(text: &str) -> bool {
    coping::find(text) == Found::Crisis
}

fn first(turn: &Turn) -> Message {
    crisis::message(&turn.words, turn.country(), turn.today())
}

/// What a room may see of it.
pub(super) fn for_room(given: &Given) -> Given {
    Given { note: String::new(), ..given.clone() }
}

/// What is said after the help: that it was taken, and what became of it.
pub(super) fn message(words: &Words, told: &Told<'_>) -> Message {
    let held = Asked::new(told.given) == Asked::Show && !told.given.note.is_empty();
    Message::say(words.checkin_thanks(0))
        .maybe(told.late.map(|day| words.checkin_late(super::belongs::date(words, day))))
        .maybe(shared(words, told, held))
        .maybe(told.say_company(words))
        .maybe(told.kept.map(|days| words.checkin_kept_quietly(days)))
}

fn shared(words: &Words, told: &Told<'_>, held: bool) -> Option<Line> {
    match (told.shared, held) {
        (Done::Nothing, _) => None,
        (Done::Shown, true) => Some(words.checkin_held_shown()),
        (Done::Empty, true) => Some(words.checkin_held()),
        (done, _) => Some(done.say(words)),
    }
}
