//! What handlers may use.

use super::interview::Interviews;
use crate::chat::platforms::Platforms;
use crate::clock::Clock;
use crate::feature::meeting::search::Timetables;
use crate::feed::fetch::Fetcher;
use crate::outbox::Bell;
use crate::store::Store;
use jiff::Timestamp;
use std::sync::Arc;

/// The handles that handlers share. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The store.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What holds where a group has set nothing.
    pub defaults: Defaults,
    /// The chat platforms.
    pub platforms: Platforms,
    /// Rung after a commit that made something due, so that sender and runner look again.
    pub bell: Bell,
    /// Fetches feeds.
    pub fetcher: Fetcher,
    /// What is answered in conversations and not kept.
    pub interviews: Interviews,
    /// What searches for meetings keep in memory.
    pub timetables: Timetables,
    /// When feeds are fetched again: a phrase, in UTC.
    pub refresh: String,
}

/// What holds where a group has set nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// IANA zone.
    pub zone: String,
    /// Two letters, if whoever runs the bot has chosen one.
    pub country: Option<String>,
    /// Language code.
    pub language: String,
    /// For how many days a group is kept after the bot is out of its last room.
    pub keep_days: i64,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { zone: "UTC".into(), country: None, language: "en".into(), keep_days: 90 }
    }
}

impl Ctx {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
