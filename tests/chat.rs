//! A chat platform that keeps what it received until it is finished, and sends an answer under the
//! name of the event that it answers, so that a second one changes nothing.

use async_trait::async_trait;
use bytes::Bytes;
use hearth::chat::address::{Address, Sent};
use hearth::chat::event::{Event, FileRef, TurnId};
use hearth::chat::message::Message;
use hearth::chat::plain;
use hearth::chat::platform::{
    CalendarEntry, Capabilities, ChatPlatform, Found, Inbox, SendError, SendKey,
};
use hearth::chat::prompt::{Expect, Prompt};
use hearth::chat::role::Role;
use hearth::command::Command;
use hearth::ids::{AccountId, MessageId, PlatformId, RoomId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What Matrix can do, as far as conversations go.
pub(crate) const PLAIN: Capabilities = Capabilities {
    ephemeral: false,
    direct: true,
    edit: true,
    native_choices: false,
    forms: false,
    upload_bytes: 1 << 20,
    dedupe_window: Duration::from_hours(20),
};

/// The platform.
pub(crate) struct Chat {
    /// Which one it is.
    pub(crate) id: PlatformId,
    can: Capabilities,
    world: Mutex<World>,
}

#[derive(Default)]
struct World {
    /// Events that were delivered and not finished, by their names, in order.
    kept: BTreeMap<u64, Event>,
    /// The name of the event that a turn is about, and how many parts of its answer went out.
    turns: HashMap<TurnId, (String, u32)>,
    /// Parts of answers, and keys of sends, that stand somewhere.
    answered: BTreeSet<(String, u32)>,
    sent: HashMap<SendKey, Sent>,
    seen: Vec<String>,
    prompts: Vec<Prompt>,
    messages: BTreeMap<String, (String, String)>,
    roles: HashMap<AccountId, Role>,
    number: u64,
    /// Where nothing can be written, and what the platform says then; where it posts nothing.
    closed: BTreeSet<String>,
    nowhere: BTreeSet<String>,
    /// What the platform's own calendar shows in a community.
    calendars: BTreeMap<String, Vec<String>>,
}

impl Chat {
    /// An empty one.
    pub(crate) fn new(id: PlatformId, can: Capabilities) -> Self {
        Self { id, can, world: Mutex::default() }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an event until its turn is finished.
    pub(crate) fn deliver(&self, event: &Event) {
        let mut world = self.world();
        let name = event.native.clone().unwrap_or_default();
        let place = name.trim_start_matches('e').parse().unwrap_or(0);
        world.turns.insert(event.turn, (name, 0));
        world.kept.insert(place, event.clone());
    }

    /// What was not finished, in order.
    pub(crate) fn unfinished(&self) -> Vec<Event> {
        self.world().kept.values().cloned().collect()
    }

    /// What somebody may do.
    pub(crate) fn set_role(&self, account: &AccountId, role: Role) {
        self.world().roles.insert(account.clone(), role);
    }

    /// Nothing unasked can be written there, or again.
    pub(crate) fn close(&self, to: &Address, closed: bool) {
        let (to, mut world) = (to.to_string(), self.world());
        if closed {
            world.closed.insert(to)
        } else {
            world.closed.remove(&to)
        };
    }

    /// The platform posts nothing there, and says so.
    pub(crate) fn has_no_room(&self, to: &Address) {
        self.world().nowhere.insert(to.to_string());
    }

    /// What appeared since the last look: where, a colon, and what.
    pub(crate) fn take_seen(&self) -> Vec<String> {
        std::mem::take(&mut self.world().seen)
    }

    /// The newest question that was asked.
    pub(crate) fn prompt(&self) -> Prompt {
        self.world().prompts.last().cloned().expect("a question")
    }

    /// All that stands in a destination now.
    pub(crate) fn stands(&self, to: &Address) -> Vec<String> {
        let to = to.to_string();
        let world = self.world();
        world.messages.values().filter(|(at, _)| *at == to).map(|(_, text)| text.clone()).collect()
    }

    /// The names of what stands in the calendar of a community.
    pub(crate) fn calendar(&self, community: &str) -> Vec<String> {
        self.world().calendars.get(community).cloned().unwrap_or_default()
    }

    fn show(&self, world: &mut World, to: &Address, message: &Message) -> Sent {
        if let Some(prompt) = &message.prompt {
            assert!(
                self.can.forms || matches!(prompt.expect, Expect::OneOf(_)),
                "a form where there are none: {prompt:?}"
            );
            world.prompts.push(prompt.clone());
        }
        world.number += 1;
        let id = format!("{:06}", world.number);
        let text = plain::with_choices(message);
        world.seen.push(format!("{to}: {text}"));
        world.messages.insert(id.clone(), (to.to_string(), text));
        let room = match to {
            Address::Room(room) | Address::Ephemeral(room, _) => room.clone(),
            Address::Direct(account) => RoomId::new(self.id, format!("dm-{}", account.native())),
        };
        Sent { parts: vec![MessageId { room, native: id }] }
    }
}

#[async_trait]
impl ChatPlatform for Chat {
    fn id(&self) -> PlatformId {
        self.id
    }

    fn capabilities(&self) -> Capabilities {
        self.can
    }

    async fn run(&self, _: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }

    async fn publish_commands(&self, _: &'static [&'static Command]) -> anyhow::Result<()> {
        Ok(())
    }

    async fn respond(
        &self,
        turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        let mut world = self.world();
        let (name, part) = world
            .turns
            .get_mut(&turn)
            .map(|(name, part)| {
                *part += 1;
                (name.clone(), *part)
            })
            .expect("a turn that was opened");
        if !world.answered.insert((name, part)) {
            return Ok(Sent::default());
        }
        Ok(self.show(&mut world, to, message))
    }

    async fn finished(&self, turn: TurnId) {
        let mut world = self.world();
        let (name, _) = world.turns.remove(&turn).expect("a turn that is finished once");
        world.kept.retain(|_, event| event.native.as_ref() != Some(&name));
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        let mut world = self.world();
        if let Some(sent) = world.sent.get(&key) {
            return Ok(sent.clone());
        }
        if world.closed.contains(&to.to_string()) {
            return Err(SendError::Forbidden);
        }
        if world.nowhere.contains(&to.to_string()) {
            return Ok(Sent::default());
        }
        let sent = self.show(&mut world, to, message);
        world.sent.insert(key, sent.clone());
        Ok(sent)
    }

    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        let mut world = self.world();
        let text = plain::with_choices(message);
        world.seen.push(format!("edit {to}: {text}"));
        for part in &sent.parts {
            world.messages.insert(part.native.clone(), (to.to_string(), text.clone()));
        }
        Ok(sent.clone())
    }

    async fn show_calendar(
        &self,
        community: &str,
        entries: &[CalendarEntry],
    ) -> Result<(), SendError> {
        let names = entries.iter().map(|entry| entry.name.clone()).collect();
        self.world().calendars.insert(community.to_owned(), names);
        Ok(())
    }

    async fn find_sent(&self, _: &Address, key: SendKey) -> Result<Found, SendError> {
        Ok(self.world().sent.get(&key).cloned().map_or(Found::Absent, Found::There))
    }

    async fn role_of(
        &self,
        account: &AccountId,
        _: &str,
        _: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        Ok(self.world().roles.get(account).copied().unwrap_or(Role::Member))
    }

    async fn room_named(&self, _: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        // As members see them: #name; as the platform does: name.
        let known = typed.strip_prefix('#').filter(|name| *name != "nowhere");
        Ok(known.map(|name| RoomId::new(self.id, name)))
    }

    async fn download(&self, _: &FileRef, _: u64) -> anyhow::Result<Bytes> {
        anyhow::bail!("there are no files here")
    }
}
