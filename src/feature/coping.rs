//! Coping tools: things to do in the next few minutes, found by name or by what is going on.
//!
//! They are information, not treatment, and nothing about their use is stored here. Beside the
//! exercises there are two safety pages, overdose and withdrawal. Somebody who writes of suicide
//! instead of a tool is given crisis help: see [`Found::Crisis`]; somebody who tells of having used again
//! hears no reproach and what keeps them alive: [`Found::Returned`].

pub mod command;
mod finder;
mod pages;
mod phrases;
pub mod rate;
mod returned;
mod steps;
mod tool;

pub use finder::{Found, find};
pub use pages::tolerance_notice;
pub use pages::{after, list, message, returned, unknown};
pub use tool::Tool;
