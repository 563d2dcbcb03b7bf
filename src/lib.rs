//! Hearth.
#![recursion_limit = "256"]

pub mod schedule;
pub mod feed;
