//! Check-ins as members and rooms see them, on a store and a clock that is set by hand.

mod any;
mod days;
mod help;
mod rooms;
mod stage;
