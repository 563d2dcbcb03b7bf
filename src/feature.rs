//! What the bot does for people, one module for each thing.

pub mod coping;
pub mod crisis;
pub(crate) mod find;
pub mod names;
pub mod resource;
