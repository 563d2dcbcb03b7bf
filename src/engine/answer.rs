//! Which feature takes the answer to which prompt.

use super::ctx::Ctx;
use super::prompt::Asked;
use super::turn::Turn;
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
    pub take: for<'a> fn(&'a Ctx, &'a Turn, &'a Asked, Answer) -> BoxFuture<'a, Outcome>,
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
];

/// Who takes the answers to a kind of prompt.
pub fn taker(kind: &str) -> Option<&'static Taker> {
    TAKERS.iter().find(|taker| taker.kind == kind)
}
