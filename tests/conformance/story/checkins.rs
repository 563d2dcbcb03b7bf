//! Check-ins: the question in the room, consent, the form, the picture, sharing and taking back.

use super::HOSTILE;
use crate::conformance::stagecraft::{Asks, Seen, Stop};
use crate::conformance::step::Step;
use crate::conformance::tale::Tale;
use jiff::SignedDuration;

/// The question in the room, at its time; the room sees a number and no names.
pub(crate) async fn in_the_room(tale: &mut Tale<'_>) -> Seen {
    tale.play(
        Step::command(
            "olga",
            "admin schedule add",
            &[("kind", "checkin"), ("phrase", "daily 20:00")],
        )
        .alone("olga", &["checkin-2000", "The next times", "20:00"]),
    )
    .await;
    let almost = tale.until("19:59");
    tale.play(Step::passes(almost)).await;
    let asked = tale
        .play(
            Step::passes(SignedDuration::from_mins(1))
                .room(&["How are you today?", "the room sees a number, never names"]),
        )
        .await;
    let prompt = asked.prompt("ann");
    match &prompt.asks {
        Some(Asks::Choice(choices)) => {
            assert_eq!(choices[..5], ["very low", "low", "okay", "good", "very good"]);
        }
        // Where a room cannot keep an answer to itself, it is not asked for one.
        Some(Asks::Privately) => {}
        other => panic!("{other:?} is asked"),
    }

    // The bot is killed before anybody answers: the question stands, once, and takes answers.
    tale.play(Step::restarts(Stop::Killed, SignedDuration::ZERO)).await;
    let answered = tale
        .play(
            Step::chooses("ann", &prompt, "good")
                .alone(
                    "ann",
                    &["Thank you for checking in. It is good to hear that.", "Mood: good"],
                )
                .alone("ann", &["Keep my check-ins", "Who sees it", "Only you; organizers don't."])
                .room(&["One person has checked in."])
                .not_in_room(&["good to hear", "Mood"]),
        )
        .await;
    let consent = answered.prompt("ann");
    tale.play(
        Step::chooses("ben", &prompt, "low")
            .alone("ben", &["Thank you for checking in, on a low day too.", "Mood: low"])
            .room(&["2 people have checked in."])
            .not_in_room(&["Mood", "low day"]),
    )
    .await;
    // Another answer is not another person.
    tale.play(
        Step::chooses("ben", &prompt, "okay").alone("ben", &["Mood: okay", "I keep none of it"]),
    )
    .await;
    // Nothing is kept before an explicit yes; the form that is offered then counts.
    let yes = tale
        .play(
            Step::chooses("ann", &consent, "Yes, 90 days")
                .alone("ann", &["From now on I keep your check-ins for 90 days, for you alone"]),
        )
        .await;
    let form = yes.prompt("ann");
    assert_eq!(form.asks, Some(Asks::Form));
    tale.play(
        Step::fills(
            "ann",
            &form,
            &[("mood", "4"), ("craving", "3"), ("halt", "tired"), ("intention", "call Sam")],
        )
        .alone("ann", &["Mood: good", "Urges: 3 out of 10", "tired", "call Sam"])
        .alone("ann", &["Kept for 90 days"]),
    )
    .await;
    prompt
}

/// The picture of it; sharing, company, and taking back.
pub(crate) async fn kept_and_shared(tale: &mut Tale<'_>) {
    let progress = tale
        .play(
            Step::command("ann", "progress", &[]).alone(
                "ann",
                &["You have checked in on one day so far.", "Urges, on average: 3.0"],
            ),
        )
        .await;
    let picture = tale.file(&progress, "ann", "progress.png").await;
    assert!(picture.starts_with(b"\x89PNG\r\n") && picture.len() > 2_000, "a picture");
    tale.play(
        Step::command("ben", "progress", &[]).alone("ben", &["None of your check-ins are kept"]),
    )
    .await;

    // Shared because this answer says so; what is hostile in it is text, and notifies nobody.
    let shared = tale
        .play(
            Step::command(
                "ann",
                "checkin",
                &[("mood", "good"), ("craving", "2"), ("note", HOSTILE), ("share", "group")],
            )
            .alone("ann", &["are shown in the room, as you asked"])
            .room(&["shares: good · urges 2/10", HOSTILE])
            .names("ann"),
        )
        .await;
    assert_eq!(shared.room()[0].mentions, ["ann"]);
    let below = shared.prompt("ann");
    tale.play(
        Step::chooses("ann", &below, "Take back")
            .alone("ann", &["Taken back. Nothing of it is kept."])
            .room(&["took their check-in back"])
            .names("ann")
            .not_in_room(&["urges", "bold"]),
    )
    .await;

    // Company, in so many words and with nothing else.
    let form = tale
        .play(Step::command("ben", "checkin", &[]).alone("ben", &["Take what fits"]))
        .await
        .prompt("ben");
    tale.play(
        Step::fills("ben", &form, &[("mood", "2"), ("support", "room")])
            .alone("ben", &["would welcome company, and nothing else"])
            .room(&["would welcome company."])
            .names("ben")
            .not_in_room(&["low", "Mood"]),
    )
    .await;
    // Strong urges are met with something to do, and with people.
    tale.play(
        Step::directly("ben", "checkin", &[("mood", "1"), ("craving", "9")])
            .alone("ben", &["Thank you for telling me.", "too heavy to carry alone"])
            .alone("ben", &[&tale.sign("coping surf"), &tale.sign("crisis")]),
    )
    .await;
}

/// An answer counts for the day it was asked for, and later not at all.
pub(crate) async fn late(tale: &mut Tale<'_>, prompt: &Seen) {
    // After midnight it is still that evening, until their day begins.
    let night = tale.until("03:30");
    tale.play(Step::passes(night)).await;
    let answered =
        tale.play(Step::chooses("ben", prompt, "good").alone("ben", &["Mood: good"])).await;
    assert!(!answered.text("ben").contains("It counts for"), "{answered:?}");
    let noon = tale.until("12:00");
    tale.play(Step::passes(noon)).await;
    tale.play(Step::chooses("ben", prompt, "okay").alone("ben", &["It counts for", "Mood: okay"]))
        .await;
    tale.play(
        Step::command("olga", "admin schedule pause", &[("schedule", "checkin-2000")])
            .alone("olga", &["is paused"]),
    )
    .await;
    // What is over rests.
    tale.play(Step::passes(SignedDuration::from_hours(24))).await;
    tale.play(
        Step::chooses("ben", prompt, "low").alone("ben", &["it is too late to answer it now"]),
    )
    .await;
}
