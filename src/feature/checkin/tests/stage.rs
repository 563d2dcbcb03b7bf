//! A terminal with voices, a group, and a clock.

use super::super::{room, sql};
use crate::app::{App, Setup};
use crate::chat::address::Address;
use crate::chat::event::EventBody;
use crate::chat::plain;
use crate::chat::prompt::{Answer, Delicacy};
use crate::clock::{Clock as _, ManualClock};
use crate::config::Config;
use crate::engine::prompt::{self, Ask};
use crate::engine::{directory, settings};
use crate::ids::{GroupId, PersonId, PlatformId, PromptId, RoomId};
use crate::outbox::{self, Outgoing, Pace};
use crate::platform::console::board::{Board, Kind, Shown};
use crate::platform::console::voice::Speaker;
use crate::platform::console::{COMMUNITY, Console, account};
use crate::words::Words;
use jiff::Timestamp;
use std::sync::{Arc, Mutex};

pub(super) struct Stage {
    pub app: App,
    clock: ManualClock,
    speaker: Speaker,
    shown: Arc<Mutex<Vec<Shown>>>,
    pub group: GroupId,
    _folder: tempfile::TempDir,
}

impl Stage {
    pub(super) async fn new(start: &str, zone: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shown: Arc<Mutex<Vec<Shown>>> = Arc::default();
        let seen = Arc::clone(&shown);
        let screen = move |new: &Shown| seen.lock().expect("screen").push(new.clone());
        let board = Arc::new(Board::new(Box::new(screen)));
        let clock = ManualClock::new(at(start));
        let mut setup = Setup::new(&Config::default(), None);
        setup.store = folder.path().join("hearth.db");
        let console = Arc::new(Console::new(Arc::clone(&board)));
        let app = App::build(&setup, Arc::new(clock.clone()), vec![console], Pace::InOrder)
            .await
            .expect("an application");
        let mut tx = app.ctx().store.begin().await.expect("begins");
        let group =
            directory::group_named(&mut tx, PlatformId::Console, COMMUNITY, clock.now()).await;
        let group = group.expect("a group");
        settings::set(&mut tx, group, "zone", zone).await.expect("a zone");
        tx.commit().await.expect("commits");
        Self { app, clock, speaker: Speaker::new(board), shown, group, _folder: folder }
    }

    /// Moves the clock; what is due on the way happens.
    pub(super) async fn at(&mut self, when: &str) {
        self.app.walk_to(&self.clock, at(when)).await.expect("walks");
    }

    /// Posts the prompt of a day in `#general`, open until `until`.
    pub(super) async fn post(&mut self, day: &str, until: &str) -> PromptId {
        let now = self.clock.now();
        let words = Words::english();
        let ask = Ask {
            kind: room::KIND,
            group: Some(self.group),
            person: None,
            subject: None,
            detail: day.to_owned(),
            expect: room::expect(&words),
            delicacy: Delicacy::Health,
            expires_at: Some(at(until)),
        };
        let mut tx = self.app.ctx().store.begin().await.expect("begins");
        let prompt = prompt::ask(&mut tx, &ask, now).await.expect("asks");
        let id = prompt.id;
        let to = Address::Room(RoomId::new(PlatformId::Console, "#general"));
        let message = room::message(&words, "", 0).ask(prompt);
        let out = Outgoing::new(format!("schedule:1:{day}"), "checkin", to, message, now)
            .group(self.group);
        outbox::push(&mut tx, &out, now).await.expect("posts");
        tx.commit().await.expect("commits");
        self.settle().await;
        self.take();
        id
    }

    /// A voice types a line in `#general`; gives what appeared.
    pub(super) async fn says(&mut self, voice: &str, line: &str) -> Vec<String> {
        self.speaker.speak_as(voice.to_owned(), None);
        let event = self.speaker.typed(line, self.clock.now());
        self.app.engine().handle(event).await;
        self.settle().await;
        self.take()
    }

    /// The same, with a store that does not answer.
    pub(super) async fn says_without_store(&mut self, voice: &str, line: &str) -> Vec<String> {
        self.app.ctx().store.close().await;
        self.speaker.speak_as(voice.to_owned(), None);
        let event = self.speaker.typed(line, self.clock.now());
        self.app.engine().handle(event).await;
        self.take()
    }

    /// A voice answers a prompt.
    pub(super) async fn answers(
        &mut self,
        voice: &str,
        prompt: PromptId,
        answer: Answer,
    ) -> Vec<String> {
        self.speaker.speak_as(voice.to_owned(), None);
        let mut event = self.speaker.typed("", self.clock.now());
        event.body = EventBody::Answered { prompt, answer };
        self.app.engine().handle(event).await;
        self.settle().await;
        self.take()
    }

    pub(super) async fn taps(&mut self, voice: &str, prompt: PromptId, key: &str) -> Vec<String> {
        self.answers(voice, prompt, Answer::Choice(key.to_owned())).await
    }

    /// Lets a voice's check-ins be kept.
    pub(super) async fn keeps(&mut self, voice: &str, days: i64) {
        self.says(voice, "/progress").await;
        let person = self.person(voice).await;
        let mut tx = self.app.ctx().store.begin().await.expect("begins");
        super::super::set_history(&mut tx, person, days, self.clock.now()).await.expect("sets");
        tx.commit().await.expect("commits");
    }

    pub(super) async fn person(&self, voice: &str) -> PersonId {
        let mut tx = self.app.ctx().store.read().await.expect("reads");
        let person = directory::person_of(&mut tx, &account(voice)).await.expect("reads");
        person.expect("a person")
    }

    /// `day mood craving note`, in order.
    pub(super) async fn kept(&self) -> Vec<String> {
        let mut tx = self.app.ctx().store.read().await.expect("reads");
        sql::kept(&mut tx).await.expect("reads")
    }

    pub(super) async fn taking_part(&self, prompt: PromptId) -> i64 {
        let mut tx = self.app.ctx().store.read().await.expect("reads");
        sql::count(&mut tx, prompt.0).await.expect("reads")
    }

    async fn settle(&self) {
        self.app.settle().await.expect("settles");
    }

    fn take(&self) -> Vec<String> {
        let shown = std::mem::take(&mut *self.shown.lock().expect("screen"));
        shown.iter().map(line).collect()
    }
}

fn line(shown: &Shown) -> String {
    let only = shown.only.as_ref().map(|only| format!(" ({only})")).unwrap_or_default();
    let edit = if matches!(shown.kind, Kind::Edit) { "edit " } else { "" };
    let text = plain::text(&shown.message).replace("\n\n", " / ").replace('\n', " / ");
    let prompt = shown.message.prompt.as_ref().map(|p| format!(" [{}]", p.id.0));
    format!("{edit}{}{only}: {text}{}", shown.to, prompt.unwrap_or_default())
}

/// The number of the prompt at the end of a shown line.
pub(super) fn prompt_of(line: &str) -> PromptId {
    let number = line.rsplit_once('[').and_then(|(_, rest)| rest.strip_suffix(']'));
    PromptId(number.and_then(|number| number.parse().ok()).expect("a prompt"))
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}
