//! A chat platform that takes everything and shows it to nobody.

use super::stats;
use async_trait::async_trait;
use bytes::Bytes;
use hearth::chat::address::{Address, Sent};
use hearth::chat::event::{FileRef, TurnId};
use hearth::chat::message::Message;
use hearth::chat::plain;
use hearth::chat::platform::{Capabilities, ChatPlatform, Found, Inbox, SendError, SendKey};
use hearth::chat::role::Role;
use hearth::command::Command;
use hearth::ids::{AccountId, MessageId, PlatformId, RoomId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// The platform.
#[derive(Debug, Default)]
pub(crate) struct Nowhere(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    answer: Option<Message>,
    answered: Option<Instant>,
    sends: u64,
    last: HashMap<Address, i64>,
    out_of_order: u64,
}

impl Nowhere {
    /// The last answer, as plain text.
    pub(crate) fn answer(&self) -> String {
        self.seen().answer.take().map(|message| plain::text(&message)).unwrap_or_default()
    }

    /// When the last answer came.
    pub(crate) fn answered(&self) -> Option<Instant> {
        self.seen().answered.take()
    }

    /// How many messages were sent, and how many of them after a later one to the same destination.
    pub(crate) fn sends(&self) -> (u64, u64) {
        let seen = self.seen();
        (seen.sends, seen.out_of_order)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ChatPlatform for Nowhere {
    fn id(&self) -> PlatformId {
        PlatformId::Console
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            ephemeral: true,
            direct: true,
            edit: true,
            native_choices: true,
            forms: true,
            upload_bytes: 1 << 20,
            dedupe_window: Duration::from_mins(5),
        }
    }

    async fn run(&self, _: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }

    async fn publish_commands(&self, _: &'static [&'static Command]) -> anyhow::Result<()> {
        Ok(())
    }

    async fn respond(&self, _: TurnId, _: &Address, message: &Message) -> Result<Sent, SendError> {
        let mut seen = self.seen();
        seen.answered = Some(stats::now());
        seen.answer = Some(message.clone());
        Ok(Sent::default())
    }

    async fn send(&self, to: &Address, _: &Message, key: SendKey) -> Result<Sent, SendError> {
        let mut seen = self.seen();
        seen.sends += 1;
        if let Some(before) = seen.last.insert(to.clone(), key.outbox.0)
            && before > key.outbox.0
        {
            seen.out_of_order += 1;
        }
        let room = RoomId::new(PlatformId::Console, "nowhere");
        Ok(Sent { parts: vec![MessageId { room, native: seen.sends.to_string() }] })
    }

    async fn edit(&self, _: &Address, sent: &Sent, _: &Message) -> Result<Sent, SendError> {
        Ok(sent.clone())
    }

    async fn find_sent(&self, _: &Address, _: SendKey) -> Result<Found, SendError> {
        Ok(Found::Absent)
    }

    async fn role_of(&self, _: &AccountId, _: &str, _: Option<&RoomId>) -> anyhow::Result<Role> {
        Ok(Role::Member)
    }

    async fn room_named(&self, _: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        Ok(Some(RoomId::new(self.id(), typed)))
    }

    async fn download(&self, _: &FileRef, _: u64) -> anyhow::Result<Bytes> {
        anyhow::bail!("there are no files here")
    }
}
