//! Hearth.
#![recursion_limit = "256"]

pub mod clock;
pub mod ids;
pub mod error;
pub mod chat;
pub mod command;
pub mod schedule;
pub mod feed;
pub mod words;
pub mod store;
pub mod picture;
pub mod calendar;
