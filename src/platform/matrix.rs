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
//! | where the library's futures run | `thread` |
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
mod thread;
mod trouble;

pub use trouble::MatrixError;

use crate::chat::address::{Address, Sent};
use crate::chat::event::{FileRef, TurnId};
use crate::chat::message::Message;
use crate::chat::platform::{
    Capabilities, ChatPlatform, Fatal, Found, Inbox, NamedRoom, SendError, SendKey,
};
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
use futures_util::future::LocalBoxFuture;
use intake::{Ended, describe};
use matrix_sdk::Client;
use start::{NotIn, Secret};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use thread::{EndedEarly, Thread};
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
    thread: Thread,
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
        let thread = Thread::start().map_err(MatrixError::Thread)?;
        Ok(Self { edge: Arc::new(edge), thread })
    }

    /// Does on the thread what takes the edge.
    async fn there<T: Send + 'static>(
        &self,
        begin: impl FnOnce(Arc<Edge>) -> LocalBoxFuture<'static, T> + Send + 'static,
    ) -> Result<T, EndedEarly> {
        let edge = Arc::clone(&self.edge);
        self.thread.run(move || begin(edge)).await
    }
}

/// Serves until it is stopped; logs in, and again when it was logged out.
async fn run(edge: &Arc<Edge>, inbox: &Inbox, stop: &CancellationToken) -> anyhow::Result<()> {
    let said = |error: MatrixError| {
        let why = error.say(&edge.words).plain();
        if error.may_pass() {
            anyhow::Error::new(error).context(why)
        } else {
            anyhow::Error::new(Fatal { why })
        }
    };
    let mut renew = None;
    loop {
        let entered = enter(edge, renew, stop).await.map_err(said)?;
        let Some(client) = entered else { return Ok(()) };
        match serve(edge, client, inbox, stop).await {
            Ended::Stopped => return Ok(()),
            Ended::LoggedOut { soft } => renew = Some(soft),
        }
    }
}

/// Logs in, as long as it takes. None when it was stopped.
async fn enter(
    edge: &Edge,
    renew: Option<bool>,
    stop: &CancellationToken,
) -> Result<Option<Client>, MatrixError> {
    let mut wait = Duration::from_secs(1);
    loop {
        let entering = async {
            match renew {
                None => start::connect(edge).await,
                Some(soft) => start::renew(edge, soft).await,
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
async fn serve(edge: &Arc<Edge>, client: Client, inbox: &Inbox, stop: &CancellationToken) -> Ended {
    edge.set_client(Some(client.clone()));
    let besides = stop.child_token();
    let mut tasks = JoinSet::new();
    {
        let (edge, client, besides, inbox) =
            (Arc::clone(edge), client.clone(), besides.clone(), inbox.clone());
        tasks.spawn_local(async move { intake::deliver(&edge, &client, &inbox, &besides).await });
    }
    let errand = |errand: LocalBoxFuture<'static, ()>| {
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
    tasks.spawn_local(errand(Box::pin(errands::run(shared, own))));
    let (shared, own) = handles();
    tasks.spawn_local(errand(Box::pin(errands::mark(shared, own))));
    let (shared, own) = handles();
    tasks.spawn_local(errand(Box::pin(errands::settle_in(shared, own))));
    {
        let (edge, besides) = (Arc::clone(edge), besides.clone());
        tasks.spawn_local(async move { asking::work(&edge, besides).await });
    }
    let ended = intake::sync(edge, &client, stop).await;
    besides.cancel();
    while tasks.join_next().await.is_some() {}
    if matches!(ended, Ended::LoggedOut { .. }) {
        edge.set_client(None);
    }
    ended
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
        self.there(move |edge| Box::pin(async move { run(&edge, &inbox, &stop).await })).await?
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
        let (to, message) = (to.clone(), message.clone());
        self.there(move |edge| {
            Box::pin(async move { send::respond(&edge, turn, &to, &message).await })
        })
        .await
        .map_err(lost)?
    }

    async fn answered_elsewhere(
        &self,
        turn: TurnId,
        room: &Address,
        notice: &Message,
    ) -> Result<(), SendError> {
        let (room, notice) = (room.clone(), notice.clone());
        self.there(move |edge| {
            Box::pin(async move { send::elsewhere(&edge, turn, &room, &notice).await })
        })
        .await
        .map_err(lost)?
    }

    async fn finished(&self, turn: TurnId) {
        let done =
            self.there(move |edge| Box::pin(async move { intake::finished(&edge, turn).await }));
        if let Err(error) = done.await {
            tracing::error!(%error, "a turn stays in the inbox");
        }
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        let (to, message) = (to.clone(), message.clone());
        self.there(move |edge| Box::pin(async move { send::send(&edge, &to, &message, key).await }))
            .await
            .map_err(lost)?
    }

    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        let (to, sent, message) = (to.clone(), sent.clone(), message.clone());
        self.there(move |edge| {
            Box::pin(async move { send::edit(&edge, &to, &sent, &message).await })
        })
        .await
        .map_err(lost)?
    }

    async fn find_sent(&self, _to: &Address, key: SendKey) -> Result<Found, SendError> {
        self.there(move |edge| Box::pin(async move { send::find_sent(&edge, key).await }))
            .await
            .map_err(lost)?
    }

    async fn role_of(
        &self,
        account: &AccountId,
        community: &str,
        room: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        let (account, community, room) = (account.clone(), community.to_owned(), room.cloned());
        self.there(move |edge| {
            Box::pin(async move {
                let client = edge.client().await?;
                rooms::role_of(&edge, &client, &account, &community, room.as_ref()).await
            })
        })
        .await?
    }

    async fn room_named(&self, community: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        let (community, typed) = (community.to_owned(), typed.to_owned());
        self.there(move |edge| {
            Box::pin(async move {
                let client = edge.client().await?;
                rooms::room_named(&edge, &client, &community, &typed).await
            })
        })
        .await?
    }

    async fn rooms(&self, community: &str) -> anyhow::Result<Vec<NamedRoom>> {
        let community = community.to_owned();
        self.there(move |edge| {
            Box::pin(async move {
                let client = edge.client().await?;
                Ok(rooms::named_rooms(&edge, &client, &community).await)
            })
        })
        .await?
    }

    async fn download(&self, file: &FileRef, limit: u64) -> anyhow::Result<Bytes> {
        let file = file.clone();
        self.there(move |edge| Box::pin(async move { send::download(&edge, &file, limit).await }))
            .await?
    }
}

/// Work that ended early may have arrived.
fn lost(error: EndedEarly) -> SendError {
    SendError::Transport(error.into())
}

impl fmt::Debug for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matrix").field("user", &self.edge.config.user).finish_non_exhaustive()
    }
}
