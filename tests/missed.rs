//! What could not be delivered: nobody is told that it was, and whoever it concerns is told that it was
//! not.

use crate::chat::PLAIN;
use crate::talk::Talk;
use hearth::chat::address::Address;
use hearth::chat::event::EventBody;
use hearth::chat::platform::Capabilities;
use hearth::chat::role::Role;
use hearth::ids::{PlatformId, RoomId};
use jiff::SignedDuration;

/// What Discord can do.
const NATIVE: Capabilities =
    Capabilities { ephemeral: true, native_choices: true, forms: true, ..PLAIN };

async fn discord() -> Talk {
    let talk = Talk::on(&[(PlatformId::Discord, NATIVE)]).await;
    talk.role("olga", Role::Admin);
    talk
}

fn last(seen: &[String]) -> &str {
    seen.last().map(String::as_str).unwrap_or_default()
}

const TOLD: &str = "could not reach you";

#[tokio::test]
async fn a_reminder_that_did_not_arrive_is_not_called_delivered_and_is_told_of_once() {
    let mut talk = discord().await;
    let hour = SignedDuration::from_hours(1);
    talk.says("ann", "general", "!remind add in 1h Call Sam").await;
    talk.says("ann", "general", "!remind add in 30min Water the plants").await;
    talk.later(SignedDuration::from_mins(40)).await;
    assert!(last(&talk.seen()).contains("Water the plants"));
    talk.chat().close(&talk.direct("ann"), true);
    talk.later(hour).await;
    assert_eq!(talk.seen(), Vec::<String>::new());

    // Crisis help, forms and what all can read are kept free of it.
    for line in ["!crisis gb", "!checkin", "!resources topic alcohol", "!meetings next"] {
        let seen = talk.says("ann", "general", line).await;
        let room = |line: &String| line.starts_with("room:");
        assert!(seen.iter().all(|line| !line.contains(TOLD) || !room(line)), "{seen:#?}");
        if line != "!resources topic alcohol" && line != "!meetings next" {
            assert!(!last(&seen).contains(TOLD), "{line}: {seen:#?}");
        }
        if seen.iter().any(|line| line.contains(TOLD)) {
            assert!(
                last(&seen).contains("I am not allowed to write to you directly."),
                "{seen:#?}"
            );
        }
    }
    let seen = talk.says("ann", "general", "!profile show").await;
    let again = talk.says("ann", "general", "!profile show").await;
    assert!(!last(&again).contains(TOLD), "{again:#?}");
    let told = talk.rows("select count(*) from outbox where told_at is not null").await;
    assert_eq!(told, ["1"], "{seen:#?}");

    let seen = talk.says("ann", "general", "!remind list").await;
    let (before, after) = last(&seen).split_once("Could not reach you:").expect("a title");
    assert!(after.contains("Call Sam") && !before.contains("Call Sam"), "{seen:#?}");
    assert!(before.contains("Delivered, and not marked as done:"), "{seen:#?}");
    assert!(before.contains("Water the plants"), "{seen:#?}");
}

#[tokio::test]
async fn it_is_told_after_a_restart_in_the_first_private_answer_and_not_to_others() {
    let mut talk = discord().await;
    talk.says("ann", "general", "!remind add in 1h Call Sam").await;
    talk.says("ann", "general", "!remind add \"daily 10:00\" Take a walk").await;
    talk.chat().close(&talk.direct("ann"), true);
    talk.later(SignedDuration::from_hours(30)).await;
    talk.restart().await;
    talk.seen();
    let seen = talk.says("ben", "general", "!profile show").await;
    assert!(!last(&seen).contains(TOLD), "{seen:#?}");
    let seen = talk.says("ann", "general", "!profile show").await;
    assert!(last(&seen).contains("3 reminders could not reach you. The last was for"), "{seen:#?}");
    assert!(last(&seen).contains("allow direct messages"), "{seen:#?}");
    assert!(!last(&seen).contains("Call Sam"), "{seen:#?}");
    talk.restart().await;
    let seen = talk.says("ann", "general", "!profile show").await;
    assert!(!last(&seen).contains(TOLD), "{seen:#?}");
    // One that comes again is listed for its next time, and for the one that did not arrive.
    let seen = talk.says("ann", "general", "!remind list").await;
    assert_eq!(last(&seen).matches("Take a walk").count(), 2, "{seen:#?}");
    // What arrives from then on is delivered.
    talk.chat().close(&talk.direct("ann"), false);
    talk.later(SignedDuration::from_hours(24)).await;
    let seen = talk.says("ann", "general", "!remind list").await;
    assert_eq!(last(&seen).matches("Take a walk").count(), 1, "{seen:#?}");
    assert!(!last(&seen).contains(TOLD), "{seen:#?}");
}

#[tokio::test]
async fn without_a_room_that_can_be_read_news_go_to_who_set_it_up() {
    let mut talk = discord().await;
    let server = Address::Room(RoomId::new(PlatformId::Discord, "server:1"));
    talk.chat().has_no_room(&server);
    let entered = talk.event("owner", "server:1", EventBody::Entered);
    let seen = talk.handle(entered).await;
    assert_eq!(seen, Vec::<String>::new());
    let greeting = "select kind, state, reason from outbox";
    assert_eq!(talk.rows(greeting).await, ["greeting dropped no_place"]);

    let add = "!admin schedule add message daily 09:00 --text Morning";
    talk.says("olga", "general", add).await;
    let room = Address::Room(RoomId::new(PlatformId::Discord, "general"));
    talk.chat().close(&room, true);
    talk.later(SignedDuration::from_hours(3)).await;
    let seen = talk.seen();
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen[0].starts_with("direct:discord:olga: I can no longer post in"), "{seen:#?}");
    let notices = "select destination, state from outbox where kind = 'notice'";
    assert_eq!(talk.rows(notices).await, ["direct:discord:olga sent"]);
}

const ALONE: &str = "Only you see this: I found no channel here";

#[tokio::test]
async fn a_greeting_without_a_room_is_told_once_to_one_who_looks_after_the_community() {
    for closed in [false, true] {
        let mut talk = discord().await;
        let server = Address::Room(RoomId::new(PlatformId::Discord, "server:1"));
        if closed {
            talk.chat().close(&server, true);
        } else {
            talk.chat().has_no_room(&server);
        }
        let entered = talk.event("owner", "server:1", EventBody::Entered);
        assert_eq!(talk.handle(entered).await, Vec::<String>::new());
        // Members do not hear it; nobody does in a direct room, beside crisis help or a form.
        for (who, room, line) in [
            ("ann", "general", "!profile show"),
            ("olga", "dm", "profile show"),
            ("olga", "general", "!crisis"),
            ("olga", "general", "!checkin"),
        ] {
            let seen = talk.says(who, room, line).await;
            assert!(!last(&seen).contains(ALONE) && seen.len() == 1, "{line}: {seen:#?}");
        }
        talk.restart().await;
        let seen = talk.says("olga", "general", "!profile show").await;
        assert_eq!(seen.len(), 2, "{seen:#?}");
        assert!(seen[0].contains("Time zone") && !seen[0].contains(ALONE), "{seen:#?}");
        assert!(seen[1].starts_with("only:") && seen[1].contains(ALONE), "{seen:#?}");
        talk.role("pat", Role::Organizer);
        for who in ["olga", "pat"] {
            let seen = talk.says(who, "general", "!profile show").await;
            assert_eq!(seen.len(), 1, "{seen:#?}");
        }
        talk.restart().await;
        assert_eq!(talk.says("pat", "general", "!profile show").await.len(), 1);
        // Long away, the bot is new there: that is another greeting.
        for body in [EventBody::Removed, EventBody::Entered] {
            let event = talk.event("owner", "server:1", body);
            talk.handle(event).await;
            talk.later(SignedDuration::from_hours(31 * 24)).await;
        }
        // A tap is answered as well.
        talk.says("ann", "general", "!resources topic").await;
        let prompt = talk.chat().prompt().id;
        talk.role("ann", Role::Organizer);
        let seen = talk.taps("ann", "general", prompt, "alcohol").await;
        assert_eq!(seen.len(), 2, "{seen:#?}");
        assert!(seen[1].contains(ALONE), "{seen:#?}");
        assert_eq!(talk.says("pat", "general", "!profile show").await.len(), 1);
        let notices = "select count(*) from outbox where kind = 'notice'";
        assert_eq!(talk.rows(notices).await, ["0"], "nothing was paused");
    }
}

/// A number in a room goes up with each answer: that is no second try.
#[tokio::test]
async fn the_ledger_counts_tries_that_failed_and_not_changes() {
    let mut talk = discord().await;
    talk.says("olga", "general", "!admin schedule add checkin daily 09:00").await;
    talk.says("olga", "general", "!admin schedule run checkin-0900").await;
    let prompt = talk.chat().prompt().id;
    for who in ["ann", "ben", "cem", "dia"] {
        talk.taps(who, "general", prompt, "4").await;
    }
    let posted = "select state, attempts, revision from outbox where kind = 'checkin'";
    assert_eq!(talk.rows(posted).await, ["sent 1 4"]);
    let seen = talk.says("olga", "general", "!admin deliveries").await;
    assert!(last(&seen).contains("retried: 0") && !last(&seen).contains("tries"), "{seen:#?}");
}
