//! What has been said in the terminal, and who may do what.

use crate::chat::address::{Address, Sent};
use crate::chat::message::Message;
use crate::chat::platform::SendKey;
use crate::chat::prompt::Prompt;
use crate::chat::role::Role;
use crate::ids::{MessageId, PlatformId, PromptId, RoomId};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Something that appeared.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Whether it is new or changed what stood there.
    pub kind: Kind,
    /// The message's own name: an edit has that of the message which it changes.
    pub id: String,
    /// Where: `#general`, or `dm`.
    pub to: String,
    /// Who alone can see it.
    pub only: Option<String>,
    /// What.
    pub message: Message,
    /// The number under which its prompt can be answered.
    pub number: Option<usize>,
}

/// Whether something is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A new message.
    Message,
    /// A message that stood there says something else now.
    Edit,
}

/// Shows what appears, as it appears.
pub type Screen = Box<dyn Fn(&Shown) + Send + Sync>;

/// What has been said, and who may do what. Outlives a restart of the application behind it, as a
/// chat platform does.
pub struct Board {
    screen: Screen,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    roles: HashMap<String, Role>,
    prompts: Vec<Prompt>,
    rooms: BTreeSet<String>,
    sent: HashMap<SendKey, Sent>,
    messages: u64,
}

impl fmt::Debug for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Board").finish_non_exhaustive()
    }
}

impl Board {
    /// An empty board that shows what appears on `screen`.
    pub fn new(screen: Screen) -> Self {
        Self { screen, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows a message.
    pub fn show(&self, to: &Address, message: &Message) -> Sent {
        let (shown, sent) = {
            let mut state = self.state();
            state.messages += 1;
            let native = format!("m{}", state.messages);
            let shown = state.shown(Kind::Message, native.clone(), to, message);
            (shown, Sent { parts: vec![MessageId { room: room(to), native }] })
        };
        (self.screen)(&shown);
        sent
    }

    /// Shows a message unless one with its key was shown before.
    pub fn show_once(&self, to: &Address, message: &Message, key: SendKey) -> Sent {
        if let Some(sent) = self.sent_with(key) {
            return sent;
        }
        let sent = self.show(to, message);
        self.state().sent.insert(key, sent.clone());
        sent
    }

    /// What was shown with a key.
    pub fn sent_with(&self, key: SendKey) -> Option<Sent> {
        self.state().sent.get(&key).cloned()
    }

    /// Shows that a message says something else now.
    pub fn change(&self, to: &Address, sent: &Sent, message: &Message) {
        let id = sent.parts.first().map(|part| part.native.clone()).unwrap_or_default();
        let shown = self.state().shown(Kind::Edit, id, to, message);
        (self.screen)(&shown);
    }

    /// The prompt of a number.
    pub fn prompt(&self, number: usize) -> Option<Prompt> {
        self.state().prompts.get(number.checked_sub(1)?).cloned()
    }

    /// Says what a voice may do.
    pub fn set_role(&self, voice: &str, role: Role) {
        self.state().roles.insert(voice.to_owned(), role);
    }

    /// What a voice may do: a member unless something else was said.
    pub fn role(&self, voice: &str) -> Role {
        self.state().roles.get(voice).copied().unwrap_or(Role::Member)
    }

    /// Somebody is in a room, or names it.
    pub fn enter(&self, room: &str) {
        if room.starts_with('#') {
            self.state().rooms.insert(room.to_owned());
        }
    }

    /// The rooms that somebody was in or has named: `#general`.
    pub fn rooms(&self) -> Vec<String> {
        self.state().rooms.iter().cloned().collect()
    }

    /// The voices that have been given.
    pub fn voices(&self) -> Vec<String> {
        let mut voices: Vec<String> = self.state().roles.keys().cloned().collect();
        voices.sort();
        voices
    }
}

impl State {
    fn shown(&mut self, kind: Kind, id: String, to: &Address, message: &Message) -> Shown {
        let number = message.prompt.as_ref().map(|prompt| self.number(prompt));
        let (to, only) = match to {
            Address::Room(room) => (room.native().to_owned(), None),
            Address::Direct(account) => ("dm".to_owned(), Some(account.native().to_owned())),
            Address::Ephemeral(room, account) => {
                (room.native().to_owned(), Some(account.native().to_owned()))
            }
        };
        Shown { kind, id, to, only, message: message.clone(), number }
    }

    fn number(&mut self, prompt: &Prompt) -> usize {
        let same = |known: &Prompt, id: PromptId| known.id == id;
        if let Some(index) = self.prompts.iter().position(|known| same(known, prompt.id)) {
            self.prompts[index] = prompt.clone();
            return index + 1;
        }
        self.prompts.push(prompt.clone());
        self.prompts.len()
    }
}

fn room(to: &Address) -> RoomId {
    match to {
        Address::Room(room) | Address::Ephemeral(room, _) => room.clone(),
        Address::Direct(account) => {
            RoomId::new(PlatformId::Console, format!("dm-{}", account.native()))
        }
    }
}
