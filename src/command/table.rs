//! The commands in help order: the only registration.

use super::Command;

/// Every command, in help order.
pub const COMMANDS: &[&Command] = &[&super::help::COMMAND];
