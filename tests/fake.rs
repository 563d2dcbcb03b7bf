//! A chat platform that does what it is told, badly if need be, and keeps what its rooms show.

use async_trait::async_trait;
use bytes::Bytes;
use hearth::chat::address::{Address, Sent};
use hearth::chat::event::{FileRef, TurnId};
use hearth::chat::message::Message;
use hearth::chat::plain;
use hearth::chat::platform::{Capabilities, ChatPlatform, Found, Inbox, SendError, SendKey};
use hearth::chat::role::Role;
use hearth::clock::{Clock, ManualClock};
use hearth::command::Command;
use hearth::ids::{AccountId, MessageId, PlatformId, RoomId};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

/// What the platform does with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// What it should.
    Deliver,
    /// Delivers, and answers when this much time has passed.
    AnswerLate(Duration),
    /// Refuses for a while.
    Limit(Duration),
    /// The connection breaks before the message arrives,
    LoseBefore,
    /// or after.
    LoseAfter,
    /// The bot may not write there.
    Forbid,
    /// The room is gone.
    Gone,
    /// No such message here.
    Unsupported,
    /// Never answers.
    Hang,
    /// A defect in the platform.
    Panic,
    /// The process is killed before the message arrives,
    DieBefore,
    /// or after.
    DieAfter,
}

/// Whether the platform can search its rooms for what it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum History {
    /// It can.
    Searchable,
    /// It cannot.
    Closed,
}

/// A message as a room shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The platform's id.
    pub(crate) id: String,
    /// The plain text.
    pub(crate) text: String,
    /// How often it was edited.
    pub(crate) edits: u32,
}

/// The platform.
pub(crate) struct FakePlatform {
    id: PlatformId,
    can: Capabilities,
    history: History,
    clock: ManualClock,
    world: Mutex<World>,
    died: Notify,
    calls: watch::Sender<usize>,
}

#[derive(Default)]
struct World {
    rooms: BTreeMap<String, Vec<Shown>>,
    keys: HashMap<(String, SendKey), (Timestamp, Sent)>,
    script: BTreeMap<String, VecDeque<Act>>,
    log: Vec<(String, String)>,
    roles: HashMap<String, Role>,
    number: u32,
}

/// What most chat platforms can do.
pub(crate) const ABLE: Capabilities = Capabilities {
    ephemeral: true,
    direct: true,
    edit: true,
    native_choices: true,
    forms: true,
    upload_bytes: 1 << 20,
    dedupe_window: Duration::from_mins(5),
};

impl FakePlatform {
    /// A platform with empty rooms.
    pub(crate) fn new(
        id: PlatformId,
        can: Capabilities,
        history: History,
        clock: ManualClock,
    ) -> Self {
        Self {
            id,
            can,
            history,
            clock,
            world: Mutex::default(),
            died: Notify::new(),
            calls: watch::Sender::new(0),
        }
    }

    /// What the next calls to a destination meet, in order; after them all is well.
    pub(crate) fn script(&self, to: &Address, acts: impl IntoIterator<Item = Act>) {
        self.world().script.entry(to.to_string()).or_default().extend(acts);
    }

    /// What somebody may do everywhere; a member unless it was said.
    pub(crate) fn give(&self, account: &str, role: Role) {
        self.world().roles.insert(account.to_owned(), role);
    }

    /// What a destination shows.
    pub(crate) fn shows(&self, to: &Address) -> Vec<String> {
        let world = self.world();
        let shown = world.rooms.get(&to.to_string());
        shown.into_iter().flatten().map(|shown| shown.text.clone()).collect()
    }

    /// All that all destinations show.
    pub(crate) fn rooms(&self) -> BTreeMap<String, Vec<Shown>> {
        self.world().rooms.clone()
    }

    /// Destination and text of each send and edit that was asked for, in order.
    pub(crate) fn log(&self) -> Vec<(String, String)> {
        self.world().log.clone()
    }

    /// Ready when an act has killed the process.
    pub(crate) async fn died(&self) {
        self.died.notified().await;
    }

    /// Ready when the platform has been called that often.
    pub(crate) async fn called(&self, times: usize) {
        let mut calls = self.calls.subscribe();
        calls.wait_for(|calls| *calls >= times).await.expect("the platform lives");
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn act(
        &self,
        to: &Address,
        message: &Message,
        arrive: impl Fn() -> Result<Sent, SendError>,
    ) -> Result<Sent, SendError> {
        let act = {
            let mut world = self.world();
            world.log.push((to.to_string(), plain::text(message)));
            world.script.get_mut(&to.to_string()).and_then(VecDeque::pop_front)
        };
        let act = act.unwrap_or(Act::Deliver);
        let result = match act {
            Act::Deliver | Act::LoseAfter | Act::DieAfter => arrive(),
            Act::AnswerLate(wait) => {
                let result = arrive();
                self.clock.set(self.clock.now() + SignedDuration::try_from(wait).expect("short"));
                result
            }
            Act::Limit(retry_after) => Err(SendError::RateLimited { retry_after }),
            Act::Forbid => Err(SendError::Forbidden),
            Act::Gone => Err(SendError::Gone),
            Act::Unsupported => Err(SendError::Unsupported("a test says so")),
            Act::Panic => panic!("this platform was told to panic"),
            Act::LoseBefore | Act::Hang | Act::DieBefore => Ok(Sent::default()),
        };
        self.calls.send_modify(|calls| *calls += 1);
        match act {
            Act::LoseBefore | Act::LoseAfter => {
                Err(SendError::Transport(anyhow::anyhow!("the connection broke")))
            }
            Act::DieBefore | Act::DieAfter => {
                self.died.notify_one();
                std::future::pending().await
            }
            Act::Hang => std::future::pending().await,
            _ => result,
        }
    }
}

#[async_trait]
impl ChatPlatform for FakePlatform {
    fn id(&self) -> PlatformId {
        self.id
    }

    fn capabilities(&self) -> Capabilities {
        self.can
    }

    async fn run(&self, _inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }

    async fn publish_commands(&self, _: &'static [&'static Command]) -> anyhow::Result<()> {
        Ok(())
    }

    async fn respond(&self, _: TurnId, to: &Address, message: &Message) -> Result<Sent, SendError> {
        let mut world = self.world();
        world.number += 1;
        let shown = Shown { id: world.number.to_string(), text: plain::text(message), edits: 0 };
        let sent = sent_as(self.id, to, &shown.id);
        world.rooms.entry(to.to_string()).or_default().push(shown);
        Ok(sent)
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        self.act(to, message, || {
            let now = self.clock.now();
            let window = SignedDuration::try_from(self.can.dedupe_window).expect("short");
            let mut world = self.world();
            let known = world.keys.get(&(to.to_string(), key)).cloned();
            if let Some((at, sent)) = known
                && now.duration_since(at) < window
            {
                return Ok(sent);
            }
            world.number += 1;
            let shown =
                Shown { id: world.number.to_string(), text: plain::text(message), edits: 0 };
            let sent = sent_as(self.id, to, &shown.id);
            world.rooms.entry(to.to_string()).or_default().push(shown);
            world.keys.insert((to.to_string(), key), (now, sent.clone()));
            Ok(sent)
        })
        .await
    }

    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        self.act(to, message, || {
            let mut world = self.world();
            let room = world.rooms.entry(to.to_string()).or_default();
            let part = sent.parts.first().ok_or(SendError::Gone)?;
            let shown = room.iter_mut().find(|s| s.id == part.native).ok_or(SendError::Gone)?;
            shown.text = plain::text(message);
            shown.edits += 1;
            Ok(sent.clone())
        })
        .await
    }

    async fn find_sent(&self, to: &Address, key: SendKey) -> Result<Found, SendError> {
        match self.history {
            History::Closed => Ok(Found::Unknown),
            History::Searchable => {
                let world = self.world();
                let found = world.keys.get(&(to.to_string(), key)).map(|(_, sent)| sent.clone());
                Ok(found.map_or(Found::Absent, Found::There))
            }
        }
    }

    async fn role_of(
        &self,
        account: &AccountId,
        _: &str,
        _: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        Ok(self.world().roles.get(account.native()).copied().unwrap_or(Role::Member))
    }

    async fn room_named(&self, _: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        Ok(typed.starts_with(['#', '!']).then(|| RoomId::new(self.id(), typed)))
    }

    async fn download(&self, _: &FileRef, _: u64) -> anyhow::Result<Bytes> {
        anyhow::bail!("there are no files here")
    }
}

fn sent_as(platform: PlatformId, to: &Address, id: &str) -> Sent {
    let room = match to {
        Address::Room(room) | Address::Ephemeral(room, _) => room.clone(),
        Address::Direct(account) => RoomId::new(platform, account.native()),
    };
    Sent { parts: vec![MessageId { room, native: id.to_owned() }] }
}
