//! Meeting feeds of a group: added, fetched again each day, listed, removed.
//!
//! Nothing is fetched or read while the store is written: a feed is brought first and kept then, in
//! one transaction with its report and its next job. What goes wrong leaves the last good copy as it
//! is and is noted as the feed's trouble.

pub mod add;
pub mod export;
mod find;
pub mod list;
pub mod load;
pub mod model;
pub mod notice;
pub mod refresh;
pub mod remove;
pub mod report;
pub mod say;
pub mod source;
mod sql;
pub mod take;
pub mod trouble;

pub use find::starting;
