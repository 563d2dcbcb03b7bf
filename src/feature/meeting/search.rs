//! The search over meetings: what somebody typed is [understood](understand), its words are
//! [found or corrected](fuzzy), and what matches best comes [first](rank).
//!
//! For each word, kind and way to attend there is the set of a group's meetings that have it
//! ([`postings`]), so that a search is a few look-ups and the rest is done with sets, however it is
//! worded. When each meeting is stands in a few bytes ([`timetable`]), which stay in memory where people
//! search ([`timetables`]): days and hours are those of the one who asks ([`hours`]), so the next time of
//! everything that was found is worked out ([`next`]), once for all that are at the same time. No text that is typed becomes anybody's syntax.

mod care;
mod changes;
pub mod command;
mod fuzzy;
mod hours;
mod index;
pub mod more;
mod names;
mod next;
mod postings;
mod query;
mod rank;
mod relax;
mod show;
mod soon;
mod sql;
#[cfg(test)]
mod tests;
mod timetable;
mod timetables;
mod tokens;
mod types;
mod understand;

pub use index::index;
pub(super) use index::{Adding, New};
pub(crate) use names::{feeds, meetings};
pub(super) use soon::{Begins, Soon, soon};
pub use timetables::Timetables;
pub(super) use tokens::Maker;
