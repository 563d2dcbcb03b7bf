//! The terminal as a stage: the engine and the board that transcripts use.

use super::stagecraft::{
    Asks, Attachment, CAST, Seen, SeenFile, Stagecraft, Stop, Utterance, Where, typed,
};
use async_trait::async_trait;
use hearth::app::{App, Setup};
use hearth::chat::event::{Event, EventBody, TurnId};
use hearth::chat::message::{Block, Line, Message, Span};
use hearth::chat::plain;
use hearth::chat::platform::{Capabilities, ChatPlatform as _};
use hearth::chat::prompt::Expect;
use hearth::clock::{Clock as _, ManualClock};
use hearth::config::Config;
use hearth::ids::MessageId;
use hearth::outbox::Pace;
use hearth::outbox::ledger::{self, Counts};
use hearth::platform::console::board::{Board, Shown};
use hearth::platform::console::voice::Speaker;
use hearth::platform::console::{COMMUNITY, Console, account, place};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

type Screen = Arc<Mutex<Vec<Shown>>>;

/// The terminal.
pub(crate) struct Terminal {
    folder: TempDir,
    app: Option<App>,
    setup: Setup,
    board: Arc<Board>,
    speaker: Speaker,
    clock: ManualClock,
    screen: Screen,
    said: u64,
}

impl Terminal {
    /// A terminal with everybody in it.
    pub(crate) async fn new(beginning: &str) -> Self {
        let screen = Screen::default();
        let sink = Arc::clone(&screen);
        let board = Arc::new(Board::new(Box::new(move |shown: &Shown| {
            let mut screen = sink.lock().unwrap_or_else(PoisonError::into_inner);
            match screen.iter_mut().find(|known| known.id == shown.id) {
                Some(known) => *known = shown.clone(),
                None => screen.push(shown.clone()),
            }
        })));
        for (who, role) in CAST {
            board.set_role(who, *role);
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut setup = Setup::new(&Config::default(), None);
        setup.store = folder.path().join("hearth.db");
        let mut terminal = Self {
            folder,
            app: None,
            setup,
            speaker: Speaker::new(Arc::clone(&board)),
            board,
            clock: ManualClock::new(beginning.parse().expect("an instant")),
            screen,
            said: 0,
        };
        terminal.start().await;
        terminal
    }

    async fn start(&mut self) {
        let console = Arc::new(Console::new(Arc::clone(&self.board)));
        let clock = Arc::new(self.clock.clone());
        let app = App::build(&self.setup, clock, vec![console], Pace::InOrder).await;
        let app = app.expect("the application");
        app.community(COMMUNITY).await.expect("a community");
        app.settle().await.expect("what is due");
        self.app = Some(app);
    }

    fn app(&self) -> &App {
        self.app.as_ref().expect("the application runs")
    }

    async fn happen(&mut self, event: Event) {
        self.app().engine().handle(event).await;
        self.app().settle().await.expect("what is due");
    }

    fn stand(&mut self, who: &str, at: Where) {
        self.speaker.speak_as(who.to_owned(), None);
        self.speaker.go(room(at).to_owned());
    }

    async fn speak(&mut self, who: &str, at: Where, line: &str) -> Utterance {
        self.stand(who, at);
        let mut event = self.speaker.typed(line, self.clock.now());
        self.said += 1;
        let native = format!("s{}", self.said);
        event.source = Some(MessageId { room: event.place.room.clone(), native: native.clone() });
        self.happen(event).await;
        Utterance(format!("{} {native}", room(at)))
    }

    fn shown(&self) -> Vec<Shown> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number under which a message is answered.
    fn number(&self, seen: &Seen) -> usize {
        let shown = self.shown();
        let shown = shown.iter().find(|shown| shown.id == seen.id).expect("a message");
        shown.number.expect("a prompt")
    }
}

#[async_trait(?Send)]
impl Stagecraft for Terminal {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn can(&self) -> Capabilities {
        Console::new(Arc::clone(&self.board)).capabilities()
    }

    fn sign(&self) -> &'static str {
        "/"
    }

    async fn command(
        &mut self,
        who: &str,
        at: Where,
        path: &str,
        options: &[(String, String)],
        files: &[Attachment],
    ) -> Option<Utterance> {
        for file in files {
            let path = self.folder.path().join(&file.name);
            // Here the name says what is in it; networked platforms also name the type.
            assert!(!file.media_type.is_empty(), "{} has no type", file.name);
            std::fs::write(&path, &file.bytes).expect("a file");
            self.speaker.attach(&path);
        }
        let sign = match at {
            Where::Room => "/",
            Where::Direct => "",
        };
        let line = format!("{sign}{}", typed(path, options));
        Some(self.speak(who, at, &line).await)
    }

    async fn say(&mut self, who: &str, at: Where, text: &str) -> Utterance {
        self.speak(who, at, text).await
    }

    async fn take_back(&mut self, who: &str, said: &Utterance) {
        let (room, native) = said.0.split_once(' ').expect("a room and a name");
        let place = place(room, who);
        let message = MessageId { room: place.room.clone(), native: native.to_owned() };
        self.said += 1;
        let event = Event {
            native: None,
            at: self.clock.now(),
            account: account(who),
            name: who.to_owned(),
            place,
            source: None,
            turn: TurnId(u64::MAX - self.said),
            body: EventBody::Redacted { message },
        };
        self.happen(event).await;
    }

    async fn change(&mut self, who: &str, said: &Utterance, line: &str) {
        self.take_back(who, said).await;
        let direct = said.0.starts_with("dm ");
        let at = if direct { Where::Direct } else { Where::Room };
        let sign = if direct { "" } else { "/" };
        self.speak(who, at, &format!("{sign}{line}")).await;
    }

    async fn choose(&mut self, who: &str, seen: &Seen, label: &str) {
        self.stand(who, Where::Room);
        let number = self.number(seen);
        let event = self.speaker.click(number, label, self.clock.now()).expect("a prompt");
        self.happen(event).await;
    }

    async fn fill(&mut self, who: &str, seen: &Seen, fields: &[(String, String)]) {
        self.stand(who, Where::Room);
        let number = self.number(seen);
        let event = self.speaker.fill(number, fields.to_vec(), self.clock.now());
        self.happen(event.expect("a prompt")).await;
    }

    async fn sees(&mut self, who: &str) -> Vec<Seen> {
        let shown = self.shown();
        let own = |shown: &&Shown| shown.only.as_deref().is_none_or(|only| only == who);
        shown.iter().filter(own).map(seen).collect()
    }

    async fn changed(&mut self) -> bool {
        // All that follows from an act has happened when the act returns.
        false
    }

    async fn quiet(&mut self) {}

    async fn fetch(&mut self, _: &str, file: &SeenFile) -> Vec<u8> {
        let (id, name) = file.native.split_once(' ').expect("a message and a name");
        let shown = self.shown();
        let shown = shown.iter().find(|shown| shown.id == id).expect("a message");
        let file = shown.message.files.iter().find(|file| file.name == name).expect("a file");
        file.bytes.to_vec()
    }

    async fn advance(&mut self, span: SignedDuration) {
        let target = self.clock.now() + span;
        let clock = self.clock.clone();
        self.app().walk_to(&clock, target).await.expect("what is due");
    }

    async fn restart(&mut self, _: Stop, down: SignedDuration) {
        // Stepped by hand, it has nothing in the air that an orderly stop would finish.
        if let Some(app) = self.app.take() {
            app.abandon().await;
        }
        self.clock.set(self.clock.now() + down);
        self.start().await;
        self.app().settle().await.expect("what is due");
    }

    async fn ledger(&mut self) -> Counts {
        let mut tx = self.app().ctx().store.read().await.expect("a view");
        ledger::totals(&mut tx).await.expect("the ledger")
    }
}

fn room(at: Where) -> &'static str {
    match at {
        Where::Room => "#general",
        Where::Direct => "dm",
    }
}

fn seen(shown: &Shown) -> Seen {
    let file =
        |name: &String| SeenFile { name: name.clone(), native: format!("{} {name}", shown.id) };
    Seen {
        id: shown.id.clone(),
        private: shown.only.is_some(),
        text: plain::text(&shown.message),
        mentions: mentions(&shown.message),
        asks: shown.message.prompt.as_ref().map(|prompt| match &prompt.expect {
            Expect::OneOf(choices) => {
                Asks::Choice(choices.iter().map(|choice| choice.label.plain()).collect())
            }
            Expect::Form(_) => Asks::Form,
        }),
        files: shown.message.files.iter().map(|upload| file(&upload.name)).collect(),
    }
}

fn mentions(message: &Message) -> Vec<String> {
    let lines: Vec<&Line> = message
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Heading(line) | Block::Paragraph(line) | Block::Quote(line) => vec![line],
            Block::List(items) => items.iter().collect(),
            Block::Fields(fields) => fields.iter().flat_map(|(a, b)| [a, b]).collect(),
            Block::Code(_) => Vec::new(),
        })
        .collect();
    let spans = lines.into_iter().flat_map(|line| line.0.iter());
    let named = spans.filter_map(|span| match span {
        Span::Mention(account) => Some(account.native().to_owned()),
        _ => None,
    });
    named.collect()
}
