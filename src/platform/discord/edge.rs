//! What the parts of the edge share.

use super::form::Drafts;
use super::gateway::progress::Progress;
use super::rest::Rest;
use super::roles::Roles;
use super::start::Token;
use super::trouble::DiscordError;
use super::turn::Opened;
use crate::clock::{Clock, within};
use crate::config::DiscordConfig;
use crate::engine::ctx::Defaults;
use crate::store::Store;
use crate::words::Words;
use anyhow::anyhow;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// How long something waits for a connection that is under way.
const CONNECT: Duration = Duration::from_secs(20);

/// What the parts of the edge share.
pub(super) struct Edge {
    pub(super) config: DiscordConfig,
    pub(super) token: Token,
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    /// The words for what is said without knowing to whom.
    pub(super) words: Words,
    /// What holds for whom nothing is known of.
    pub(super) defaults: Defaults,
    pub(super) rest: Rest,
    /// How many shards are connected,
    pub(super) connected: AtomicUsize,
    /// of how many.
    pub(super) shards: AtomicUsize,
    /// A session has begun, which the next process is to know of.
    pub(super) begun: Notify,
    /// So many shards, Discord has said, are too few.
    pub(super) too_few: AtomicU32,
    /// How many interactions wait for the engine.
    pub(super) waiting: AtomicUsize,
    /// What is filled in of forms with several pages.
    pub(super) drafts: Drafts,
    /// What people may do, as far as it was seen lately.
    pub(super) roles: Roles,
    /// The servers that the bot is in, with the channels for news about them, as the store knows them.
    pub(super) guilds: Mutex<HashMap<String, Option<String>>>,
    /// The channels between the bot and one account.
    pub(super) direct: Mutex<HashMap<String, String>>,
    turns: Mutex<HashMap<u64, Arc<Opened>>>,
    next: AtomicU64,
    commands: Mutex<Arc<BTreeMap<String, String>>>,
    application: watch::Sender<Option<String>>,
    user: Mutex<String>,
}

impl Edge {
    pub(super) fn new(
        config: DiscordConfig,
        token: Token,
        store: Store,
        clock: Arc<dyn Clock>,
        defaults: Defaults,
    ) -> Result<Self, DiscordError> {
        let rest = Rest::new(&config.api_base, token.as_str()).map_err(DiscordError::Client)?;
        Ok(Self {
            config,
            token,
            store,
            clock,
            words: Words::new(&defaults.language),
            defaults,
            rest,
            connected: AtomicUsize::new(0),
            shards: AtomicUsize::new(0),
            begun: Notify::new(),
            too_few: AtomicU32::new(0),
            waiting: AtomicUsize::new(0),
            drafts: Drafts::default(),
            roles: Roles::default(),
            guilds: Mutex::default(),
            direct: Mutex::default(),
            turns: Mutex::default(),
            next: AtomicU64::new(1),
            commands: Mutex::default(),
            application: watch::Sender::new(None),
            user: Mutex::default(),
        })
    }

    /// Notes who the bot is.
    pub(super) fn is(&self, application: String, user: String) {
        *self.user.lock().unwrap_or_else(PoisonError::into_inner) = user;
        self.application.send_replace(Some(application));
    }

    /// The account of the bot.
    pub(super) fn user(&self) -> String {
        self.user.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of the application, if it is known already.
    pub(super) fn application_known(&self) -> Option<String> {
        self.application.borrow().clone()
    }

    /// The number of the application, once it is connected.
    pub(super) async fn application(&self) -> anyhow::Result<String> {
        let mut application = self.application.subscribe();
        let ready = application.wait_for(Option::is_some);
        match within(CONNECT, ready).await {
            Some(Ok(found)) => found.clone().ok_or_else(|| anyhow!("not connected")),
            _ => Err(anyhow!("not connected to Discord yet")),
        }
    }

    /// Discord's numbers of the commands.
    pub(super) fn commands(&self) -> Arc<BTreeMap<String, String>> {
        Arc::clone(&self.commands.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_commands(&self, commands: BTreeMap<String, String>) {
        *self.commands.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(commands);
    }

    /// The words in the language of somebody's app, where there are any.
    pub(super) fn words_in(&self, locale: Option<&str>) -> Words {
        let code = locale.and_then(|locale| locale.split('-').next());
        let known = code.filter(|code| Words::languages().any(|known| known == *code));
        known.map_or_else(|| self.words.clone(), Words::new)
    }

    /// Where a session is resumed. A test server or proxy that was configured stays in between.
    pub(super) fn resume_url(&self, told: &str) -> String {
        match &self.config.gateway_base {
            Some(base) => base.as_str().to_owned(),
            None => told.to_owned(),
        }
    }

    /// Keeps what a turn answers.
    pub(super) fn open(&self, opened: Opened) -> (u64, Arc<Opened>) {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let opened = Arc::new(opened);
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.insert(turn, Arc::clone(&opened));
        (turn, opened)
    }

    pub(super) fn turn(&self, turn: u64) -> Option<Arc<Opened>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).get(&turn).cloned()
    }

    pub(super) fn close(&self, turn: u64) -> Option<Arc<Opened>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(&turn)
    }

    /// Now, as the store keeps it.
    pub(super) fn millis(&self) -> i64 {
        self.clock.now().as_millisecond()
    }
}

/// Where an event stands in the session that brought it: it counts as handled when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    progress: Arc<Progress>,
    seq: u64,
}

impl Place {
    pub(super) fn new(progress: Arc<Progress>, seq: u64) -> Self {
        Self { progress, seq }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.progress.handled(self.seq);
    }
}
