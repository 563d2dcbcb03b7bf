//! The terminal as a chat platform: several voices, several rooms, one screen.
//!
//! The same engine, runner and outbox work behind it as behind every other platform.
//! [`board`] is what has been said; [`directive`] reads the lines that begin with `@`; [`script`]
//! plays a transcript on a manual clock; [`live`] is the conversation with a person.

pub mod board;
pub mod complete;
pub mod directive;
pub mod live;
pub mod piped;
pub mod script;
pub mod voice;

use crate::chat::address::{Address, Sent};
use crate::chat::event::{FileRef, Place, RoomKind, TurnId};
use crate::chat::message::Message;
use crate::chat::platform::{
    Capabilities, ChatPlatform, Found, Inbox, NamedRoom, SendError, SendKey,
};
use crate::chat::role::Role;
use crate::command::Command;
use crate::ids::{AccountId, PlatformId, RoomId};
use async_trait::async_trait;
use board::Board;
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What the terminal's one community is called, here and on the command line.
pub const COMMUNITY: &str = "console";

/// The terminal.
#[derive(Debug, Clone)]
pub struct Console {
    board: Arc<Board>,
}

impl Console {
    /// A terminal that shows what is said on `board`.
    pub fn new(board: Arc<Board>) -> Self {
        Self { board }
    }
}

/// The account of a voice.
pub fn account(voice: &str) -> AccountId {
    AccountId::new(PlatformId::Console, voice)
}

/// The place that a room's name means: `dm` is the direct room with the bot.
pub fn place(room: &str, voice: &str) -> Place {
    if room == "dm" {
        let room = RoomId::new(PlatformId::Console, format!("dm-{voice}"));
        Place { room, kind: RoomKind::Direct, community: None }
    } else {
        let room = RoomId::new(PlatformId::Console, room);
        Place { room, kind: RoomKind::Group, community: Some(COMMUNITY.to_owned()) }
    }
}

#[async_trait]
impl ChatPlatform for Console {
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
            upload_bytes: 25 * 1024 * 1024,
            // What was shown stays known for as long as the terminal is open.
            dedupe_window: Duration::from_hours(365 * 24),
        }
    }

    async fn run(&self, _inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        // Lines are read by `live` and `script`, which own standard input.
        stop.cancelled().await;
        Ok(())
    }

    async fn publish_commands(&self, _commands: &'static [&'static Command]) -> anyhow::Result<()> {
        Ok(())
    }

    async fn respond(
        &self,
        _turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        Ok(self.board.show(to, message))
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        Ok(self.board.show_once(to, message, key))
    }

    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        self.board.change(to, sent, message);
        Ok(sent.clone())
    }

    async fn find_sent(&self, _to: &Address, key: SendKey) -> Result<Found, SendError> {
        Ok(self.board.sent_with(key).map_or(Found::Absent, Found::There))
    }

    async fn role_of(
        &self,
        account: &AccountId,
        _community: &str,
        _room: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        Ok(self.board.role(account.native()))
    }

    async fn room_named(&self, _community: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        // A room is made by naming it with its sign; without, one that there is already is meant.
        let name = match typed.strip_prefix('#') {
            Some(_) => typed.to_owned(),
            None => {
                let same = |room: &String| room[1..].eq_ignore_ascii_case(typed);
                let Some(known) = self.board.rooms().into_iter().find(same) else {
                    return Ok(None);
                };
                known
            }
        };
        self.board.enter(&name);
        Ok(Some(RoomId::new(PlatformId::Console, name)))
    }

    async fn rooms(&self, _community: &str) -> anyhow::Result<Vec<NamedRoom>> {
        let named = |name: String| NamedRoom {
            room: RoomId::new(PlatformId::Console, name.as_str()),
            name: name.trim_start_matches('#').to_owned(),
        };
        Ok(self.board.rooms().into_iter().map(named).collect())
    }

    async fn download(&self, file: &FileRef, limit: u64) -> anyhow::Result<Bytes> {
        use tokio::io::AsyncReadExt as _;
        let mut bytes = Vec::new();
        let opened = tokio::fs::File::open(&file.native).await?;
        opened.take(limit + 1).read_to_end(&mut bytes).await?;
        anyhow::ensure!(bytes.len() as u64 <= limit, "{} is longer than {limit} bytes", file.name);
        Ok(bytes.into())
    }
}
