//! Named steps of a delivery, so that tests can stop the process at each of them.

/// A point between two things that a delivery does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// A destination's first row is about to be read.
    Begun,
    /// The row is marked as being sent, but that is not committed.
    Marking,
    /// The mark is committed; the platform has not been called.
    Marked,
    /// The platform has answered.
    Called,
    /// The platform has looked for a message of which we do not know whether it arrived.
    Looked,
    /// The result is written, but not committed.
    Settling,
    /// The result is committed.
    Settled,
}

/// Told about each step. An error stops the sender there, as a killed process would.
pub trait Checkpoint: Send + Sync + 'static {
    /// The sender has come to `step`.
    fn reach(&self, step: Step) -> anyhow::Result<()>;
}
