//! Meetings: a group's own and those of its feeds, told, searched, reminded of and announced.
//!
//! A meeting is a phrase in a zone. Each reminder and each announcement has one job, for its next
//! occurrence, named by its civil time; handling it puts the following one in the same transaction.
//! What is late goes out until the meeting begins; after that it stands in the ledger as too late.
//! Links are shown to those who ask or set a reminder, never in a room: they carry passcodes.

pub mod add;
pub mod announce;
pub mod arm;
pub mod attend;
pub mod calendar;
pub mod cancel;
pub mod columns;
pub mod dates;
pub mod due;
pub mod edit;
pub mod expiry;
pub mod find;
pub mod firing;
pub mod follow;
pub mod ics;
pub mod keep;
pub mod model;
pub mod next;
mod own;
mod person;
pub mod place;
pub mod remind;
pub mod remove;
pub mod rsvp;
mod say;
pub mod search;
pub mod show;
mod sql;
pub mod unremind;
pub mod upcoming;

pub use model::Meeting;

#[cfg(test)]
mod tests;
