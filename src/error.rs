//! Errors: which to use where.
//!
//! - A mistake a person can mend: [`Failure::mend`] with
//!   a sentence that says what to do next.
//! - [`Failure`]: what a handler returns. A person's mistake, or anything else.
//! - `anyhow::Error`: at the edges (start, shutdown, platforms), where nobody can act on the kind.

use crate::chat::message::Message;

/// Why a handler did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The person can mend it; the message says how.
    #[error("a person can mend it")]
    Mend(Box<Message>),
    /// The store did not answer. One apology, with a reference that is also in the log.
    #[error("store: {0}")]
    Database(#[from] sqlx::Error),
    /// A defect, or a part of the world that broke. The same apology.
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

impl Failure {
    /// A mistake that a person can mend, in the sentence that says how.
    pub fn mend(message: impl Into<Message>) -> Self {
        Self::Mend(Box::new(message.into()))
    }
}

impl From<crate::chat::message::Line> for Message {
    fn from(line: crate::chat::message::Line) -> Self {
        Self::say(line)
    }
}
