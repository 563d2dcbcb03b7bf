//! Check-ins: how somebody is today.

pub mod room;
