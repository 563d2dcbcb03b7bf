//! What an organizer does with a schedule.

use super::HOSTILE;
use crate::conformance::step::Step;
use crate::conformance::tale::Tale;
use jiff::SignedDuration;

const ONE: (&str, &str) = ("schedule", "checkin-2000");

/// Resumed, left out once, changed, run now, removed. It begins with the schedule paused.
pub(crate) async fn looked_after(tale: &mut Tale<'_>) {
    tale.play(Step::command("olga", "admin schedule list", &[]).alone("olga", &["Paused;"])).await;
    // Through eight in the evening nothing comes.
    let night = tale.until("21:00");
    tale.play(Step::passes(night)).await;
    tale.play(
        Step::command("olga", "admin schedule resume", &[ONE])
            .alone("olga", &["is on again", "The next times"]),
    )
    .await;
    tale.play(
        Step::command("olga", "admin schedule skip", &[ONE])
            .alone("olga", &["Left out", "After that it comes"]),
    )
    .await;
    let skipped = tale.until("20:59");
    tale.play(Step::passes(skipped)).await;
    tale.play(
        Step::command(
            "olga",
            "admin schedule edit",
            &[ONE, ("phrase", "daily 08:00"), ("text", "How was the night?")],
        )
        .alone("olga", &["Changed.", "08:00"]),
    )
    .await;
    tale.play(
        Step::command("olga", "admin schedule preview", &[ONE, ("count", "2")])
            .alone("olga", &["The next times", "08:00"]),
    )
    .await;
    let morning = tale.until("08:00");
    tale.play(Step::passes(morning).room(&["How was the night?", "never names"])).await;
    tale.play(
        Step::command("olga", "admin schedule run", &[ONE])
            .alone("olga", &["It goes to", "The usual times stay"])
            .room(&["How was the night?", "never names"]),
    )
    .await;
    tale.play(
        Step::command("olga", "admin schedule remove", &[ONE]).alone("olga", &["is removed"]),
    )
    .await;
    tale.play(Step::passes(SignedDuration::from_hours(24))).await;

    // A message, once; what stands in it is text and notifies nobody.
    tale.play(
        Step::command(
            "olga",
            "admin schedule add",
            &[("kind", "message"), ("phrase", "in 1h"), ("text", HOSTILE)],
        )
        .alone("olga", &["It's set up", "The only time"]),
    )
    .await;
    let posted = tale.play(Step::passes(SignedDuration::from_hours(1)).room(&[HOSTILE])).await;
    assert!(posted.room()[0].mentions.is_empty(), "{posted:?}");
    tale.play(Step::passes(SignedDuration::from_hours(24))).await;
}
