//! The homeserver, the members and the bot's process, as the tests have them.

#![expect(dead_code, reason = "the tests use the rest of it")]

#[path = "../../tests/matrix/crew.rs"]
pub(crate) mod crew;
#[path = "../../tests/matrix/home.rs"]
pub(crate) mod home;
#[path = "../../tests/matrix/member.rs"]
pub(crate) mod member;
#[path = "../../tests/matrix/python.rs"]
pub(crate) mod python;
#[path = "../../tests/matrix/raw.rs"]
pub(crate) mod raw;
#[path = "../../tests/matrix/synapse.rs"]
pub(crate) mod synapse;
