//! The integration tests, in one binary.

mod bad_input;
mod conformance;
mod delivery;
mod documents;
mod fake;
mod found;
#[cfg(feature = "matrix")]
mod matrix;
mod queue;
mod restart;
mod stage;
mod transcripts;
