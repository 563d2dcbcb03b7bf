//! Commands: one declaration each, from which parsing, help, completion, permissions, native
//! registration and the README table are read.

/// A command.
#[derive(Debug)]
pub struct Command {
    /// What is typed: `meetings next`.
    pub path: &'static str,
}
