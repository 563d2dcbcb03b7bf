//! Discord's edge: native commands, buttons and forms, as an ordinary bot.
//!
//! | | |
//! |---|---|
//! | getting in: token, invitation | [`start`] |
//! | sessions and shards | `connect`, [`gateway`] |
//! | from the gateway to the engine | `intake`, [`read`] |
//! | the commands as Discord shows them | [`declare`], `publish`, `complete` |
//! | answers, in time and after it | `answer` |
//! | forms in windows | `form` |
//! | how a message looks | [`render`], [`ids`] |
//! | from the core to a channel, once | `send`, `sent` |
//! | meetings as the server's scheduled events | `calendar` |
//! | requests and their limits | [`rest`] |
//! | who may do what, and which channel is meant | [`roles`], `rooms` |
//!
//! The edge asks for no privileged intent: Discord tells it nothing about who is in a server, and not
//! what people write to each other. A command arrives with all that it needs.
//!
//! Nothing is lost or run twice: an event counts as handled when the engine has done with it, the next
//! process resumes the session before the first that is not, and the engine knows events by their
//! names. Every message has a nonce that follows from what it is.

mod answer;
mod calendar;
mod complete;
mod connect;
pub mod declare;
mod edge;
mod form;
pub mod gateway;
pub mod ids;
mod intake;
mod publish;
pub mod read;
pub mod render;
pub mod rest;
pub mod roles;
mod rooms;
mod send;
mod sent;
mod sql;
pub mod start;
mod trouble;
mod turn;

pub use trouble::DiscordError;

use crate::chat::address::{Address, Sent};
use crate::chat::event::{FileRef, TurnId};
use crate::chat::message::Message;
use crate::chat::platform::{
    CalendarEntry, Capabilities, ChatPlatform, Found, Inbox, NamedRoom, SendError, SendKey,
    Suggestion,
};
use crate::chat::role::Role;
use crate::clock::Clock;
use crate::command::Command;
use crate::config::DiscordConfig;
use crate::engine::ctx::Defaults;
use crate::ids::{AccountId, PlatformId, RoomId};
use crate::store::Store;
use async_trait::async_trait;
use bytes::Bytes;
use edge::Edge;
use start::Token;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The largest file that every server takes.
const UPLOAD_BYTES: u64 = 10 * 1024 * 1024;
/// For how long Discord knows a nonce again: "the past few minutes", of which these are certain.
const DEDUPE: Duration = Duration::from_mins(2);

/// Discord.
pub struct Discord {
    edge: Arc<Edge>,
}

impl Discord {
    /// An edge that has its token; connects to nothing before [`run`](ChatPlatform::run). `defaults`
    /// hold for what is said without knowing to whom.
    pub fn open(
        config: &DiscordConfig,
        store: Store,
        clock: Arc<dyn Clock>,
        defaults: &Defaults,
    ) -> Result<Self, DiscordError> {
        let token = Token::find(config, |name| std::env::var(name).ok())?;
        let edge = Edge::new(config.clone(), token, store, clock, defaults.clone())?;
        Ok(Self { edge: Arc::new(edge) })
    }
}

#[async_trait]
impl ChatPlatform for Discord {
    fn id(&self) -> PlatformId {
        PlatformId::Discord
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            ephemeral: true,
            direct: true,
            edit: true,
            native_choices: true,
            forms: true,
            upload_bytes: UPLOAD_BYTES,
            dedupe_window: DEDUPE,
        }
    }

    fn is_connected(&self) -> bool {
        let shards = self.edge.shards.load(Ordering::Relaxed);
        shards > 0 && self.edge.connected.load(Ordering::Relaxed) >= shards
    }

    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        connect::run(&self.edge, &inbox, &stop).await
    }

    async fn publish_commands(&self, commands: &'static [&'static Command]) -> anyhow::Result<()> {
        publish::run(&self.edge, commands).await
    }

    async fn respond(
        &self,
        turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        answer::respond(&self.edge, turn, to, message).await
    }

    async fn say_besides(
        &self,
        turn: TurnId,
        _to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        answer::besides(&self.edge, turn, message).await
    }

    async fn suggest(&self, turn: TurnId, names: &[Suggestion]) -> Result<(), SendError> {
        let Some(opened) = self.edge.turn(turn.0) else { return Ok(()) };
        if let turn::How::Interaction(asked) = &opened.how {
            complete::show(&self.edge, asked, names).await;
        }
        Ok(())
    }

    async fn show_calendar(
        &self,
        community: &str,
        entries: &[CalendarEntry],
    ) -> Result<(), SendError> {
        calendar::show(&self.edge, community, entries).await
    }

    async fn finished(&self, turn: TurnId) {
        answer::finished(&self.edge, turn).await;
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        send::send(&self.edge, to, message, key).await
    }

    async fn edit(&self, _to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        send::edit(&self.edge, sent, message).await
    }

    async fn find_sent(&self, _to: &Address, key: SendKey) -> Result<Found, SendError> {
        sent::find(&self.edge, key).await
    }

    async fn role_of(
        &self,
        account: &AccountId,
        community: &str,
        _room: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        roles::role_of(&self.edge, account, community).await
    }

    async fn room_named(&self, community: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        rooms::room_named(&self.edge, community, typed).await
    }

    async fn rooms(&self, community: &str) -> anyhow::Result<Vec<NamedRoom>> {
        rooms::rooms(&self.edge, community).await
    }

    fn written(&self, room: &RoomId) -> String {
        format!("<#{}>", room.native())
    }

    async fn download(&self, file: &FileRef, limit: u64) -> anyhow::Result<Bytes> {
        self.edge.rest.fetch(&file.native, limit).await
    }
}

impl fmt::Debug for Discord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Discord").finish_non_exhaustive()
    }
}
