//! The Discord edge on an independent model of Discord's server, over real HTTP and a real gateway.
//!
//! The first run makes a virtual environment under `target/` and installs what `requirements.txt`
//! there pins; it needs Python and the network. One process holds the Discords of all tests: each has
//! one of its own, with its servers, people and faults. Every request of the bot is held against what
//! Discord's pages say and against a second model of Discord, and, where `HEARTH_DISCORD_OPENAPI`
//! names Discord's own description of its API, against that.

mod bad;
mod bot;
#[cfg(feature = "matrix")]
mod both;
mod checks;
mod home;
mod inviter;
mod kept;
mod kill;
mod member;
mod named;
mod native;
mod plans;
mod rooms;
mod scene;
mod screen;
mod second;
mod simulator;
mod still;
mod story;
mod talk;
mod threads;
mod world;
