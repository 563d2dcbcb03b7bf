//! What is kept about somebody: shown, given to them in one file, deleted, brought together.
//!
//! That [export] and [erase] cover every table is proved by the tests, which walk the schema: a
//! table that names a person and is in neither fails them.

mod counts;
pub mod erase;
pub mod export;
pub mod history;
pub mod link;
mod merge;
pub mod prune;
#[cfg(test)]
pub(crate) mod schema;
pub mod show;
mod sql;
#[cfg(test)]
mod tests;
