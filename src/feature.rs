//! What the bot does for people, one module for each thing.

pub mod checkin;
pub(crate) mod code;
pub mod coping;
pub mod crisis;
pub mod feed;
pub(crate) mod find;
pub mod ledger;
pub mod meeting;
pub mod names;
pub mod privacy;
pub mod profile;
pub mod progress;
pub mod remind;
pub mod resource;
pub mod room;
pub mod schedule;
pub mod settings;
