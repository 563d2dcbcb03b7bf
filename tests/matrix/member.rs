//! One member, typed. What does not happen is a panic that says what was seen instead.

use super::crew::Crew;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Somebody with a client of their own.
#[derive(Debug)]
pub(crate) struct Member {
    crew: Arc<Crew>,
    name: String,
    id: String,
    /// How far each room was read.
    read: Mutex<HashMap<String, u64>>,
}

/// An event as a member's client has it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Entry {
    pub(crate) room_id: String,
    pub(crate) event_id: String,
    pub(crate) sender: String,
    /// When the server received it, in milliseconds.
    #[serde(rename = "ts")]
    pub(crate) at: i64,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) content: Value,
    pub(crate) encrypted: bool,
    pub(crate) undecryptable: bool,
    /// What a person reads.
    pub(crate) body: String,
    pub(crate) thread: Option<String>,
    pub(crate) reply_to: Option<String>,
    pub(crate) replaces: Option<String>,
    pub(crate) relates_to: Option<String>,
    #[serde(default)]
    next: u64,
}

impl Entry {
    /// Whether it is a message that somebody reads.
    pub(crate) fn is_message(&self) -> bool {
        self.kind == "m.room.message" && self.replaces.is_none()
    }

    /// Whom it notifies by name.
    pub(crate) fn mentions(&self) -> Vec<&str> {
        let users = self.content["m.mentions"]["user_ids"].as_array();
        users.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

/// Every room.
const ANYWHERE: &str = "";

/// Whether a room is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealed {
    Yes,
    No,
}

/// What a client shows beside somebody's name.
#[derive(Debug, Deserialize)]
pub(crate) struct Identity {
    /// The key that signs the others; none for who has no cross-signing.
    pub(crate) master: Option<String>,
    pub(crate) devices: HashMap<String, Device>,
}

/// One device.
#[derive(Debug, Deserialize)]
pub(crate) struct Device {
    pub(crate) cross_signed: bool,
}

impl Member {
    /// Somebody new, or the same again under a name that was used before.
    pub(crate) async fn new(crew: &Arc<Crew>, name: &str) -> Self {
        let mut member = Self {
            crew: Arc::clone(crew),
            name: name.to_owned(),
            id: String::new(),
            read: Mutex::default(),
        };
        member.id = member.text("open", json!({})).await;
        member
    }

    /// `@ann:localhost`
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    async fn call(&self, verb: &str, args: Value) -> Value {
        let answer = self.crew.ask(&self.name, verb, args).await;
        answer.unwrap_or_else(|error| panic!("{} could not {verb}: {error}", self.name))
    }

    async fn text(&self, verb: &str, args: Value) -> String {
        let answer = self.call(verb, args).await;
        answer.as_str().unwrap_or_else(|| panic!("{verb} gave {answer}")).to_owned()
    }

    /// A room of their own.
    pub(crate) async fn room(&self, name: &str, sealed: Sealed, invite: &[&str]) -> String {
        let encrypted = sealed == Sealed::Yes;
        self.text("create_room", json!({"name": name, "encrypted": encrypted, "invite": invite}))
            .await
    }

    /// A space of their own.
    pub(crate) async fn space(&self, name: &str, invite: &[&str]) -> String {
        let args = json!({"name": name, "encrypted": false, "space": true, "invite": invite});
        self.text("create_room", args).await
    }

    /// A direct room with somebody, as a client opens it, and its encryption.
    pub(crate) async fn direct(&self, with: &str, sealed: Sealed) -> String {
        let encrypted = sealed == Sealed::Yes;
        let args = json!({"name": "", "encrypted": encrypted, "direct": true, "invite": [with]});
        self.text("create_room", args).await
    }

    /// Replaces a room of theirs.
    pub(crate) async fn upgrade(&self, room: &str, version: &str) -> String {
        self.text("upgrade", json!({"room": room, "version": version})).await
    }

    pub(crate) async fn invite(&self, room: &str, user: &str) {
        self.call("invite", json!({"room": room, "user": user})).await;
    }

    pub(crate) async fn kick(&self, room: &str, user: &str) {
        self.call("kick", json!({"room": room, "user": user})).await;
    }

    pub(crate) async fn leave(&self, room: &str) {
        self.call("leave", json!({"room": room})).await;
    }

    pub(crate) async fn join(&self, room: &str) {
        self.call("join", json!({"room": room})).await;
    }

    /// Whether invitations are taken at once, as they are otherwise.
    pub(crate) async fn accept_invites(&self, accept: bool) {
        self.call("accept_invites", json!({"accept": accept})).await;
    }

    /// Returns when somebody is in the room and can be written to.
    pub(crate) async fn sees_in(&self, room: &str, user: &str) {
        self.call("wait_joined", json!({"room": room, "user": user})).await;
    }

    /// Returns when somebody is neither in the room nor invited.
    pub(crate) async fn sees_gone(&self, room: &str, user: &str) {
        self.call("wait_gone", json!({"room": room, "user": user})).await;
    }

    /// The room to which somebody has invited them.
    pub(crate) async fn invited_by(&self, user: &str) -> String {
        let invite = self.call("wait_invite", json!({"sender": user})).await;
        invite["room_id"].as_str().expect("a room").to_owned()
    }

    /// Sets what holds in a room.
    pub(crate) async fn set_state(&self, room: &str, kind: &str, key: &str, content: &Value) {
        let args = json!({"room": room, "type": kind, "state_key": key, "content": content});
        self.call("set_state", args).await;
    }

    /// What holds in a room.
    pub(crate) async fn state(&self, room: &str, kind: &str, key: &str) -> Value {
        self.call("get_state", json!({"room": room, "type": kind, "state_key": key})).await
    }

    /// Says something. Returns the event's id, as all of these do.
    pub(crate) async fn say(&self, room: &str, text: &str) -> String {
        self.text("send_text", json!({"room": room, "body": text})).await
    }

    /// Says something in a thread.
    pub(crate) async fn say_in(&self, room: &str, thread: &str, text: &str) -> String {
        self.text("send_text", json!({"room": room, "body": text, "thread": thread})).await
    }

    /// Says something that notifies somebody.
    pub(crate) async fn say_to(&self, room: &str, user: &str, text: &str) -> String {
        self.text("send_text", json!({"room": room, "body": text, "mentions": [user]})).await
    }

    /// Answers a message.
    pub(crate) async fn reply(&self, room: &str, to: &str, text: &str) -> String {
        self.text("send_text", json!({"room": room, "body": text, "reply_to": to})).await
    }

    /// Changes what they said.
    pub(crate) async fn edit(&self, room: &str, event: &str, text: &str) -> String {
        self.text("edit", json!({"room": room, "event_id": event, "body": text})).await
    }

    /// Takes back a message or a reaction.
    pub(crate) async fn redact(&self, room: &str, event: &str) -> String {
        self.text("redact", json!({"room": room, "event_id": event})).await
    }

    pub(crate) async fn react(&self, room: &str, event: &str, key: &str) -> String {
        self.text("react", json!({"room": room, "event_id": event, "key": key})).await
    }

    /// The reaction with which this member has tapped a sign below an event, if they have.
    pub(crate) async fn reaction(&self, event: &str, sign: &str) -> Option<String> {
        let known = self.everything().await;
        let own = known.iter().rfind(|entry| {
            entry.kind == "m.reaction"
                && entry.sender == self.id()
                && entry.relates_to.as_deref() == Some(event)
                && entry.content["m.relates_to"]["key"] == sign
        });
        own.map(|entry| entry.event_id.clone())
    }

    /// Votes in a poll, by the answer's text.
    pub(crate) async fn vote(&self, room: &str, poll: &str, answer: &str) -> String {
        self.text("vote", json!({"room": room, "poll_id": poll, "choices": [answer]})).await
    }

    /// Any event, malformed ones too. False when the server itself does not take it.
    pub(crate) async fn offers(&self, room: &str, kind: &str, content: &Value) -> bool {
        let args = json!({"room": room, "type": kind, "content": content});
        self.crew.ask(&self.name, "send", args).await.is_ok()
    }

    /// A file with a line beside it.
    pub(crate) async fn send_file(&self, room: &str, file: &File, body: &str) -> String {
        let args = json!({"room": room, "name": file.name, "mime": file.mime, "body": body,
            "data_base64": file.base64});
        self.text("send_file", args).await
    }

    /// The file that an event carries.
    pub(crate) async fn download(&self, event: &str) -> File {
        let file = self.call("download", json!({"event_id": event})).await;
        serde_json::from_value(file).expect("a file")
    }

    /// The next message of somebody in a room that matches a regular expression. The one after it
    /// is the next that is looked at.
    pub(crate) async fn hears(&self, room: &str, from: &str, body: &str) -> Entry {
        self.next(room, json!({"sender": from, "body": body})).await
    }

    /// The next event in a room that is so: `type`, `sender`, `body`, `thread`, `relates_to`.
    pub(crate) async fn next(&self, room: &str, mut wanted: Value) -> Entry {
        if room != ANYWHERE {
            wanted["room"] = room.into();
        }
        wanted["since"] = self.place(room).into();
        let entry = self.call("wait", wanted).await;
        let entry: Entry = serde_json::from_value(entry).expect("an event");
        self.places().insert(room.to_owned(), entry.next);
        entry
    }

    /// What is there already is not looked at any more.
    pub(crate) async fn catch_up(&self, room: &str) {
        let end = self.call("mark", json!({})).await;
        self.places().insert(room.to_owned(), end.as_u64().expect("a number"));
    }

    /// The next message of somebody, in whatever room.
    pub(crate) async fn hears_anywhere(&self, from: &str, body: &str) -> Entry {
        self.hears(ANYWHERE, from, body).await
    }

    /// Returns when their client has everything that the server has by now.
    pub(crate) async fn is_up_to_date(&self) {
        self.call("catch_up", json!({})).await;
    }

    /// How often what their client shows has changed.
    pub(crate) async fn version(&self) -> u64 {
        self.call("version", json!({})).await.as_u64().expect("a number")
    }

    /// Whether it shows something else than at `version`, before so many seconds are over.
    pub(crate) async fn changes(&self, version: u64, seconds: u32) -> bool {
        let args = json!({"version": version, "timeout": seconds});
        self.call("wait_change", args).await.as_bool().expect("yes or no")
    }

    /// All that their client has of a room.
    pub(crate) async fn events(&self, room: &str) -> Vec<Entry> {
        let events = self.call("events", json!({"room": room})).await;
        serde_json::from_value(events).expect("events")
    }

    /// All that their client has.
    pub(crate) async fn everything(&self) -> Vec<Entry> {
        let events = self.call("events", json!({})).await;
        serde_json::from_value(events).expect("events")
    }

    /// Whether somebody and their devices are cross-signed.
    pub(crate) async fn identity(&self, user: &str) -> Identity {
        let identity = self.call("identity", json!({"user": user})).await;
        serde_json::from_value(identity).expect("an identity")
    }

    /// Returns when somebody can be written to on a device that is not among those.
    pub(crate) async fn knows_other_device(&self, user: &str, than: &Identity) {
        let known: Vec<&String> = than.devices.keys().collect();
        self.call("wait_other_device", json!({"user": user, "known": known})).await;
    }

    fn place(&self, room: &str) -> u64 {
        self.places().get(room).copied().unwrap_or(0)
    }

    fn places(&self) -> std::sync::MutexGuard<'_, HashMap<String, u64>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) mime: Option<String>,
    /// Its content, as JSON carries it.
    pub(crate) base64: String,
}
