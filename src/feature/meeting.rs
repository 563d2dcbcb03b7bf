//! Meetings: a group's own and those of its feeds, told, searched, reminded of and announced.

pub mod columns;
pub mod follow;
pub mod model;
pub mod place;
pub mod search;

pub use model::Meeting;
