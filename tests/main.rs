//! The integration tests, in one binary.

mod bad_input;
mod conformance;
mod delivery;
mod documents;
mod fake;
mod found;
#[cfg(feature = "health")]
mod health;
mod queue;
mod restart;
mod rooms;
mod stage;
mod transcripts;
