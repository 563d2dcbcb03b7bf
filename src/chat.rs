//! The vocabulary in which the core talks with chat platforms. It names no platform.
//!
//! An [`Event`](event::Event) comes in, a [`Message`](message::Message) goes out, a
//! [`Prompt`](prompt::Prompt) asks something that may be answered weeks later, and a
//! [`ChatPlatform`](platform::ChatPlatform) is an edge that carries all three.

pub mod address;
pub mod event;
pub mod message;
pub mod plain;
pub mod platform;
pub mod platforms;
pub mod prompt;
pub mod role;
pub mod route;
pub mod wire;
