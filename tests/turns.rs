//! The process is killed at every point of a turn, and started again; the platform delivers the event
//! once more. What the turn changes is there once, and the person has an answer.

use crate::points::at_each_point;
use crate::talk::Talk;
use hearth::chat::event::{Event, EventBody};
use hearth::chat::prompt::Answer;
use hearth::chat::role::Role;
use hearth::ids::PromptId;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Something that somebody does, after others have set the scene.
struct Scene {
    name: &'static str,
    /// What is typed before, by whom and where.
    before: &'static [(&'static str, &'static str, &'static str)],
    /// Who acts where, and what they do.
    who: &'static str,
    room: &'static str,
    act: Act,
    /// What holds afterwards, whatever happens: a query and its rows.
    holds: (&'static str, &'static [&'static str]),
}

enum Act {
    Types(&'static str),
    /// A tap on the newest question.
    Taps(&'static str),
}

const REMINDERS: &str = "select slug, text from reminder order by id";
const CHECKINS: &str = "select mood, craving, note from checkin order by id";
const KEEP: (&str, &str, &str) = ("ann", "dm", "privacy history 90");
const YES: (&str, &str, &str) = ("ann", "dm", "yes");
const HELLO: (&str, &str, &str) = ("ann", "general", "!remind list");

const SCENES: &[Scene] = &[
    Scene {
        name: "a reminder",
        before: &[],
        who: "ann",
        room: "general",
        act: Act::Types("!remind add in 2h Call Sam"),
        holds: (REMINDERS, &["r1 Call Sam"]),
    },
    Scene {
        name: "a second reminder, by a mention in the direct room",
        before: &[("ann", "general", "!remind add in 2h Call Sam")],
        who: "ann",
        room: "dm",
        act: Act::Types("remind add in 3h Water the plants"),
        holds: (REMINDERS, &["r1 Call Sam", "r2 Water the plants"]),
    },
    Scene {
        name: "a reminder cancelled",
        before: &[("ann", "general", "!remind add in 2h Call Sam")],
        who: "ann",
        room: "general",
        act: Act::Types("!remind cancel r1"),
        holds: (REMINDERS, &[]),
    },
    Scene {
        name: "a check-in that is kept and shared",
        before: &[HELLO, KEEP, YES],
        who: "ann",
        room: "general",
        act: Act::Types("!checkin 4 2 --note slept --share group"),
        holds: (CHECKINS, &["4 2 slept"]),
    },
    Scene {
        name: "a check-in that is not kept, and shared",
        before: &[],
        who: "ann",
        room: "general",
        act: Act::Types("!checkin 4 2 --share group"),
        holds: ("select key from outbox where kind = 'share'", &["share:1:2026-06-01"]),
    },
    Scene {
        name: "consent",
        before: &[("ann", "dm", "profile show"), ("ann", "general", "!checkin 4 2")],
        who: "ann",
        room: "dm",
        act: Act::Types("1"),
        holds: ("select history_days from person", &["30"]),
    },
    Scene {
        name: "a schedule",
        before: &[],
        who: "olga",
        room: "general",
        act: Act::Types("!admin schedule add checkin daily 09:00"),
        holds: ("select slug, timing from schedule", &["checkin-0900 daily 09:00"]),
    },
    Scene {
        name: "a setting",
        before: &[],
        who: "olga",
        room: "general",
        act: Act::Types("!admin settings zone Europe/London"),
        holds: (
            "select key, value, (select count(*) from audit) from setting",
            &["zone Europe/London 1"],
        ),
    },
    Scene {
        name: "a meeting, which the search has too",
        before: &[],
        who: "olga",
        room: "general",
        act: Act::Types("!admin meeting add Circle \"daily 13:00\""),
        holds: (
            "select name, (select count(*) from meeting_search where token = 'ncircle'),
                    (select group_concat(token) from meeting_search where token in ('c0', 'v'))
             from meeting",
            &["Circle 1 c0,v"],
        ),
    },
    Scene {
        name: "everything erased",
        before: &[("ann", "general", "!remind add in 2h Call Sam"), ("ann", "dm", "privacy erase")],
        who: "ann",
        room: "dm",
        act: Act::Types("yes"),
        holds: (REMINDERS, &[]),
    },
    Scene {
        name: "everything erased by a tap",
        before: &[("ann", "general", "!remind add in 2h Call Sam"), ("ann", "dm", "privacy erase")],
        who: "ann",
        room: "dm",
        act: Act::Taps("yes"),
        holds: (REMINDERS, &[]),
    },
    Scene {
        name: "a profile",
        before: &[],
        who: "ann",
        room: "dm",
        act: Act::Types("profile zone Europe/Berlin"),
        holds: ("select zone from person", &["Europe/Berlin"]),
    },
    Scene {
        name: "only a question",
        before: &[],
        who: "ann",
        room: "general",
        act: Act::Types("!help"),
        holds: ("select count(*) from reminder", &["0"]),
    },
];

/// Polls a future so often at most; then it is dropped, as a killed process drops it.
struct Cut<F> {
    inner: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Future for Cut<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.inner.as_mut().poll(cx).map(Some)
    }
}

async fn set(scene: &Scene) -> (Talk, Event) {
    let mut talk = Talk::matrix().await;
    talk.role("olga", Role::Admin);
    for (who, room, line) in scene.before {
        talk.says(who, room, line).await;
    }
    let event = match scene.act {
        Act::Types(line) => talk.line(scene.who, scene.room, line),
        Act::Taps(key) => {
            let prompt = talk.chat().prompt().id;
            let answer = Answer::Choice(key.to_owned());
            talk.event(scene.who, scene.room, EventBody::Answered { prompt, answer })
        }
    };
    talk.seen();
    (talk, event)
}

/// Plays a scene and kills the process after so many polls. `true`: the turn was over by then.
async fn play(scene: &Scene, polls: u32) -> bool {
    let (mut talk, event) = set(scene).await;
    let over = {
        let turn = talk.app().engine().handle(event);
        Cut { inner: Box::pin(turn), left: polls }.await.is_some()
    };
    talk.restart().await;
    let seen = talk.seen();
    let context = format!("{}, killed after {polls} polls: {seen:#?}", scene.name);
    let (query, rows) = scene.holds;
    assert_eq!(talk.rows(query).await, rows, "{context}");
    let direct = format!("{}: ", talk.direct(scene.who));
    let answers = seen.iter().filter(|line| line.starts_with(&direct)).count();
    assert!((1..=2).contains(&answers), "{context}");
    assert_eq!(talk.chat().unfinished(), [], "{context}");
    // Once more, though it was finished: nothing happens.
    talk.restart().await;
    assert_eq!(talk.seen(), [""; 0], "{context}");
    over
}

#[tokio::test]
async fn a_kill_at_any_point_of_a_turn_does_it_once_and_leaves_nobody_without_an_answer() {
    for scene in SCENES {
        at_each_point(scene.name, async |polls| play(scene, polls).await).await;
    }
}

#[tokio::test]
async fn what_was_done_is_not_done_again_and_said_to_be_done() {
    let mut talk = Talk::matrix().await;
    let event = talk.line("ann", "general", "!remind add in 2h Call Sam");
    // All polls until the row is there, and none after it.
    let mut polls = 1;
    loop {
        let (mut other, event) = set(&SCENES[0]).await;
        let turn = other.app().engine().handle(event);
        Cut { inner: Box::pin(turn), left: polls }.await;
        if !other.rows(REMINDERS).await.is_empty() {
            let before = other.seen();
            other.restart().await;
            let seen = other.seen();
            let late = before.is_empty();
            assert!(!late || seen[0].contains("What you asked for is done"), "{before:?} {seen:?}");
            assert!(!late || seen[0].contains("/remind list shows how it stands"), "{seen:?}");
            assert_eq!(other.rows(REMINDERS).await, ["r1 Call Sam"]);
            break;
        }
        polls += 1;
    }
    // The same name again, after it was answered.
    talk.handle(event.clone()).await;
    let again = talk.delivered(event);
    assert_eq!(talk.handle(again).await, [""; 0]);
}

#[tokio::test]
async fn two_taps_at_once_are_one_and_a_tap_after_the_end_gets_a_sentence() {
    let mut talk = Talk::matrix().await;
    talk.says("ann", "general", "!remind add in 1m Call Sam").await;
    talk.later(jiff::SignedDuration::from_mins(2)).await;
    assert!(talk.seen().iter().any(|line| line.contains("Call Sam")));
    let prompt: PromptId = talk.chat().prompt().id;
    let tap = |talk: &mut Talk| {
        let answer = Answer::Choice("10m".to_owned());
        talk.event("ann", "dm", EventBody::Answered { prompt, answer })
    };
    let (first, second) = (tap(&mut talk), tap(&mut talk));
    let engine = talk.app().engine();
    tokio::join!(engine.handle(first), engine.handle(second));
    let seen = talk.seen();
    let count = |what: &str| seen.iter().filter(|line| line.contains(what)).count();
    assert_eq!((count("I'll remind you again"), count("settled already")), (1, 1), "{seen:?}");
    assert_eq!(talk.rows("select count(*) from job where key like 'reminder:%:%'").await, ["1"]);
    talk.later(jiff::SignedDuration::from_hours(200)).await;
    talk.seen();
    let late = tap(&mut talk);
    let seen = talk.handle(late).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
}
