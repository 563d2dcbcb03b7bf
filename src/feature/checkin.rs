//! Check-ins: how somebody is today.
//!
//! An answer comes from the [command], from the [form], or from a tap on the prompt in a [room]; all
//! of them go through `accept`. Four rules hold everywhere:
//!
//! - Nothing about anybody's health is stored before an explicit yes ([consent]). Until then the
//!   values live for one reply. That somebody took part, and never what they said, is kept while a
//!   room's prompt is open, so that nobody counts twice.
//! - One row for one person and day, edited in place. An answer to a prompt belongs to the prompt's
//!   day, however late it comes within a day of that day's end; a free one to the member's own day.
//! - A room sees what an answer says explicitly to share, and nothing from before or after it.
//! - What somebody writes is never analysed, but for one thing: whether it speaks of suicide or
//!   self-harm, which is answered with people to call before anything else is said (`care.rs`). That is
//!   looked at for one reply; nothing about it is kept, logged or told to anybody.

mod accept;
mod belongs;
mod care;
pub mod command;
pub mod consent;
pub mod expiry;
pub mod form;
pub mod model;
mod read;
pub mod reply;
pub mod room;
mod share;
mod sql;
#[cfg(test)]
mod tests;
pub mod undo;

pub use consent::set_history;
pub use expiry::expire;
