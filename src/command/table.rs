//! The commands in help order: the only registration.

use super::Command;

/// Every command, in help order.
#[rustfmt::skip] // one on each line, so that two branches that add one do not collide
pub const COMMANDS: &[&Command] = &[
    &super::help::COMMAND,
    &crate::feature::crisis::command::COMMAND,
    &crate::feature::checkin::command::COMMAND,
    &crate::feature::progress::command::COMMAND,
    &crate::feature::meeting::next::COMMAND,
    &crate::feature::meeting::show::COMMAND,
    &crate::feature::meeting::remind::COMMAND,
    &crate::feature::meeting::unremind::COMMAND,
    &crate::feature::meeting::attend::COMMAND,
    &crate::feature::coping::command::COMMAND,
    &crate::feature::remind::add::COMMAND,
    &crate::feature::remind::list::COMMAND,
    &crate::feature::remind::cancel::COMMAND,
    &crate::feature::schedule::add::COMMAND,
    &crate::feature::schedule::list::COMMAND,
    &crate::feature::schedule::show::COMMAND,
    &crate::feature::schedule::preview::COMMAND,
    &crate::feature::schedule::edit::COMMAND,
    &crate::feature::schedule::pause::COMMAND,
    &crate::feature::schedule::resume::COMMAND,
    &crate::feature::schedule::skip::COMMAND,
    &crate::feature::schedule::run::COMMAND,
    &crate::feature::schedule::remove::COMMAND,
    &crate::feature::meeting::add::COMMAND,
    &crate::feature::meeting::edit::COMMAND,
    &crate::feature::meeting::cancel::COMMAND,
    &crate::feature::meeting::remove::COMMAND,
    &crate::feature::meeting::announce::COMMAND,
];
