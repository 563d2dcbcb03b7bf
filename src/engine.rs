//! From an event to an answer: who speaks, what they mean, whether they may, and where the answer
//! goes.
//!
//! [`Engine::handle`](handle::Engine::handle) takes one event through all of it. [`live`] runs it for
//! many, in order for each account. What is answered later than the turn goes through the
//! [outbox](crate::outbox).

mod again;
pub mod answer;
pub mod ctx;
pub mod derived;
pub mod directory;
mod greet;
pub mod handle;
pub mod heard;
pub mod interview;
pub mod live;
mod meet;
mod missed;
pub mod once;
pub mod prompt;
mod respond;
pub mod rooms;
pub mod settings;
mod sql;
mod stale;
mod suggest;
pub mod turn;
mod wish;
