//! The commands in help order: the only registration.

use super::Command;

/// Every command, in help order.
pub const COMMANDS: &[&Command] = &[
    &super::help::COMMAND,
    &crate::feature::crisis::command::COMMAND,
    &crate::feature::checkin::command::COMMAND,
    &crate::feature::progress::command::COMMAND,
    &crate::feature::coping::command::COMMAND,
];
