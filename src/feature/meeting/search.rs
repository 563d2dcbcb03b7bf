//! The search over meetings: what somebody typed is [understood](understand), its words are
//! [found or corrected](fuzzy), and what matches best comes [first](rank).
//!
//! Everything that can be asked for, a day, an hour, a kind, a way to attend, is a token in one
//! full-text index, so that a search is one kind of look-up however it is worded, and costs the same
//! with three meetings or a hundred thousand. Days and hours are those of the one who asks ([`hours`]),
//! so each is other tokens in each zone ([`clocks`]). Only letters and digits that were folded before reach
//! the index: nothing that is typed can become its syntax.

mod care;
mod clocks;
pub mod command;
mod fuzzy;
mod hours;
mod index;
pub mod more;
mod names;
mod query;
mod rank;
mod relax;
mod show;
mod sql;
#[cfg(test)]
mod tests;
mod types;
mod understand;

pub use index::{add, index};
pub(crate) use names::{feeds, meetings};
