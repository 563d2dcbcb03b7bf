//! The command line: what each command does, without printing.

pub mod store;
