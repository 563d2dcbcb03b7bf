//! A feed of meetings, brought as a file; searching in it, page by page.

use super::HOSTILE;
use crate::conformance::stagecraft::Attachment;
use crate::conformance::step::Step;
use crate::conformance::tale::Tale;
use serde_json::json;

pub(crate) async fn by_attachment(tale: &mut Tale<'_>) {
    let file = Attachment {
        name: "harbour.json".into(),
        media_type: "application/json",
        bytes: serde_json::to_vec(&feed()).expect("JSON"),
    };
    tale.play(
        Step::command("adam", "admin feed add", &[("source", "file"), ("zone", "Asia/Tokyo")])
            .attach(file)
            .alone(
                "adam",
                &["The feed harbour is added.", "9 records read", "8 kept", "1 skipped"],
            ),
    )
    .await;
    let found = tale
        .play(
            Step::command("ann", "meetings find", &[("text", "near quay street")])
                .alone("ann", &["7 meetings for", "Quay One", "1 to 5 of 7"]),
        )
        .await;
    tale.play(Step::chooses("ann", &found.prompt("ann"), "More").alone("ann", &["6 to 7 of 7"]))
        .await;
    // One letter wrong.
    tale.play(
        Step::command("ben", "meetings find", &[("text", "seranity")])
            .alone("ben", &["1 meeting for “serenity”", "instead of “seranity”"]),
    )
    .await;
    // What a feed says is text.
    tale.play(
        Step::command("ben", "meetings show", &[("meeting", "serenity")])
            .alone("ben", &["Serenity @everyone *now*", HOSTILE]),
    )
    .await;
    tale.play(
        Step::command("ann", "meetings remind", &[("meeting", "quay-1")])
            .alone("ann", &["I'll remind you of “Quay One”"]),
    )
    .await;
    tale.play(
        Step::command("adam", "admin feed remove", &[("feed", "harbour")])
            .alone("adam", &["The feed harbour is removed, with its 8 meetings."])
            .alone("ann", &["“Quay One” is no longer listed in its feed"]),
    )
    .await;
}

/// Seven meetings in one street, one with everything in it that is not meant as text, and one record
/// that is none.
fn feed() -> serde_json::Value {
    let names = ["One", "Two", "Three", "Four", "Five", "Six", "Seven"];
    let mut records: Vec<serde_json::Value> = (1..=7)
        .zip(names)
        .map(|(day, name)| {
            json!({
                "slug": format!("quay-{day}"), "name": format!("Quay {name}"), "day": day % 7,
                "time": "19:30", "location": "Harbour Hall",
                "formatted_address": format!("{day} Quay Street, Westport, ME 04000, USA"),
            })
        })
        .collect();
    records.push(json!({
        "slug": "serenity", "name": "Serenity @everyone *now*", "day": 2, "time": "07:00",
        "location": "Library", "formatted_address": "1 Main Street, Westport, ME 04000, USA",
        "notes": HOSTILE,
    }));
    records.push(json!(7));
    serde_json::Value::Array(records)
}
