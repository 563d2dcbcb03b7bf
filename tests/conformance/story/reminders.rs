//! Personal reminders: delivered, put off, over a kill; discreet; late.

use super::HOSTILE;
use crate::conformance::stagecraft::Stop;
use crate::conformance::step::Step;
use crate::conformance::tale::Tale;
use jiff::SignedDuration;

pub(crate) async fn put_off(tale: &mut Tale<'_>) {
    tale.play(
        Step::command("ann", "remind add", &[("when", "in 2h"), ("text", HOSTILE)])
            .alone("ann", &["I'll remind you on", "It comes as a direct message"]),
    )
    .await;
    tale.play(Step::passes(SignedDuration::from_mins(119))).await;
    let due = tale
        .play(
            Step::passes(SignedDuration::from_mins(1))
                .alone("ann", &["A reminder for you", HOSTILE]),
        )
        .await;
    tale.play(
        Step::chooses("ann", &due.prompt("ann"), "In 10 minutes")
            .alone("ann", &["I'll remind you again on"]),
    )
    .await;
    tale.play(Step::restarts(Stop::Killed, SignedDuration::ZERO)).await;
    tale.play(Step::passes(SignedDuration::from_mins(9))).await;
    let due = tale
        .play(
            Step::passes(SignedDuration::from_mins(1))
                .alone("ann", &["A reminder for you", HOSTILE]),
        )
        .await
        .prompt("ann");
    tale.play(Step::chooses("ann", &due, "Done").alone("ann", &["All right."])).await;
    tale.play(Step::chooses("ann", &due, "Done").alone("ann", &["That one is settled already."]))
        .await;
}

/// A notification that says nothing; and one that comes late, because the bot was away.
pub(crate) async fn discreet_and_late(tale: &mut Tale<'_>) {
    tale.play(
        Step::directly("ann", "profile discreet", &[("discreet", "on")])
            .alone("ann", &["say only that there is something for you"]),
    )
    .await;
    tale.play(
        Step::directly("ann", "remind add", &[("when", "in 1h"), ("text", "Call Sam")])
            .alone("ann", &["I'll remind you on"]),
    )
    .await;
    let list = tale.sign("remind list");
    tale.play(
        Step::restarts(Stop::Orderly, SignedDuration::from_hours(3))
            .alone("ann", &["You have a reminder. It is 2 hours late, because I was away.", &list])
            .never(&["Call Sam"]),
    )
    .await;
    tale.play(Step::directly("ann", "remind list", &[]).alone("ann", &["Call Sam"])).await;
    tale.play(Step::command("ben", "remind list", &[]).alone("ben", &["You have no reminders"]))
        .await;
}
