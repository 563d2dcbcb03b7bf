//! The Matrix edge on a real homeserver, with members that are real, independent, encrypted clients.
//!
//! The first run makes a virtual environment under `target/` and installs what `requirements.txt`
//! there pins; it needs Python and the network. The homeserver starts once for all tests, each of
//! which has accounts and rooms of its own.

#![expect(dead_code, reason = "`benches/matrix` uses the rest of it")]

mod bad;
mod bot;
mod crew;
pub(crate) mod home;
mod identity;
mod kill;
pub(crate) mod member;
mod process;
mod proxy;
mod python;
mod raw;
mod rooms;
pub(crate) mod scene;
mod screen;
mod story;
pub(crate) mod synapse;
mod talk;
