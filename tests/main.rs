//! The integration tests, in one binary.

mod delivery;
mod documents;
mod fake;
mod feeds;
mod found;
mod queue;
mod refresh;
mod restart;
mod server;
mod stage;
mod transcripts;
