//! Hearth.
#![recursion_limit = "256"]

pub mod clock;
pub mod ids;
pub mod error;
pub mod chat;
pub mod words;
pub mod command;
pub mod engine;
pub mod schedule;
pub mod job;
pub mod outbox;
pub mod feature;
pub mod feed;
pub mod store;
pub mod config;
pub mod app;
pub mod cli;
pub mod platform;
