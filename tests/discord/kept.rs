//! What is kept: nothing where organizers allow no history, and nothing of a group that is over.

use super::member::Spot;
use super::still::Still;
use jiff::SignedDuration;
use serde_json::json;

const CHECKINS: &str = "select count(*) from checkin";

#[tokio::test(flavor = "multi_thread")]
async fn where_organizers_allow_no_history_nothing_is_kept_whatever_members_choose() {
    let still = Still::new(&["general"]).await;
    let ben = still.scene.person("ben", 0).await;
    let does = async |path: &str, options: &[(&str, serde_json::Value)]| {
        let asked = ben.command(still.room(), path, options).await;
        ben.answer(&asked).await
    };
    let notice = does("privacy history", &[("history", json!("90"))]).await;
    ben.answer(&ben.choose(&notice, "Yes, keep them").await).await;
    does("checkin", &[("mood", json!("good")), ("note", json!("walked by the sea"))]).await;
    still.counts(CHECKINS, 1).await;
    let options = [("key", json!("no-history")), ("value", json!("discord"))];
    still.told("admin settings", &options).await;
    // Who asks for a history is told that there is none here.
    let answer = does("privacy history", &[("history", json!("365"))]).await;
    assert!(answer.text.to_lowercase().contains("discord"), "{answer:#?}");
    let given = does("checkin", &[("mood", json!("low")), ("note", json!("a long night"))]).await;
    assert!(given.ephemeral && !given.text.is_empty(), "{given:#?}");
    still.beat().await;
    still.counts("select count(*) from checkin where mood <> 4", 0).await;
    still.counts(CHECKINS, 1).await;
    still.counts("select count(*) from outbox where message like '%a long night%'", 0).await;
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_the_bot_was_put_out_of_is_kept_for_a_while_and_then_erased() {
    let still = Still::new(&["general"]).await;
    still.posts(still.scene.room(), "Good morning", "07:13").await;
    still
        .told("admin meeting add", &[("name", json!("Harbor")), ("phrase", json!("tue 19:00"))])
        .await;
    let days = still.bot.ctx().defaults.keep_days;
    still.world.ask("remove_guild", json!({"guild": still.scene.guild})).await;
    still.counts("select count(*) from community where empty_at is not null", 1).await;
    still.pass(SignedDuration::from_hours(24 * days - 1));
    still.beat().await;
    still.counts("select count(*) from schedule where text = 'Good morning'", 1).await;
    still.pass(SignedDuration::from_hours(2));
    still.counts("select count(*) from community where empty_at is not null", 0).await;
    for query in [
        "select count(*) from schedule where text = 'Good morning'",
        "select count(*) from meeting where name = 'Harbor'",
    ] {
        still.counts(query, 0).await;
    }
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_opens_from_a_command_that_is_given_to_the_bot_alone() {
    let still = Still::new(&["general"]).await;
    let ben = still.scene.person("ben", 0).await;
    let asked = ben.command(still.room(), "meetings next", &[]).await;
    ben.answer(&asked).await;
    let opened = ben.command(Spot::Direct, "checkin", &[]).await;
    assert!(opened.modal.is_some(), "no window but {opened:#?}");
    let sent = ben.submit(Spot::Direct, &opened, &json!({"mood": ["4"]}), false).await;
    assert!(sent.acknowledged, "{sent:#?}");
    let answer = ben.answer(&sent).await;
    assert!(answer.direct && answer.text.contains("Mood: good"), "{answer:#?}");
    assert_eq!(still.ann.count(&["Mood: good"]).await, 0, "it was for ben");
    still.world.is_clean().await;
}
