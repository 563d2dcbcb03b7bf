//! The integration tests, in one binary.

mod delivery;
mod fake;
mod queue;
mod restart;
mod stage;
