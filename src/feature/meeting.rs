//! Meetings: a group's own, and those of its feeds.

pub mod follow;
pub mod search;
