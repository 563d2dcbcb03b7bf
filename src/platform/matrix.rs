//! Matrix's edge: encrypted rooms on a homeserver, as an ordinary account.
//!
//! | | |
//! |---|---|
//! | getting in: log-in, session, verified device, recovery key | `start` |
//! | from the server to the engine, once | `intake` |
//! | invitations, upgrades, spaces, roles, direct rooms | `rooms` |
//! | from the core to a room, once | `send` |
//! | how a message looks | [`render`] |
//! | what somebody meant | [`said`] |
//! | questions and what answers them | [`ask`], [`point`], `asking` |
//! | what has to be done besides | `errands` |
//!
//! Nothing is lost or run twice: our own token of the sync and what came with it are stored in one
//! transaction, events go by their ids, and every message of ours by a transaction id that follows
//! from what it is.

pub mod ask;
mod asking;
pub mod describe;
mod edge;
mod errands;
mod intake;
pub mod point;
pub mod render;
mod rooms;
pub mod said;
mod send;
mod sql;
mod start;
mod trouble;

pub use trouble::MatrixError;

use crate::chat::address::{Address, Sent};
use crate::chat::event::{FileRef, TurnId};
use crate::chat::message::Message;
use crate::chat::platform::{Capabilities, ChatPlatform, Found, Inbox, SendError, SendKey};
use crate::chat::role::Role;
use crate::clock::Clock;
use crate::command::Command;
use crate::config::MatrixConfig;
use crate::ids::{AccountId, PlatformId, RoomId};
use crate::store::Store;
use crate::words::Words;
use async_trait::async_trait;
use bytes::Bytes;
use edge::{Edge, pause};
use futures_util::future::BoxFuture;
use intake::{Ended, describe};
use matrix_sdk::Client;
use start::{NotIn, Secret};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// The largest file until the server has said what it takes.
const UPLOAD_BYTES: u64 = 10 * 1024 * 1024;
/// The longest pause between tries to log in.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// For how long a server knows a transaction id again: Synapse for a day, from which is taken what a
/// clock may be off.
const DEDUPE: Duration = Duration::from_hours(20);

/// Matrix.
pub struct Matrix {
    edge: Arc<Edge>,
}

impl Matrix {
    /// An edge that has claimed its folder and has its secret; connects to nothing before
    /// [`run`](ChatPlatform::run). `language` is that of what is said without knowing to whom.
    pub fn open(
        config: &MatrixConfig,
        store: Store,
        clock: Arc<dyn Clock>,
        language: &str,
    ) -> Result<Self, MatrixError> {
        let secret = Secret::find(config, |name| std::env::var(name).ok())?;
        let words = Words::new(language);
        let edge = Edge::new(config.clone(), secret, store, clock, words)?;
        Ok(Self { edge: Arc::new(edge) })
    }

    /// Logs in, as long as it takes. None when it was stopped.
    async fn enter(
        &self,
        renew: Option<bool>,
        stop: &CancellationToken,
    ) -> Result<Option<Client>, MatrixError> {
        let mut wait = Duration::from_secs(1);
        loop {
            let entering = async {
                match renew {
                    None => start::connect(&self.edge).await,
                    Some(soft) => start::renew(&self.edge, soft).await,
                }
            };
            let entered = tokio::select! {
                () = stop.cancelled() => return Ok(None),
                entered = entering => entered,
            };
            match entered {
                Ok(client) => return Ok(Some(client)),
                Err(NotIn::Stop(error)) => return Err(error),
                Err(NotIn::Again(error)) => {
                    tracing::warn!(error = format!("{error:#}"), "could not log in to Matrix yet");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(None),
                () = pause(wait) => wait = (wait * 2).min(LONGEST_PAUSE),
            }
        }
    }

    /// Serves a client until it is stopped or logged out.
    async fn serve(&self, client: Client, inbox: &Inbox, stop: &CancellationToken) -> Ended {
        let edge = &self.edge;
        edge.set_client(Some(client.clone()));
        let besides = stop.child_token();
        let mut tasks = JoinSet::new();
        {
            let (edge, client, besides, inbox) =
                (Arc::clone(edge), client.clone(), besides.clone(), inbox.clone());
            tasks.spawn(async move { intake::deliver(&edge, &client, &inbox, &besides).await });
        }
        let errand = |errand: BoxFuture<'static, ()>| {
            let besides = besides.clone();
            async move {
                tokio::select! {
                    () = besides.cancelled() => {}
                    () = errand => {}
                }
            }
        };
        let handles = || (Arc::clone(edge), client.clone());
        let (shared, own) = handles();
        tasks.spawn(errand(Box::pin(errands::run(shared, own))));
        let (shared, own) = handles();
        tasks.spawn(errand(Box::pin(errands::mark(shared, own))));
        let (shared, own) = handles();
        tasks.spawn(errand(Box::pin(errands::settle_in(shared, own))));
        {
            let (edge, besides) = (Arc::clone(edge), besides.clone());
            tasks.spawn(async move { asking::work(&edge, besides).await });
        }
        let ended = intake::sync(edge, &client, stop).await;
        besides.cancel();
        while tasks.join_next().await.is_some() {}
        if matches!(ended, Ended::LoggedOut { .. }) {
            edge.set_client(None);
        }
        ended
    }
}

#[async_trait]
impl ChatPlatform for Matrix {
    fn id(&self) -> PlatformId {
        PlatformId::Matrix
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            ephemeral: false,
            direct: true,
            edit: true,
            native_choices: false,
            forms: false,
            upload_bytes: self.edge.upload_bytes.load(Ordering::Relaxed),
            dedupe_window: DEDUPE,
        }
    }

    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        let said = |error: MatrixError| {
            let line = error.say(&self.edge.words).plain();
            anyhow::Error::new(error).context(line)
        };
        let mut renew = None;
        loop {
            let entered = self.enter(renew, &stop).await.map_err(said)?;
            let Some(client) = entered else { return Ok(()) };
            match self.serve(client, &inbox, &stop).await {
                Ended::Stopped => return Ok(()),
                Ended::LoggedOut { soft } => renew = Some(soft),
            }
        }
    }

    async fn publish_commands(&self, commands: &'static [&'static Command]) -> anyhow::Result<()> {
        if self.edge.config.describe_commands {
            let _ = self.edge.commands.set(commands);
            self.edge.errands.notify_one();
        }
        Ok(())
    }

    async fn respond(
        &self,
        turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        send::respond(&self.edge, turn, to, message).await
    }

    async fn answered_elsewhere(
        &self,
        turn: TurnId,
        room: &Address,
        notice: &Message,
    ) -> Result<(), SendError> {
        send::elsewhere(&self.edge, turn, room, notice).await
    }

    async fn finished(&self, turn: TurnId) {
        intake::finished(&self.edge, turn).await;
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        send::send(&self.edge, to, message, key).await
    }

    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        send::edit(&self.edge, to, sent, message).await
    }

    async fn find_sent(&self, _to: &Address, key: SendKey) -> Result<Found, SendError> {
        send::find_sent(&self.edge, key).await
    }

    async fn role_of(
        &self,
        account: &AccountId,
        community: &str,
        room: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        let client = self.edge.client().await?;
        rooms::role_of(&self.edge, &client, account, community, room).await
    }

    async fn room_named(&self, community: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        let client = self.edge.client().await?;
        rooms::room_named(&self.edge, &client, community, typed).await
    }

    async fn download(&self, file: &FileRef, limit: u64) -> anyhow::Result<Bytes> {
        send::download(&self.edge, file, limit).await
    }
}

impl fmt::Debug for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matrix").field("user", &self.edge.config.user).finish_non_exhaustive()
    }
}
