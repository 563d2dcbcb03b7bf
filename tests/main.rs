//! The integration tests, in one binary.

mod delivery;
mod documents;
mod fake;
mod found;
mod queue;
mod restart;
mod stage;
mod transcripts;
