//! The commands in help order: the only registration.

use super::Command;

/// Every command, in help order.
pub const COMMANDS: &[&Command] = &[
    &super::help::COMMAND,
    &crate::feature::meeting::next::COMMAND,
    &crate::feature::meeting::show::COMMAND,
    &crate::feature::meeting::remind::COMMAND,
    &crate::feature::meeting::unremind::COMMAND,
    &crate::feature::meeting::attend::COMMAND,
    &crate::feature::meeting::add::COMMAND,
    &crate::feature::meeting::edit::COMMAND,
    &crate::feature::meeting::cancel::COMMAND,
    &crate::feature::meeting::remove::COMMAND,
    &crate::feature::meeting::announce::COMMAND,
];
