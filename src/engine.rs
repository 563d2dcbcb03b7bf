//! From an event to an answer: who speaks, what they mean, whether they may, and where the answer
//! goes.
//!
//! [`Engine::handle`](handle::Engine::handle) takes one event through all of it. [`live`] runs it for
//! many, in order for each account. What is answered later than the turn goes through the
//! [outbox](crate::outbox).

pub mod answer;
pub mod ctx;
pub mod directory;
pub mod handle;
pub mod live;
pub mod prompt;
pub mod settings;
mod sql;
pub mod turn;
