//! One's own data: a copy of all of it, and then its end.

use crate::conformance::step::Step;
use crate::conformance::tale::Tale;

pub(crate) async fn copied_and_deleted(tale: &mut Tale<'_>) {
    tale.play(
        Step::command("ann", "privacy show", &[])
            .alone("ann", &["What I keep about you", "1 check-in", "1 reminder"]),
    )
    .await;
    let export = tale
        .play(
            Step::command("ann", "privacy export", &[])
                .alone("ann", &["Here is everything I keep about you."]),
        )
        .await;
    let file = tale.file(&export, "ann", "hearth-my-data.json").await;
    let file: serde_json::Value = serde_json::from_slice(&file).expect("JSON");
    let text = file.to_string();
    assert!(text.contains("call Sam") && text.contains("Call Sam"), "{text}");

    let asked = tale
        .play(
            Step::command("ann", "privacy erase", &[])
                .alone("ann", &["Delete everything I keep about you?", "This cannot be undone."]),
        )
        .await
        .prompt("ann");
    tale.play(
        Step::chooses("ann", &asked, "Yes, delete it all")
            .alone("ann", &["Done. I have deleted what I kept about you", "1 check-in"]),
    )
    .await;
    tale.play(
        Step::command("ann", "progress", &[]).alone("ann", &["None of your check-ins are kept"]),
    )
    .await;
    tale.play(Step::command("ann", "remind list", &[]).alone("ann", &["You have no reminders"]))
        .await;
}
