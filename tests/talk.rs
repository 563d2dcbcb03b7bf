//! A stage for conversations on platforms that deliver again what was not finished: the whole
//! application on a store of its own, a clock that stands still, and chats that a test can read.

use crate::chat::Chat;
use hearth::app::{App, Setup};
use hearth::chat::address::Address;
use hearth::chat::event::{Event, EventBody, Place, RoomKind, TurnId};
use hearth::chat::platform::Capabilities;
use hearth::chat::prompt::Answer;
use hearth::chat::role::Role;
use hearth::clock::{Clock as _, ManualClock};
use hearth::config::Config;
use hearth::ids::{AccountId, MessageId, PlatformId, PromptId, RoomId};
use hearth::outbox::Pace;
use jiff::SignedDuration;
use sqlx::{ConnectOptions as _, Row as _, ValueRef as _};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// When every conversation begins.
pub(crate) const START: &str = "2026-06-01T08:00:00Z";

/// The community of each platform.
pub(crate) const COMMUNITY: &str = "harbour";

/// What the name of a room begins with that stands for a whole community.
const WHOLE: &str = "server:";

/// A conversation.
pub(crate) struct Talk {
    folder: TempDir,
    /// The time.
    pub(crate) clock: ManualClock,
    /// The platforms.
    pub(crate) chats: Vec<Arc<Chat>>,
    app: Option<App>,
    turns: u64,
}

impl Talk {
    /// On Matrix, which has no forms and shows nothing to one alone.
    pub(crate) async fn matrix() -> Self {
        Self::on(&[(PlatformId::Matrix, crate::chat::PLAIN)]).await
    }

    /// On these platforms.
    pub(crate) async fn on(platforms: &[(PlatformId, Capabilities)]) -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let clock = ManualClock::new(START.parse().expect("an instant"));
        let chats = platforms.iter().map(|(id, can)| Arc::new(Chat::new(*id, *can))).collect();
        let folder = folder.expect("a folder");
        let mut talk = Self { folder, clock, chats, app: None, turns: 0 };
        talk.start().await;
        talk
    }

    /// The first platform.
    pub(crate) fn chat(&self) -> &Chat {
        &self.chats[0]
    }

    fn chat_of(&self, id: PlatformId) -> &Chat {
        self.chats.iter().find(|chat| chat.id == id).expect("a platform of the stage")
    }

    /// The application.
    pub(crate) fn app(&self) -> &App {
        self.app.as_ref().expect("it runs")
    }

    async fn start(&mut self) {
        let mut setup = Setup::new(&Config::default(), None);
        setup.store = self.folder.path().join("hearth.db");
        let platforms = self.chats.iter().map(|chat| Arc::clone(chat) as _).collect();
        let app = App::build(&setup, Arc::new(self.clock.clone()), platforms, Pace::InOrder);
        self.app = Some(app.await.expect("an application"));
    }

    /// Ends as a killed process does, starts again, and gets what was not finished once more.
    pub(crate) async fn restart(&mut self) {
        self.app.take().expect("it runs").abandon().await;
        self.start().await;
        for chat in self.chats.clone() {
            for event in chat.unfinished() {
                let event = self.delivered(event);
                self.app().engine().handle(event).await;
            }
        }
        self.settle().await;
    }

    /// A kept event as it is delivered again: under a turn of its own.
    pub(crate) fn delivered(&mut self, mut event: Event) -> Event {
        self.turns += 1;
        event.turn = TurnId(self.turns);
        self.chat_of(event.account.platform()).deliver(&event);
        event
    }

    /// Does what is due.
    pub(crate) async fn settle(&self) {
        self.app().settle().await.expect("settles");
    }

    /// Moves the clock; what is due on the way happens.
    pub(crate) async fn later(&self, span: SignedDuration) {
        let target = self.clock.now() + span;
        self.app().walk_to(&self.clock, target).await.expect("walks");
    }

    /// What somebody does. Who is `ann`, or `ann@discord` on another platform than the first; where
    /// is the name of a room, or `dm`.
    pub(crate) fn event(&mut self, who: &str, room: &str, body: EventBody) -> Event {
        self.turns += 1;
        let (account, place) = self.place(who, room);
        let native = format!("e{}", self.turns);
        let source = matches!(body, EventBody::Said { .. })
            .then(|| MessageId { room: place.room.clone(), native: native.clone() });
        let event = Event {
            native: Some(native),
            at: self.clock.now(),
            name: account.native().to_owned(),
            account,
            place,
            source,
            turn: TurnId(self.turns),
            body,
        };
        self.chat_of(event.account.platform()).deliver(&event);
        event
    }

    fn place(&self, who: &str, room: &str) -> (AccountId, Place) {
        let (name, platform) = match who.split_once('@') {
            Some((name, platform)) => (name, platform.parse().expect("a platform")),
            None => (who, self.chat().id),
        };
        let account = AccountId::new(platform, name);
        let place = match room {
            "dm" => Place {
                room: RoomId::new(platform, format!("dm-{name}")),
                kind: RoomKind::Direct,
                community: None,
            },
            room => Place {
                room: RoomId::new(platform, room),
                kind: if room.starts_with(WHOLE) { RoomKind::Whole } else { RoomKind::Group },
                community: Some(COMMUNITY.to_owned()),
            },
        };
        (account, place)
    }

    /// The event of a line that somebody types; in a group room it is for the bot when it begins with
    /// an exclamation mark.
    pub(crate) fn line(&mut self, who: &str, room: &str, line: &str) -> Event {
        let (text, addressed) = match line.strip_prefix('!') {
            Some(rest) => (rest, true),
            None => (line, room == "dm"),
        };
        let body = EventBody::Said { text: text.to_owned(), addressed, files: Vec::new() };
        self.event(who, room, body)
    }

    /// Handles an event and does what is due after it; gives what appeared.
    pub(crate) async fn handle(&self, event: Event) -> Vec<String> {
        self.app().engine().handle(event).await;
        self.settle().await;
        self.seen()
    }

    /// Somebody types a line; gives what appeared.
    pub(crate) async fn says(&mut self, who: &str, room: &str, line: &str) -> Vec<String> {
        let event = self.line(who, room, line);
        self.handle(event).await
    }

    /// Somebody takes a message back.
    pub(crate) async fn unsays(&mut self, who: &str, message: &MessageId) -> Vec<String> {
        let room = message.room.native().to_owned();
        let room = if room.starts_with("dm-") { "dm".to_owned() } else { room };
        let event = self.event(who, &room, EventBody::Redacted { message: message.clone() });
        self.handle(event).await
    }

    /// Somebody changes a message: it is taken back, and then said anew.
    pub(crate) async fn changes(&mut self, who: &str, event: &Event, line: &str) -> Vec<String> {
        let message = event.source.clone().expect("a message");
        let mut seen = self.unsays(who, &message).await;
        let room = match event.place.kind {
            RoomKind::Direct => "dm",
            RoomKind::Group | RoomKind::Whole => message.room.native(),
        };
        let mut again = self.line(who, room, line);
        again.source = Some(message.clone());
        seen.extend(self.handle(again).await);
        seen
    }

    /// Somebody taps a choice.
    pub(crate) async fn taps(
        &mut self,
        who: &str,
        room: &str,
        prompt: PromptId,
        key: &str,
    ) -> Vec<String> {
        let answer = Answer::Choice(key.to_owned());
        let event = self.event(who, room, EventBody::Answered { prompt, answer });
        self.handle(event).await
    }

    /// What somebody may do on all platforms.
    pub(crate) fn role(&self, who: &str, role: Role) {
        let (account, _) = self.place(who, "dm");
        self.chat_of(account.platform()).set_role(&account, role);
    }

    /// What appeared since the last look, on all platforms.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.chats.iter().flat_map(|chat| chat.take_seen()).collect()
    }

    /// Rows of the store, one text for each.
    pub(crate) async fn rows(&self, query: &'static str) -> Vec<String> {
        let path = self.folder.path().join("hearth.db");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).read_only(true);
        let mut conn = options.connect().await.expect("the store");
        let rows = sqlx::query(query).fetch_all(&mut conn).await.expect(query);
        rows.iter()
            .map(|row| {
                let text = |column: usize| {
                    let none = row.try_get_raw(column).is_ok_and(|value| value.is_null());
                    if none {
                        return "-".to_owned();
                    }
                    row.try_get::<String, _>(column)
                        .or_else(|_| row.try_get::<i64, _>(column).map(|n| n.to_string()))
                        .unwrap_or_else(|_| "-".to_owned())
                };
                (0..row.len()).map(text).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// The direct room with somebody.
    pub(crate) fn direct(&self, who: &str) -> Address {
        Address::Direct(self.place(who, "dm").0)
    }
}
