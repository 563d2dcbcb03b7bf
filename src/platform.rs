//! The chat platforms: each an edge, each replaceable. The core names none of their types.

pub mod console;

/// Directives for the log, against what the edges' libraries take for an error and is none: Matrix's
/// says so when a new account has no data yet.
pub const QUIET: &str = "matrix_sdk::http_client=off";

#[cfg(feature = "discord")]
pub mod discord;

#[cfg(feature = "matrix")]
pub mod matrix;
