//! What the parts of the edge share.

use super::ask::pace::Pace;
use super::point::Told;
use super::start::Secret;
use super::trouble::MatrixError;
use crate::chat::platform::SendError;
use crate::clock::Clock;
use crate::command::Command;
use crate::config::MatrixConfig;
use crate::ids::{AccountId, PlatformId, RoomId};
use crate::store::{Lock, Store, StoreError};
use crate::words::Words;
use anyhow::anyhow;
use futures_util::future::LocalBoxFuture;
use matrix_sdk::ruma::UserId;
use matrix_sdk::{Client, Room};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

use super::intake::Opened;

/// How long a send waits for a log-in that is under way.
const LOG_IN: Duration = Duration::from_secs(15);

/// What the parts of the edge share.
pub(super) struct Edge {
    pub(super) config: MatrixConfig,
    pub(super) secret: Secret,
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    /// The words for what is said without knowing to whom.
    pub(super) words: Words,
    /// Rung when there are new rows in the inbox.
    pub(super) arrived: Notify,
    /// Rung when there are invitations, moves or keys to see to.
    pub(super) errands: Notify,
    /// Rung when there is something to mark as read.
    pub(super) read: Notify,
    /// The newest handled message of each room that is not marked as read yet.
    pub(super) unmarked: Mutex<HashMap<String, String>>,
    /// Which space or room stands for the group of each room, as far as it was found out.
    pub(super) communities: Mutex<HashMap<String, String>>,
    /// The newest row of the inbox that was handed on.
    pub(super) delivered: AtomicI64,
    /// What is being answered.
    pub(super) turns: Mutex<HashMap<u64, Opened>>,
    /// One direct room is opened at a time, so that nobody gets two.
    pub(super) opening: tokio::sync::Mutex<()>,
    /// Whether the server's newest state has been seen since the start.
    pub(super) caught_up: AtomicBool,
    /// The largest file that the server takes.
    pub(super) upload_bytes: AtomicU64,
    /// The commands that are described in rooms, where that is wanted.
    pub(super) commands: OnceLock<&'static [&'static Command]>,
    /// How fast what can be tapped is put below questions.
    pub(super) pace: Arc<Pace>,
    /// Who was told lately that their answer went to the direct room.
    pub(super) told: Told,
    client: watch::Sender<Option<Client>>,
    _lock: Lock,
}

impl Edge {
    pub(super) fn new(
        config: MatrixConfig,
        secret: Secret,
        store: Store,
        clock: Arc<dyn Clock>,
        words: Words,
    ) -> Result<Self, MatrixError> {
        super::start::prepare(&config.data)?;
        let folder = std::path::absolute(&config.data).unwrap_or_else(|_| config.data.clone());
        let lock = Lock::claim(&folder).map_err(|error| match error {
            StoreError::Locked(path) => MatrixError::Locked(path),
            other => MatrixError::File(other),
        })?;
        let pace = Arc::new(Pace::new(clock.now()));
        Ok(Self {
            config,
            secret,
            store,
            clock,
            words,
            arrived: Notify::new(),
            errands: Notify::new(),
            read: Notify::new(),
            unmarked: Mutex::default(),
            communities: Mutex::default(),
            delivered: AtomicI64::new(0),
            turns: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
            caught_up: AtomicBool::new(false),
            upload_bytes: AtomicU64::new(super::UPLOAD_BYTES),
            commands: OnceLock::new(),
            pace,
            told: Told::default(),
            client: watch::Sender::new(None),
            _lock: lock,
        })
    }

    /// The client from now on.
    pub(super) fn set_client(&self, client: Option<Client>) {
        self.client.send_replace(client);
    }

    /// The client, once it is logged in.
    pub(super) async fn client(&self) -> anyhow::Result<Client> {
        let mut client = self.client.subscribe();
        let ready = client.wait_for(Option::is_some);
        match crate::clock::within(LOG_IN, ready).await {
            Some(Ok(client)) => client.clone().ok_or_else(|| anyhow!("not logged in")),
            _ => Err(anyhow!("not logged in to Matrix yet")),
        }
    }

    /// A room that the bot is in.
    pub(super) async fn room(&self, room: &str) -> Result<Room, SendError> {
        let client = self.client().await.map_err(SendError::Transport)?;
        let id = matrix_sdk::ruma::RoomId::parse(room).map_err(|_| SendError::Gone)?;
        client.get_room(&id).ok_or(SendError::Gone)
    }

    /// Now, as the store keeps it.
    pub(super) fn millis(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    pub(super) fn turn(&self, turn: u64) -> Option<Opened> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).get(&turn).cloned()
    }
}

/// An account as the core names it.
pub(super) fn account(user: &UserId) -> AccountId {
    AccountId::new(PlatformId::Matrix, user.as_str())
}

/// A room as the core names it.
pub(super) fn room_id(room: &str) -> RoomId {
    RoomId::new(PlatformId::Matrix, room)
}

/// A future on the heap whose type is forgotten: the library's are deep, and inside ours they would be
/// gone through again for each one around them.
pub(super) fn apart<'a, T>(future: impl Future<Output = T> + 'a) -> LocalBoxFuture<'a, T> {
    Box::pin(future)
}

/// Waits real time, for what a server asks for or what is tried again.
pub(super) async fn pause(wait: Duration) {
    let _ = crate::clock::within(wait, std::future::pending::<()>()).await;
}
