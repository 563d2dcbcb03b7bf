//! Resources of the country and of the group; coping tools.

use crate::conformance::step::Step;
use crate::conformance::tale::Tale;

pub(crate) async fn looked_up(tale: &mut Tale<'_>) {
    tale.play(
        Step::command("ann", "resources find", &[("text", "drinking")])
            .alone("ann", &["Talk to FRANK", "0300 123 6600", "checked"]),
    )
    .await;
    tale.play(
        Step::command("ann", "resources topic", &[("topic", "gambling")])
            .alone("ann", &["National Gambling Helpline"]),
    )
    .await;
    tale.play(
        Step::command("ann", "resources show", &[("resource", "gb-samaritans")])
            .alone("ann", &["Samaritans", "116 123", "24/7", "Source"]),
    )
    .await;
    tale.play(
        Step::command(
            "olga",
            "admin resource add",
            &[("name", "Harbour night line"), ("contact", "call 0300 555 0100")],
        )
        .alone("olga", &["It is kept as harbour-night-line, checked today."]),
    )
    .await;
    tale.play(
        Step::command("ben", "resources find", &[("text", "harbour")])
            .alone("ben", &["Harbour night line", "0300 555 0100"]),
    )
    .await;
    tale.play(
        Step::command("olga", "admin resource remove", &[("resource", "harbour-night-line")])
            .alone("olga", &["is gone from the list"]),
    )
    .await;
}

/// How strong it is, before and after, held for a moment.
pub(crate) async fn coping(tale: &mut Tale<'_>) {
    let page = tale
        .play(
            Step::command("ben", "coping", &[("tool", "surf")])
                .alone("ben", &["Ride the wave", "how strong is it now, from 0 to 10?"]),
        )
        .await
        .prompt("ben");
    tale.play(Step::chooses("ben", &page, "8").alone("ben", &["8 out of 10, right now."])).await;
    tale.play(Step::chooses("ben", &page, "5").alone("ben", &["From 8 to 5. You stayed with it."]))
        .await;
    tale.play(
        Step::command("ben", "coping", &[("tool", "i want to end my life")])
            .alone("ben", &["If you or somebody with you is in danger now, call 999", "116 123"]),
    )
    .await;
}
