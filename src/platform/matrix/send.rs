//! From the core to a room: answers at once, unasked messages once.
//!
//! Every event has a transaction id that follows from what it is: the part of an outbox row, or the
//! part of an answer to an event. Sent again, it is the same event to the server, for a day.

mod answer;
mod content;
mod file;
mod find;
mod post;
mod trouble;

pub(super) use answer::{elsewhere, respond};
pub(super) use file::download;
pub(super) use find::find_sent;
pub(super) use post::{ask_again, edit, event, line, react, send};
pub(super) use trouble::send_error;
