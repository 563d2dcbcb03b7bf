//! Schedules of a group: check-ins and messages that are posted in a room, once or again and again.
//!
//! A schedule is a phrase in a zone ([`crate::schedule`]). Its row knows the next time, and one job
//! fires it: posts, moves the row on and puts the next job, in one transaction.
//!
//! States: it stands (`next_at` is set), it is paused (`paused_at`), or it is over (`ended_at`).
//! Skipping, running and pausing never change the rule.

pub mod add;
pub(crate) mod beat;
pub mod edit;
mod find;
pub mod fire;
pub(crate) mod late;
pub mod list;
mod model;
pub mod pause;
mod place;
pub mod preview;
pub mod remove;
pub mod resume;
pub mod run;
pub mod show;
pub mod skip;
mod slug;
mod sql;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use find::{codes, names};
