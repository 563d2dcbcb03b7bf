//! Channels that are deleted, and threads that are put away or locked.

use super::member::Spot;
use super::still::Still;
use super::world::text;
use jiff::SignedDuration;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_deleted_is_told_of_at_once_and_not_posted_in() {
    let still = Still::new(&["general", "gone", "staff"]).await;
    still.admins_in(2).await;
    let gone = still.scene.channels[1].clone();
    // Nobody has ever talked to the bot there.
    still.posts(&gone, "Good morning", "07:13").await;
    still.world.ask("remove_channel", json!({"channel": gone})).await;
    let told = still.ann.sees(&["I am no longer in", "paused"]).await;
    assert_eq!(told.channel, still.scene.channels[2], "{told:#?}");
    still.pass(SignedDuration::from_hours(25));
    still.settled().await;
    assert_eq!(still.tries(&gone).await, 0, "it was told that the channel is gone");
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_thread_is_opened_again_by_what_is_posted_there() {
    let still = Still::new(&["general", "staff"]).await;
    let asked = json!({"channel": still.scene.room(), "name": "evening", "user": still.ann.id()});
    let thread = text(&still.world.ask("thread", asked).await, "channel");
    let schedule = still.posts(&thread, "Good evening", "19:00").await;
    still.world.ask("archive", json!({"channel": thread})).await;
    still.told("admin schedule run", &[("schedule", json!(schedule))]).await;
    let seen = still.ann.sees(&["Good evening"]).await;
    assert_eq!(seen.channel, thread, "{seen:#?}");
    // A command in it is answered there as well.
    still.world.ask("archive", json!({"channel": thread})).await;
    let asked = still.ann.command(Spot::Channel(&thread), "meetings next", &[]).await;
    let answer = still.ann.answer(&asked).await;
    assert_eq!(answer.channel, thread, "{answer:#?}");
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_thread_pauses_what_is_posted_there_and_loses_no_answer() {
    let still = Still::new(&["general", "staff"]).await;
    still.admins_in(1).await;
    let asked = json!({"channel": still.scene.room(), "name": "evening", "user": still.ann.id()});
    let thread = text(&still.world.ask("thread", asked).await, "channel");
    let schedule = still.posts(&thread, "Good evening", "19:00").await;
    // MANAGE_THREADS, which the bot does not ask for.
    let denied = json!({"channel": still.scene.room(), "permissions": 1_u64 << 34});
    still.world.ask("deny", denied).await;
    still.world.ask("archive", json!({"channel": thread, "locked": true})).await;
    still.told("admin schedule run", &[("schedule", json!(schedule))]).await;
    let told = still.ann.sees(&["I can no longer post in"]).await;
    assert_eq!(told.channel, still.scene.channels[1], "{told:#?}");
    assert_eq!(still.tries(&thread).await, 1, "once is enough to know");
    // Who asks there is answered all the same, where it is possible.
    let options = [("country", json!("new zealand"))];
    still.ann.begins(Spot::Channel(&thread), "crisis", &options).await;
    let answer = still.ann.sees(&["1737"]).await;
    assert!(answer.direct, "{answer:#?}");
    assert_eq!(still.ann.count(&["1737"]).await, 1);
    still.world.is_clean().await;
}
