//! Messages that are taken back, or changed: what came of them goes, and comes anew.

use crate::talk::Talk;
use hearth::chat::event::EventBody;
use hearth::chat::role::Role;
use jiff::SignedDuration;

const REMINDERS: &str = "select slug, text from reminder order by id";

#[tokio::test]
async fn a_reminder_goes_with_its_message_and_its_author_hears_of_it() {
    let mut talk = Talk::matrix().await;
    let event = talk.line("ann", "general", "!remind add in 2h Call Sam");
    talk.handle(event.clone()).await;
    let message = event.source.clone().expect("a message");
    talk.unsays("ann", &message).await;
    assert_eq!(talk.rows(REMINDERS).await, [""; 0]);
    assert_eq!(talk.rows("select count(*) from job where kind = 'reminder'").await, ["0"]);
    talk.later(SignedDuration::from_mins(1)).await;
    let seen = talk.seen();
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen[0].starts_with("direct:matrix:ann: You took back the message"), "{seen:#?}");
    assert!(!seen[0].contains("Sam"), "{seen:#?}");
    // Once more, under another name: nothing is left to do.
    talk.unsays("ann", &message).await;
    talk.later(SignedDuration::from_hours(3)).await;
    assert_eq!(talk.seen(), [""; 0]);
}

#[tokio::test]
async fn a_changed_message_counts_anew_and_nothing_is_doubled() {
    let mut talk = Talk::matrix().await;
    let event = talk.line("ann", "general", "!remind add in 2h Call Sam");
    talk.handle(event.clone()).await;
    for (line, text) in [
        ("!remind add in 3h Call Sam", "r1 Call Sam"),
        ("!remind add in 3h Call Alex", "r1 Call Alex"),
    ] {
        let seen = talk.changes("ann", &event, line).await;
        assert!(!seen.iter().any(|line| line.contains("took back")), "{seen:#?}");
        assert_eq!(talk.rows(REMINDERS).await, [text]);
    }
    talk.later(SignedDuration::from_mins(170)).await;
    assert_eq!(talk.seen(), [""; 0], "nobody is told that it is gone, and it is not yet due");
    talk.later(SignedDuration::from_mins(20)).await;
    let seen = talk.seen();
    assert_eq!(seen.iter().filter(|line| line.contains("Call Alex")).count(), 1, "{seen:#?}");
    // What is no longer a command took its reminder along; that is said.
    talk.says("ann", "general", "!remind add in 5h Rest").await;
    let event = talk.line("ann", "general", "!remind add in 4h Walk");
    talk.handle(event.clone()).await;
    talk.changes("ann", &event, "never mind").await;
    talk.later(SignedDuration::from_mins(1)).await;
    assert!(talk.seen().iter().any(|line| line.contains("You took back")));
}

#[tokio::test]
async fn an_edit_whose_two_halves_have_one_name_is_both() {
    let mut talk = Talk::matrix().await;
    let event = talk.line("ann", "general", "!remind add in 2h Call Sam");
    talk.handle(event.clone()).await;
    let message = event.source.clone().expect("a message");
    let back = talk.event("ann", "general", EventBody::Redacted { message });
    let mut again = talk.line("ann", "general", "!remind add in 3h Call Alex");
    again.source = event.source;
    again.native.clone_from(&back.native);
    talk.handle(back).await;
    talk.chat().deliver(&again);
    talk.handle(again).await;
    assert_eq!(talk.rows(REMINDERS).await, ["r1 Call Alex"]);
}

#[tokio::test]
async fn a_check_in_goes_with_its_note_and_what_the_room_shows_of_it() {
    let mut talk = Talk::matrix().await;
    talk.says("ann", "general", "!remind list").await;
    talk.says("ann", "dm", "privacy history 90").await;
    talk.says("ann", "dm", "yes").await;
    let event = talk.line("ann", "general", "!checkin 2 8 --note \"a bad day\" --share group");
    let seen = talk.handle(event.clone()).await;
    assert!(seen.iter().any(|line| line.starts_with("room:") && line.contains("a bad day")));
    let seen = talk.unsays("ann", &event.source.expect("a message")).await;
    assert_eq!(talk.rows("select count(*) from checkin").await, ["0"]);
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen[0].starts_with("edit room:matrix:general: "), "{seen:#?}");
    assert!(!seen[0].contains("a bad day"), "{seen:#?}");
    assert_eq!(talk.rows("select count(*) from derived").await, ["0"]);
    let shown = talk.says("ann", "dm", "privacy export").await;
    assert!(!shown[0].contains("a bad day"));
}

#[tokio::test]
async fn whoever_takes_back_one_of_several_messages_of_a_day_hears_what_goes_with_it() {
    let mut talk = Talk::matrix().await;
    talk.says("ann", "general", "!remind list").await;
    talk.says("ann", "dm", "privacy history 90").await;
    talk.says("ann", "dm", "yes").await;
    let first = talk.line("ann", "general", "!checkin 2 8");
    talk.handle(first.clone()).await;
    let second = talk.line("ann", "general", "!checkin --note \"a bad day\"");
    talk.handle(second.clone()).await;
    let told = |seen: Vec<String>| -> Vec<bool> {
        let told = seen.iter().filter(|line| line.contains("one of several messages"));
        told.map(|line| line.starts_with("direct:matrix:ann: ") && !line.contains("bad")).collect()
    };
    // Changed: it says anew what it says, and the first one is not in it.
    let mut seen = talk.changes("ann", &second, "!checkin --note \"a better day\"").await;
    talk.later(SignedDuration::from_mins(1)).await;
    seen.extend(talk.seen());
    assert_eq!(told(seen), [true]);
    assert_eq!(talk.rows("select coalesce(mood, 0), note from checkin").await, ["0 a better day"]);
    let mut seen = talk.unsays("ann", &second.source.expect("a message")).await;
    talk.later(SignedDuration::from_mins(1)).await;
    seen.extend(talk.seen());
    assert_eq!(told(seen), [true]);
    assert_eq!(talk.rows("select count(*) from checkin").await, ["0"]);
    // Nothing is left that could go.
    let mut seen = talk.unsays("ann", &first.source.expect("a message")).await;
    talk.later(SignedDuration::from_mins(1)).await;
    seen.extend(talk.seen());
    assert_eq!(told(seen), [true; 0]);
}

#[tokio::test]
async fn a_moderator_takes_back_what_a_room_shows_and_nothing_else() {
    let mut talk = Talk::matrix().await;
    talk.role("mo", Role::Organizer);
    talk.says("ann", "general", "!remind list").await;
    talk.says("ann", "dm", "privacy history 90").await;
    talk.says("ann", "dm", "yes").await;
    let reminder = talk.line("ann", "general", "!remind add in 2h Call Sam");
    talk.handle(reminder.clone()).await;
    let checkin = talk.line("ann", "general", "!checkin 2 8 --note \"a bad day\" --share group");
    talk.handle(checkin.clone()).await;
    talk.unsays("mo", &reminder.source.expect("a message")).await;
    assert_eq!(talk.rows(REMINDERS).await, ["r1 Call Sam"]);
    let message = checkin.source.expect("a message");
    let seen = talk.unsays("mo", &message).await;
    assert!(
        seen.iter().all(|line| line.starts_with("edit room:matrix:general: ann took")),
        "{seen:?}"
    );
    assert_eq!(talk.rows("select note, shared from checkin").await, ["a bad day 0"]);
    // Its author may still take it back.
    talk.unsays("ann", &message).await;
    assert_eq!(talk.rows("select count(*) from checkin").await, ["0"]);
}

#[tokio::test]
async fn what_an_organizer_set_up_stays() {
    let mut talk = Talk::matrix().await;
    talk.role("olga", Role::Admin);
    let event =
        talk.line("olga", "general", "!admin schedule add message daily 09:00 Good morning");
    talk.handle(event.clone()).await;
    assert_eq!(talk.unsays("olga", &event.source.expect("a message")).await, [""; 0]);
    assert_eq!(talk.rows("select count(*) from schedule").await, ["1"]);
}

#[tokio::test]
async fn whoever_left_is_no_longer_asked_about_that_group() {
    let mut talk = Talk::matrix().await;
    talk.says("ann", "general", "!remind list").await;
    assert_eq!(talk.rows("select count(*) from membership").await, ["1"]);
    let left = talk.event("ann", "general", EventBody::Left);
    talk.handle(left.clone()).await;
    assert_eq!(talk.rows("select count(*) from membership").await, ["0"]);
    // Back, and the old news once more.
    talk.later(SignedDuration::from_mins(5)).await;
    talk.says("ann", "general", "!remind list").await;
    let again = talk.delivered(left);
    talk.handle(again).await;
    assert_eq!(talk.rows("select count(*) from membership").await, ["1"]);
}
