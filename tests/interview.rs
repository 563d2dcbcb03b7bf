//! A form as a conversation, on a platform without forms.

use crate::talk::Talk;
use hearth::chat::event::EventBody;
use hearth::chat::prompt::{Answer, Expect};
use jiff::SignedDuration;

const CHECKINS: &str = "select mood, craving, halt, intention, note, support from checkin";

/// What stands in the last line that appeared.
fn last(seen: &[String]) -> &str {
    seen.last().map(String::as_str).unwrap_or_default()
}

async fn keeps(talk: &mut Talk) {
    talk.says("ann", "general", "!remind list").await;
    talk.says("ann", "dm", "privacy history 90").await;
    talk.says("ann", "dm", "yes").await;
}

#[tokio::test]
async fn one_thing_is_asked_at_a_time_and_all_of_it_arrives() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    let seen = talk.says("ann", "general", "!checkin").await;
    assert_eq!(seen.len(), 2, "{seen:#?}");
    assert!(seen[0].starts_with("direct:matrix:ann: Take what fits"), "{seen:#?}");
    assert!(seen[0].contains("one thing at a time") && seen[0].contains("1 of 7: How are you"));
    assert!(seen[0].ends_with("6. Leave this one out"), "{seen:#?}");
    assert_eq!(seen[1], "room:matrix:general: I've answered you in a direct message.");
    for (says, expected) in [
        ("5", "2 of 7: Urges: 0 (none) to 10"),
        ("eleven", "That takes a number from 0 to 10."),
        ("2", "3 of 7: Is it any of these?"),
        ("back", "2 of 7"),
        ("3", "3 of 7"),
        ("1 and 4", "4 of 7: One small thing for today"),
        ("skip", "5 of 7: Anything else?"),
        ("help is on its way", "6 of 7: Would support help?"),
        ("1", "7 of 7: Who may see"),
    ] {
        let seen = talk.says("ann", "dm", says).await;
        assert!(last(&seen).contains(expected), "{says}: {seen:#?}");
        assert!(seen.iter().all(|line| line.starts_with("direct:matrix:ann: ")), "{seen:#?}");
    }
    let seen = talk.says("ann", "dm", "skip").await;
    assert!(last(&seen).contains("Mood: "), "{seen:#?}");
    let kept = talk.rows(CHECKINS).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].starts_with("5 3 hungry,"), "{kept:?}");
    assert!(kept[0].contains("help is on its way"), "{kept:?}");
    assert_eq!(talk.rows("select count(*) from interview").await, ["0"]);
    // It is over: what is typed now is no answer.
    assert!(!last(&talk.says("ann", "dm", "5").await).contains("of 7"));
}

#[tokio::test]
async fn commands_in_between_work_and_leave_it_where_it_was() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    talk.says("ann", "dm", "checkin").await;
    let seen = talk.says("ann", "dm", "remind add in 2h Call Sam").await;
    assert!(last(&seen).contains("remind cancel r1"), "{seen:#?}");
    assert!(last(&talk.says("ann", "dm", "4").await).contains("2 of 7"));
    let crisis = talk.says("ann", "dm", "crisis").await;
    assert!(!last(&crisis).contains("of 7"), "{crisis:#?}");
    for _ in 0..3 {
        talk.says("ann", "dm", "skip").await;
    }
    // A sentence is asked for: what only begins like a command is one, a call for help never is.
    let crisis = talk.says("ann", "dm", "crisis I cannot do this").await;
    assert!(
        !last(&crisis).contains("of 7") && last(&crisis).contains("emergency number"),
        "{crisis:#?}"
    );
    let seen = talk.says("ann", "dm", "progress is slow today").await;
    assert!(last(&seen).contains("6 of 7"), "{seen:#?}");
    talk.says("ann", "dm", "done").await;
    assert_eq!(talk.rows(CHECKINS).await, ["4 -   progress is slow today "]);
}

#[tokio::test]
async fn what_is_not_kept_is_forgotten_by_a_restart_and_that_is_said() {
    let mut talk = Talk::matrix().await;
    talk.says("ann", "general", "!checkin").await;
    talk.says("ann", "dm", "2").await;
    let stored = "select answers from interview";
    assert_eq!(talk.rows(stored).await, ["[]"]);
    talk.restart().await;
    let seen = talk.says("ann", "dm", "9").await;
    assert!(last(&seen).contains("I was restarted in between"), "{seen:#?}");
    assert!(last(&seen).contains("3 of 7"), "{seen:#?}");
    assert_eq!(talk.rows(stored).await, ["[]"]);
    talk.says("ann", "dm", "back").await;
    talk.says("ann", "dm", "back").await;
    assert!(last(&talk.says("ann", "dm", "3").await).contains("2 of 7"));
    talk.says("ann", "dm", "skip").await;
    let seen = talk.says("ann", "dm", "done").await;
    assert!(last(&seen).contains("Mood: "), "{seen:#?}");
    assert!(!last(&seen).contains("restarted"), "{seen:#?}");
    assert_eq!(talk.rows("select count(*) from checkin").await, ["0"]);
}

#[tokio::test]
async fn what_is_kept_goes_on_after_a_restart() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    talk.says("ann", "dm", "checkin").await;
    talk.says("ann", "dm", "2").await;
    talk.restart().await;
    let seen = talk.says("ann", "dm", "9").await;
    assert!(!last(&seen).contains("restarted") && last(&seen).contains("3 of 7"), "{seen:#?}");
    talk.says("ann", "dm", "done").await;
    assert!(talk.rows(CHECKINS).await[0].starts_with("2 9"));
}

#[tokio::test]
async fn it_can_be_left_and_nothing_is_kept() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    talk.says("ann", "dm", "checkin").await;
    talk.says("ann", "dm", "2").await;
    assert!(last(&talk.says("ann", "dm", "stop").await).contains("Nothing of it is kept"));
    assert_eq!(talk.rows("select count(*) from interview").await, ["0"]);
    assert_eq!(talk.rows("select count(*) from checkin").await, ["0"]);
    // After a long silence a sentence may be about anything.
    talk.says("ann", "dm", "checkin").await;
    for _ in 0..3 {
        talk.says("ann", "dm", "skip").await;
    }
    talk.later(SignedDuration::from_hours(3)).await;
    let seen = talk.says("ann", "dm", "I saw my sister").await;
    assert!(last(&seen).contains("still a question open") && last(&seen).contains("4 of 7"));
    assert!(last(&talk.says("ann", "dm", "call her back").await).contains("5 of 7"));
    talk.later(SignedDuration::from_hours(25)).await;
    let seen = talk.says("ann", "dm", "hello again").await;
    assert!(!last(&seen).contains("of 7"), "{seen:#?}");
}

#[tokio::test]
async fn a_vote_answers_and_can_be_changed_and_others_cannot_answer() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    talk.says("ann", "dm", "checkin").await;
    let mood = talk.chat().prompt();
    assert!(matches!(&mood.expect, Expect::OneOf(choices) if choices.len() == 6));
    let seen = talk.taps("bob", "dm", mood.id, "1").await;
    assert!(last(&seen).contains("for somebody else"), "{seen:#?}");
    assert!(last(&talk.taps("ann", "dm", mood.id, "1").await).contains("2 of 7"));
    assert!(last(&talk.taps("ann", "dm", mood.id, "4").await).contains("changed that answer"));
    assert!(last(&talk.says("ann", "dm", "6").await).contains("3 of 7"));
    let gone = Answer::Withdrawn;
    let event = talk.event("ann", "dm", EventBody::Answered { prompt: mood.id, answer: gone });
    talk.handle(event).await;
    talk.says("ann", "dm", "done").await;
    let kept = talk.rows(CHECKINS).await;
    assert!(kept[0].starts_with("- 6"), "{kept:?}");
    // A vote after the end.
    let seen = talk.taps("ann", "dm", mood.id, "2").await;
    assert!(last(&seen).contains("no longer open"), "{seen:#?}");
}

#[tokio::test]
async fn a_changed_message_changes_its_answer_and_one_taken_back_takes_it_back() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    talk.says("ann", "dm", "checkin").await;
    let mood = talk.line("ann", "dm", "2");
    talk.handle(mood.clone()).await;
    let urges = talk.line("ann", "dm", "8");
    talk.handle(urges.clone()).await;
    let seen = talk.changes("ann", &mood, "5").await;
    assert!(!last(&seen).contains("4 of 7"), "{seen:#?}");
    talk.unsays("ann", &urges.source.expect("a message")).await;
    assert!(last(&talk.says("ann", "dm", "1").await).contains("4 of 7"));
    let note = talk.line("ann", "dm", "rest");
    talk.handle(note.clone()).await;
    talk.says("ann", "dm", "done").await;
    let kept = talk.rows(CHECKINS).await;
    assert!(kept[0].starts_with("5 - hungry rest"), "{kept:?}");
    // What any of the messages made goes with it.
    talk.unsays("ann", &note.source.expect("a message")).await;
    assert_eq!(talk.rows("select count(*) from checkin").await, ["0"]);
}

#[tokio::test]
async fn history_that_is_switched_off_in_between_takes_the_answers_along() {
    let mut talk = Talk::matrix().await;
    keeps(&mut talk).await;
    talk.says("ann", "dm", "checkin").await;
    talk.says("ann", "dm", "2").await;
    assert_eq!(talk.rows("select answered from interview").await, ["1"]);
    talk.says("ann", "dm", "privacy history off").await;
    assert_eq!(talk.rows("select answers from interview").await, ["[]"]);
    assert!(last(&talk.says("ann", "dm", "7").await).contains("3 of 7"));
    assert_eq!(talk.rows("select answers from interview").await, ["[]"]);
    talk.says("ann", "dm", "privacy erase").await;
    talk.says("ann", "dm", "yes").await;
    assert_eq!(talk.rows("select count(*) from interview").await, ["0"]);
}

/// Nobody is asked the next question first.
#[tokio::test]
async fn whoever_speaks_of_suicide_is_answered_with_people_and_then_with_the_question() {
    let mut talk = Talk::matrix().await;
    talk.says("ann", "general", "!remind list").await;
    talk.says("ann", "dm", "profile country gb").await;
    talk.says("ann", "dm", "checkin").await;
    let help = "direct:matrix:ann: If you or somebody with you is in danger now, call 999 or 112.";
    for (says, next) in [
        ("i want to die", "1 of 7"),
        ("4", "2 of 7"),
        ("skip", "3 of 7"),
        ("i want to kill myself", "3 of 7"),
        ("skip", "4 of 7"),
        ("end my life", "5 of 7"),
        ("I am going to end my life tonight", "6 of 7"),
        ("skip", "7 of 7"),
    ] {
        let seen = talk.says("ann", "dm", says).await;
        let typed = says.contains(' ');
        assert_eq!(last(&seen).starts_with(help), typed, "{says}: {seen:#?}");
        assert_eq!(last(&seen).contains("116 123"), typed, "{says}: {seen:#?}");
        assert!(last(&seen).contains(next) || last(&seen).contains("That "), "{says}: {seen:#?}");
    }
    // What was taken is answered so too, once.
    let seen = talk.says("ann", "dm", "skip").await;
    assert!(last(&seen).starts_with(help), "{seen:#?}");
    assert_eq!(last(&seen).matches("116 123").count(), 1, "{seen:#?}");
    assert!(
        !last(&seen).contains("good to hear") && !last(&seen).contains("end my life"),
        "{seen:#?}"
    );
    // All of it in one line.
    talk.says("ann", "dm", "checkin").await;
    let seen = talk.says("ann", "dm", "mood=4 note=i want to die").await;
    assert!(last(&seen).starts_with(help), "{seen:#?}");
    assert_eq!(last(&seen).matches("116 123").count(), 1, "{seen:#?}");
}
