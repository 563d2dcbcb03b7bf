//! Two things at once, by two accounts: what a turn knew when it began is different when it writes.
//!
//! The first turn is stopped at each of its points in turn, the second runs as far as it can, and then
//! both go on.

use crate::chat::PLAIN;
use crate::points::at_each_point;
use crate::talk::Talk;
use futures_util::future::join;
use hearth::chat::event::{Event, EventBody};
use hearth::chat::platform::Capabilities;
use hearth::chat::prompt::Answer;
use hearth::chat::role::Role;
use hearth::clock::within;
use hearth::ids::PlatformId;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

const NATIVE: Capabilities =
    Capabilities { ephemeral: true, native_choices: true, forms: true, ..PLAIN };

/// Long enough for a turn that nothing holds up; one that waits for the store waits for the other turn.
const ENOUGH: Duration = Duration::from_millis(100);

/// Polls so often; `true` when it is over.
async fn polls<F: Future<Output = ()>>(turn: &mut Pin<Box<F>>, mut left: u32) -> bool {
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        turn.as_mut().poll(context).map(|()| true)
    })
    .await
}

/// Handles the second event when the first turn has come so far; `true` when it was over by then.
async fn meet(talk: &Talk, first: Event, second: Event, after: u32) -> bool {
    let engine = talk.app().engine();
    let mut first = Box::pin(engine.handle(first));
    let over = polls(&mut first, after).await;
    let mut second = pin!(engine.handle(second));
    if within(ENOUGH, second.as_mut()).await.is_some() {
        if !over {
            first.await;
        }
    } else if !over {
        join(first, second).await;
    } else {
        second.await;
    }
    talk.settle().await;
    over
}

/// Ann has an account on each platform.
async fn ann() -> Talk {
    let mut talk = Talk::on(&[(PlatformId::Matrix, PLAIN), (PlatformId::Discord, NATIVE)]).await;
    talk.role("olga", Role::Admin);
    talk.role("olga@discord", Role::Admin);
    talk.role("bob@discord", Role::Organizer);
    talk.says("ann", "general", "!remind add in 3h Water the plants").await;
    let shown = talk.says("ann", "dm", "privacy link").await;
    let (_, code) = shown[0].split_once("link ").expect("a code");
    let code: String = code.chars().take(8).collect();
    talk.says("ann@discord", "dm", &format!("privacy link {code}")).await;
    talk.says("ann@discord", "dm", "yes").await;
    talk.says("ann", "dm", "privacy history 90").await;
    talk
}

/// What ann does with one account.
const DOES: &[(&str, &str)] = &[
    ("general", "!checkin 4 2 --note slept --share group"),
    ("dm", "checkin 3 8"),
    ("general", "!remind add in 2h Call Sam"),
    ("dm", "profile zone Europe/Berlin"),
    ("dm", "progress"),
    ("dm", "privacy export"),
];

#[tokio::test]
async fn what_is_erased_with_one_account_does_not_come_back_with_the_other() {
    for (room, line) in DOES {
        at_each_point(line, async |after| {
            let mut talk = ann().await;
            talk.says("ann@discord", "dm", "privacy erase").await;
            let first = talk.line("ann", room, line);
            let prompt = talk.chats[1].prompt().id;
            let yes = Answer::Choice("yes".to_owned());
            let body = EventBody::Answered { prompt, answer: yes };
            let second = talk.event("ann@discord", "dm", body);
            talk.seen();
            let over = meet(&talk, first, second, after).await;
            let seen = talk.seen();
            let context = format!("{line} after {after} polls: {seen:#?}");
            assert_eq!(talk.rows("select * from checkin").await, [""; 0], "{context}");
            let agreed = "select id from person where history_days > 0";
            assert_eq!(talk.rows(agreed).await, [""; 0], "{context}");
            let plants = "select id from reminder where text = 'Water the plants'";
            assert_eq!(talk.rows(plants).await, [""; 0], "{context}");
            let direct = format!("{}: ", talk.direct("ann"));
            assert!(seen.iter().any(|line| line.starts_with(&direct)), "{context}");
            assert!(!seen.iter().any(|line| line.contains("went wrong")), "{context}");
            over
        })
        .await;
    }
}

#[tokio::test]
async fn nothing_is_kept_once_it_was_switched_off_with_another_account() {
    at_each_point("a check-in", async |after| {
        let mut talk = ann().await;
        let first = talk.line("ann", "general", "!checkin 4 2 --note slept");
        let second = talk.line("ann@discord", "dm", "privacy history off");
        talk.seen();
        let over = meet(&talk, first, second, after).await;
        let seen = talk.seen();
        let context = format!("after {after} polls: {seen:#?}");
        assert_eq!(talk.rows("select * from checkin").await, [""; 0], "{context}");
        assert!(!seen.iter().any(|line| line.contains("went wrong")), "{context}");
        over
    })
    .await;
}

#[tokio::test]
async fn what_is_set_up_while_two_groups_become_one_is_there_or_was_refused() {
    at_each_point("a resource", async |after| {
        let mut talk = ann().await;
        talk.says("olga", "general", "!admin schedule add checkin daily 09:00").await;
        talk.says("olga@discord", "lounge", "!help").await;
        let shown = talk.says("olga", "dm", "admin settings link").await;
        let (_, code) = shown[0].split_once("link ").expect("a code");
        let code: String = code.chars().take(8).collect();
        talk.says("olga@discord", "lounge", &format!("!admin settings link {code}")).await;
        let add = "!admin resource add Hope --contact https://hope.example";
        let first = talk.line("bob@discord", "lounge", add);
        let second = talk.line("olga@discord", "lounge", "!yes");
        talk.seen();
        let over = meet(&talk, first, second, after).await;
        let seen = talk.seen();
        let context = format!("after {after} polls: {seen:#?}");
        let hope = "select c.id > 0 from resource r join community c on c.id = r.group_id";
        assert_eq!(talk.rows(hope).await, ["1"], "{context}");
        assert!(!seen.iter().any(|line| line.contains("went wrong")), "{context}");
        over
    })
    .await;
}

#[tokio::test]
async fn nothing_is_kept_once_the_group_has_switched_it_off() {
    at_each_point("a check-in", async |after| {
        let mut talk = ann().await;
        let first = talk.line("ann", "general", "!checkin 4 2 --note slept");
        let second = talk.line("olga", "general", "!admin settings no-history matrix");
        talk.seen();
        let engine = talk.app().engine();
        let mut first = Box::pin(engine.handle(first));
        let over = polls(&mut first, after).await;
        let count = "select count(*) from checkin";
        let before = talk.rows(count).await;
        let mut second = Box::pin(engine.handle(second));
        let set = within(ENOUGH, second.as_mut()).await.is_some();
        match (over, set) {
            (false, true) => first.await,
            (false, false) => drop(join(first, second).await),
            (true, true) => {}
            (true, false) => second.await,
        }
        talk.settle().await;
        let seen = talk.seen();
        let context = format!("after {after} polls: {seen:#?}");
        // While the check-in holds the store, the setting comes after it.
        if set {
            assert_eq!(talk.rows(count).await, before, "{context}");
        }
        assert!(!seen.iter().any(|line| line.contains("went wrong")), "{context}");
        over
    })
    .await;
}
