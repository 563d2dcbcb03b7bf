//! The integration tests, in one binary.

mod bad_input;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod bot;
mod chat;
mod conformance;
mod delivery;
#[cfg(feature = "discord")]
mod discord;
mod documents;
mod fake;
mod feeds;
mod found;
mod groups;
#[cfg(feature = "health")]
mod health;
mod interview;
#[cfg(feature = "matrix")]
mod matrix;
mod missed;
mod points;
#[cfg(any(feature = "discord", feature = "matrix"))]
#[expect(dead_code, reason = "`benches` asks for its memory")]
mod process;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod python;
mod queue;
mod races;
mod redact;
mod refresh;
mod restart;
mod rooms;
mod server;
mod stage;
mod talk;
mod transcripts;
mod turns;
