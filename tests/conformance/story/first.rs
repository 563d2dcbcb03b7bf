//! First steps: what the group is, what can be done, and help on a bad night.

use crate::conformance::stagecraft::Where;
use crate::conformance::step::Step;
use crate::conformance::tale::{Tale, ZONE};

pub(crate) async fn steps(tale: &mut Tale<'_>) {
    // Crisis help answers before anything is set up, and says that the country is a guess.
    tale.play(
        Step::command("ben", "crisis", &[])
            .alone("ben", &["call your local emergency number", "findahelpline.com"]),
    )
    .await;
    tale.play(
        Step::command("adam", "admin settings", &[("key", "zone"), ("value", ZONE)])
            .alone("adam", &["zone is", ZONE]),
    )
    .await;
    tale.play(
        Step::command("adam", "admin settings", &[("key", "country"), ("value", "gb")])
            .alone("adam", &["country is", "GB"]),
    )
    .await;
    let help = tale.sign("help");
    let checkin = tale.sign("checkin");
    let crisis = tale.sign("crisis");
    tale.play(
        Step::command("ann", "help", &[])
            .alone("ann", &["What I can do", &crisis, &checkin])
            .never(&["admin schedule"]),
    )
    .await;
    tale.play(Step::command("ben", "crisis", &[]).alone("ben", &["999", "Samaritans", "116 123"]))
        .await;
    tale.play(
        Step::directly("ben", "crisis", &[("country", "new zealand")])
            .alone("ben", &["call 111", "1737"]),
    )
    .await;
    // Somebody who just talks to the bot is shown where people are.
    tale.play(
        Step::says("ann", Where::Direct, "i do not know what to do any more")
            .alone("ann", &["I am a bot", &help, &crisis]),
    )
    .await;
    // The room's own talk is none of the bot's business.
    tale.play(Step::says("ben", Where::Room, "good morning, how is everybody?")).await;
    tale.play(
        Step::command("olga", "admin feed list", &[])
            .alone("olga", &["That one is for admins of the group."]),
    )
    .await;
    tale.play(
        Step::command("ann", "profile day-start", &[("time", "04:00")]).alone("ann", &["04:00"]),
    )
    .await;
    // The story's days begin in the evening.
    let evening = tale.until("18:00");
    tale.play(Step::passes(evening)).await;
}
