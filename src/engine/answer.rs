//! Which feature takes the answer to which prompt.

use super::ctx::Ctx;
use super::prompt::Asked;
use super::turn::{Known, Turn};
use crate::chat::prompt::Answer;
use crate::command::Outcome;
use futures_util::future::BoxFuture;

/// Takes the answers to one kind of prompt.
#[derive(Clone, Copy)]
pub struct Taker {
    /// The kind, as the prompt's row says it.
    pub kind: &'static str,
    /// What is done with an answer. Prompts that are closed or too old come here as well: each
    /// feature knows what a late answer means.
    pub take: Take,
}

/// What is done with an answer.
#[derive(Clone, Copy)]
pub enum Take {
    /// It is about what is theirs alone, also where no group is known.
    Known(for<'a> fn(&'a Ctx, &'a Known, &'a Asked, Answer) -> BoxFuture<'a, Outcome>),
    /// It is given in a group.
    Turn(for<'a> fn(&'a Ctx, &'a Turn, &'a Asked, Answer) -> BoxFuture<'a, Outcome>),
}

/// Every kind of prompt.
#[rustfmt::skip] // one on each line, so that two branches that add one do not collide
pub const TAKERS: &[Taker] = &[
    crate::feature::checkin::room::TAKER,
    crate::feature::checkin::form::TAKER,
    crate::feature::checkin::undo::TAKER,
    crate::feature::checkin::consent::TAKER,
    crate::feature::coping::rate::TAKER,
    crate::feature::remind::answer::TAKER,
    crate::feature::meeting::rsvp::TAKER,
    crate::feature::resource::look::TAKER,
    crate::feature::resource::pick::TAKER,
    crate::feature::ledger::deliveries::TAKER,
    crate::feature::meeting::search::more::TAKER,
    crate::feature::privacy::erase::TAKER,
    crate::feature::privacy::history::TAKER,
    crate::feature::privacy::link::TAKER,
    crate::feature::settings::link::TAKER,
];

/// Who takes the answers to a kind of prompt.
pub fn taker(kind: &str) -> Option<&'static Taker> {
    TAKERS.iter().find(|taker| taker.kind == kind)
}
