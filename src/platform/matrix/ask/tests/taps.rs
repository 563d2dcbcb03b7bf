//! Taps, votes and typed answers, from the event to what the core is told.

use super::super::hand::{Hand, Worker};
use super::super::keep::{self, Again, Meaning, Standing};
use super::super::pace::Pace;
use super::*;
use crate::chat::platform::SendError;
use crate::chat::prompt::Answer;
use crate::clock::ManualClock;
use crate::engine::prompt::{self as rows, Ask};
use crate::ids::{AccountId, PlatformId};
use crate::store::Store;
use async_trait::async_trait;
use jiff::Timestamp;
use matrix_sdk::ruma::events::poll::unstable_end::UnstablePollEndEventContent;
use matrix_sdk::ruma::events::poll::unstable_start::UnstablePollStartEventContent;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_774_700_000 + seconds).expect("an instant")
}

fn account(name: &str) -> AccountId {
    AccountId::new(PlatformId::Matrix, format!("@{name}:example.org"))
}

/// A question that the core has asked.
async fn question(store: &Store, delicacy: Delicacy, choices: &[(&str, &str)]) -> Message {
    let mut tx = store.begin().await.expect("begins");
    let ask = Ask {
        kind: "test",
        group: None,
        person: None,
        subject: None,
        detail: String::new(),
        expect: prompt(delicacy, choices).expect,
        delicacy,
        expires_at: Some(at(3600)),
    };
    let prompt = rows::ask(&mut tx, &ask, at(0)).await.expect("asks");
    tx.commit().await.expect("commits");
    Message::say(Line::text("How are you today?")).ask(prompt)
}

struct World {
    store: Store,
    message: Message,
}

impl World {
    /// A question in a room, asked as `$ask` at second 0, open for an hour.
    async fn new(delicacy: Delicacy, choices: &[(&str, &str)], place: Where) -> Self {
        let store = Store::in_memory().await.expect("opens");
        let message = question(&store, delicacy, choices).await;
        let world = Self { store, message };
        world.note("$ask", "!room", Look::of(world.prompt(), place), None, 0).await;
        world
    }

    fn prompt(&self) -> &Prompt {
        self.message.prompt.as_ref().expect("a prompt")
    }

    async fn note(&self, event: &str, room: &str, look: Look, origin: Option<&str>, now: i64) {
        let mut tx = self.store.begin().await.expect("begins");
        let standing = Standing { event, room, look, message: &self.message, origin };
        keep::note(&mut tx, standing, at(now)).await.expect("notes");
        tx.commit().await.expect("commits");
    }

    async fn react(&self, event: &str, on: &str, key: &str, name: &str, now: i64) -> Meaning {
        let mut tx = self.store.begin().await.expect("begins");
        let meaning = keep::reaction(&mut tx, event, on, key, &account(name), at(now)).await;
        tx.commit().await.expect("commits");
        meaning.expect("reads")
    }

    async fn vote(&self, event: &str, poll: &str, answers: &[&str], now: i64) -> Meaning {
        let answers: Vec<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
        let mut tx = self.store.begin().await.expect("begins");
        let meaning = keep::vote(&mut tx, event, poll, &answers, &account("ann"), at(now)).await;
        tx.commit().await.expect("commits");
        meaning.expect("reads")
    }

    async fn take_back(&self, event: &str, name: &str) -> Meaning {
        let mut tx = self.store.begin().await.expect("begins");
        let meaning = keep::taken_back(&mut tx, event, &account(name), at(9)).await;
        tx.commit().await.expect("commits");
        meaning.expect("reads")
    }

    async fn typed(&self, room: &str, text: &str, now: i64) -> Meaning {
        let mut tx = self.store.begin().await.expect("begins");
        keep::typed(&mut tx, room, text, at(now)).await.expect("reads")
    }

    fn chose(&self, key: &str, origin: Option<&str>) -> Meaning {
        self.answered(Answer::Choice(key.to_owned()), origin)
    }

    fn answered(&self, answer: Answer, origin: Option<&str>) -> Meaning {
        Meaning::Answer { prompt: self.prompt().id, answer, origin: origin.map(str::to_owned) }
    }

    async fn taps(&self) -> Vec<Option<String>> {
        let mut tx = self.store.begin().await.expect("begins");
        let all = "select choice from matrix_tap order by event";
        sqlx::query_scalar(all).fetch_all(&mut *tx).await.expect("reads")
    }

    fn worker(&self, clock: &ManualClock, pace: &Arc<Pace>) -> Worker {
        Worker {
            store: self.store.clone(),
            clock: Arc::new(clock.clone()),
            pace: Arc::clone(pace),
            words: Words::english(),
        }
    }
}

#[tokio::test]
async fn a_reaction_answers_and_taking_it_back_takes_the_answer_back() {
    let world = World::new(Delicacy::Harmless, COMING, GROUP).await;
    assert_eq!(world.react("$1", "$ask", "1️⃣", "ann", 1).await, world.chose("yes", None));
    assert_eq!(world.react("$2", "$ask", "3️⃣", "ann", 2).await, world.chose("no", None));
    assert_eq!(world.react("$3", "$ask", "1️⃣", "bob", 3).await, world.chose("yes", None));
    assert_eq!(world.react("$4", "$ask", "🎉", "bob", 4).await, Meaning::Nothing);
    assert_eq!(world.react("$5", "$other", "1️⃣", "bob", 5).await, Meaning::Nothing);
    // The first one goes: the second still holds. Then nothing does.
    assert_eq!(world.take_back("$1", "ann").await, world.chose("no", None));
    assert_eq!(world.take_back("$2", "ann").await, world.answered(Answer::Withdrawn, None));
    assert_eq!(
        world.take_back("$2", "ann").await,
        world.answered(Answer::Withdrawn, None),
        "told twice"
    );
    // Somebody else removes it: the answer stays.
    assert_eq!(world.take_back("$3", "root").await, Meaning::Nothing);
    assert_eq!(world.take_back("$ask", "ann").await, Meaning::Nothing);
}

#[tokio::test]
async fn a_question_about_health_goes_to_the_direct_room_and_comes_back_from_there() {
    let world = World::new(Delicacy::Health, MOODS, GROUP).await;
    for other in ["1️⃣", "👍", "❤️"] {
        assert_eq!(world.react("$1", "$ask", other, "ann", 1).await, Meaning::Nothing, "{other}");
    }
    let again = Again { message: world.message.clone(), origin: "!room".to_owned() };
    assert_eq!(
        world.react("$2", "$ask", "💬", "ann", 2).await,
        Meaning::Privately(Box::new(again.clone()))
    );
    assert_eq!(world.react("$2", "$ask", "💬", "ann", 3600).await, Meaning::Closed);
    assert_eq!(world.taps().await, Vec::<Option<String>>::new(), "nothing is kept of it");
    assert_eq!(world.take_back("$2", "ann").await, Meaning::Nothing);
    let mut tx = world.store.begin().await.expect("begins");
    assert_eq!(keep::open_in(&mut tx, "!room", at(3)).await.expect("reads"), Some(again));
    assert_eq!(keep::open_in(&mut tx, "!room", at(3600)).await.expect("reads"), None);
    assert_eq!(keep::open_in(&mut tx, "!else", at(3)).await.expect("reads"), None);
    drop(tx);

    world.note("$again", "!direct", Look::of(world.prompt(), DIRECT), Some("!room"), 4).await;
    assert_eq!(world.typed("!direct", "4", 5).await, world.chose("4", Some("!room")));
    assert_eq!(world.typed("!direct", " very low ", 5).await, world.chose("1", Some("!room")));
    for other in ["7", "I feel low", "help", "checkin 4", ""] {
        assert_eq!(world.typed("!direct", other, 5).await, Meaning::Nothing, "{other}");
    }
    assert_eq!(world.typed("!direct", "4", 3600).await, Meaning::Nothing, "too late");
    assert_eq!(world.react("$3", "$again", "4️⃣", "ann", 6).await, Meaning::Nothing);

    let mut tx = world.store.begin().await.expect("begins");
    for (seconds, wanted) in [(10, true), (70, false)] {
        let asked = keep::asked_just_now(&mut tx, "!direct", world.prompt(), at(seconds)).await;
        assert_eq!(asked.expect("reads"), wanted, "after {seconds} s");
    }
    tx.commit().await.expect("commits");

    // Something else was asked in between: a number would answer that.
    let message = question(&world.store, Delicacy::Harmless, MOODS).await;
    let newer = World { store: world.store.clone(), message };
    newer.note("$newer", "!direct", Look::Typed, None, 11).await;
    let mut tx = world.store.begin().await.expect("begins");
    let asked = keep::asked_just_now(&mut tx, "!direct", world.prompt(), at(12)).await;
    assert!(!asked.expect("reads"));
}

#[tokio::test]
async fn a_newer_question_in_the_direct_room_is_the_one_that_is_answered() {
    let world = World::new(Delicacy::Health, MOODS, GROUP).await;
    world.note("$again", "!direct", Look::Poll, Some("!room"), 4).await;
    world.note("$newer", "!direct", Look::Typed, None, 5).await;
    assert_eq!(world.typed("!direct", "4", 6).await, Meaning::Nothing, "the core knows that one");
}

#[tokio::test]
async fn a_vote_answers_and_what_was_chosen_is_not_kept() {
    let world = World::new(Delicacy::Health, MOODS, DIRECT).await;
    let (clock, pace) = (ManualClock::new(at(1)), Arc::new(Pace::new(at(1))));
    let hand = Recorder::default();
    work(&world.worker(&clock, &pace), &hand).await;
    assert_eq!(hand.said(), ["poll in !room below $ask: How are you today?"]);

    assert_eq!(world.vote("$1", "$poll", &["3"], 2).await, world.chose("4", None));
    assert_eq!(world.vote("$2", "$poll", &["0"], 3).await, world.chose("1", None));
    assert_eq!(world.vote("$3", "$poll", &["99"], 4).await, Meaning::Nothing);
    assert_eq!(world.vote("$4", "$nothing", &["0"], 4).await, Meaning::Nothing);
    assert_eq!(world.taps().await, [None, None]);
    assert_eq!(world.vote("$5", "$poll", &[], 5).await, world.answered(Answer::Withdrawn, None));
    assert_eq!(world.take_back("$2", "ann").await, world.answered(Answer::Withdrawn, None));

    // Who voted knows how it ended, and is forgotten a day later.
    clock.set(at(3600));
    work(&world.worker(&clock, &pace), &hand).await;
    assert_eq!(hand.said(), Vec::<String>::new());
    let mut tx = world.store.begin().await.expect("begins");
    assert_eq!(keep::forget(&mut tx, at(3600 + 86_000)).await.expect("forgets"), 0);
    assert_eq!(keep::forget(&mut tx, at(3600 + 86_401)).await.expect("forgets"), 2);
}

#[tokio::test]
async fn a_poll_that_nobody_used_ends_with_its_question() {
    let world = World::new(Delicacy::Health, MOODS, DIRECT).await;
    let (clock, pace) = (ManualClock::new(at(1)), Arc::new(Pace::new(at(1))));
    let (worker, hand) = (world.worker(&clock, &pace), Recorder::default());
    work(&worker, &hand).await;
    clock.set(at(3600));
    hand.said();
    work(&worker, &hand).await;
    work(&worker, &hand).await;
    assert_eq!(hand.said(), ["end of $poll in !room: This question is closed."]);
}

#[tokio::test]
async fn a_question_that_is_over_gets_nothing_to_tap() {
    let world = World::new(Delicacy::Health, MOODS, DIRECT).await;
    let (clock, pace) = (ManualClock::new(at(3600)), Arc::new(Pace::new(at(3600))));
    let hand = Recorder::default();
    work(&world.worker(&clock, &pace), &hand).await;
    assert_eq!(hand.said(), Vec::<String>::new());
}

#[tokio::test]
async fn reactions_stand_in_order_behind_messages_and_after_a_restart() {
    let world = World::new(Delicacy::Harmless, COMING, GROUP).await;
    let (clock, pace) = (ManualClock::new(at(1)), Arc::new(Pace::new(at(1))));
    let worker = world.worker(&clock, &pace);
    let hand = Recorder::default();
    let message = pace.sending();
    work(&worker, &hand).await;
    assert_eq!(hand.said(), Vec::<String>::new(), "a message is on its way");
    drop(message);
    hand.fail_next(SendError::RateLimited { retry_after: Duration::from_mins(1) });
    work(&worker, &hand).await;
    assert_eq!(hand.said(), Vec::<String>::new());
    clock.set(at(62));
    // Another process goes on where the first one was stopped.
    let worker = world.worker(&clock, &Arc::new(Pace::new(at(62))));
    work(&worker, &hand).await;
    let all = ["1️⃣", "2️⃣", "3️⃣"].map(|sign| format!("{sign} in !room below $ask"));
    assert_eq!(hand.said(), all);
    work(&worker, &hand).await;
    assert_eq!(hand.said(), Vec::<String>::new(), "once is enough");
}

#[tokio::test]
async fn a_room_that_takes_no_reactions_is_left_alone() {
    let world = World::new(Delicacy::Harmless, COMING, GROUP).await;
    let (clock, pace) = (ManualClock::new(at(1)), Arc::new(Pace::new(at(1))));
    let worker = world.worker(&clock, &pace);
    let hand = Recorder::default();
    hand.fail_next(SendError::Forbidden);
    work(&worker, &hand).await;
    work(&worker, &hand).await;
    assert_eq!(hand.said(), Vec::<String>::new());
}

/// Lets the worker do what it can now.
async fn work(worker: &Worker, hand: &Recorder) {
    worker.round(hand, &CancellationToken::new()).await.expect("works");
}

/// Notes what is sent.
#[derive(Default)]
struct Recorder {
    said: Mutex<Vec<String>>,
    next: Mutex<Option<SendError>>,
}

impl Recorder {
    fn said(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().expect("a lock"))
    }

    fn fail_next(&self, error: SendError) {
        *self.next.lock().expect("a lock") = Some(error);
    }

    fn note(&self, said: String) -> Result<(), SendError> {
        match self.next.lock().expect("a lock").take() {
            Some(error) => Err(error),
            None => {
                self.said.lock().expect("a lock").push(said);
                Ok(())
            }
        }
    }
}

#[async_trait(?Send)]
impl Hand for Recorder {
    async fn react(&self, room: &str, event: &str, sign: &str) -> Result<(), SendError> {
        self.note(format!("{sign} in {room} below {event}"))
    }

    async fn poll(
        &self,
        room: &str,
        event: &str,
        poll: UnstablePollStartEventContent,
    ) -> Result<String, SendError> {
        let question = &poll.poll_start().question.text;
        self.note(format!("poll in {room} below {event}: {question}"))?;
        Ok("$poll".to_owned())
    }

    async fn end(
        &self,
        room: &str,
        poll: &str,
        end: UnstablePollEndEventContent,
    ) -> Result<(), SendError> {
        self.note(format!("end of {poll} in {room}: {}", end.text))
    }
}
