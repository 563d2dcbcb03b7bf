//! How the bot treats somebody: zone, country, language, the beginning of the day, and whether
//! notifications are neutral. What a person has not set is the group's, then the configuration's.

pub mod country;
pub mod day_start;
pub mod discreet;
pub mod language;
pub mod show;
mod sql;
pub mod zone;
