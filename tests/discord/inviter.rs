//! A server without a channel that the bot may greet in: whoever runs it hears the greeting, alone.

use super::home::Home;
use super::member::{Member, Spot};
use super::scene::{ADMIN, ORGANIZER, Scene};
use super::screen::Shown;
use super::still::Still;
use super::talk::is_clean;
use super::world::World;
use crate::process::Process;
use serde_json::json;

/// What the greeting says to one alone.
pub(crate) const ALONE: &str = "Only you see this: I found no channel here";
/// The bot may not write in a channel.
const SEND_MESSAGES: u64 = 1 << 11;

/// Gives a command and waits for its answer.
async fn uses(who: &Member, spot: Spot<'_>, path: &str) {
    let asked = who.command(spot, path, &[]).await;
    who.answer(&asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_a_server_without_a_channel_for_it_is_greeted_alone_and_once() {
    let still = Still::new(&["general"]).await;
    // This server's, and that of the one beside it.
    still.counts("select count(*) from room where refused_at is not null", 2).await;
    let ben = still.scene.person("ben", 0).await;
    uses(&ben, still.room(), "help").await;
    // Neither between the two, nor beside crisis help.
    uses(&still.ann, Spot::Direct, "help").await;
    uses(&still.ann, still.room(), "crisis").await;
    let before = still.ann.screen("UTC").await.len();
    uses(&still.ann, still.room(), "help").await;
    let greeting = still.ann.sees(&[ALONE]).await;
    assert!(greeting.ephemeral && greeting.text.contains("/privacy"), "{greeting:#?}");
    assert!(greeting.mentions.is_empty() && !greeting.everyone, "{greeting:#?}");
    let screen = still.ann.screen("UTC").await;
    let place = screen.iter().position(|shown| shown.id == greeting.id).expect("it is there");
    assert!(place > before, "before the answer that it stands below: {screen:#?}");
    assert!(screen.iter().all(Shown::is_private), "{screen:#?}");

    // Nobody hears it again.
    let olga = still.scene.person("olga", ORGANIZER).await;
    for who in [&still.ann, &olga, &ben] {
        uses(who, still.room(), "profile show").await;
        uses(who, still.room(), "profile show").await;
    }
    assert_eq!(still.ann.count(&[ALONE]).await, 1);
    assert_eq!(olga.count(&[ALONE]).await + ben.count(&[ALONE]).await, 0);
    still.counts("select count(*) from room where refused_at is not null", 1).await;
    assert_eq!(still.tries(still.scene.room()).await, 0, "something was posted for all");
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_may_not_write_in_that_channel_as_well_and_not_again_after_a_restart() {
    let world = World::new().await;
    let home = Home::new(&world);
    let scene = Scene::with(&world, &["general", "lounge"], true).await;
    let closed = json!({"channel": scene.room(), "permissions": SEND_MESSAGES});
    world.ask("deny", closed).await;
    let zoe = scene.person("zoe", ADMIN).await;
    let mut bot = Process::start(&home);
    world.ready().await;
    // The greeting is refused before anybody asks for something.
    refused(&world, scene.room()).await;
    let lounge = Spot::Channel(&scene.channels[1]);
    let begun = world.begun().await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    let mut bot = Process::start(&home);
    world.connected(begun + 1).await;
    uses(&zoe, lounge, "profile show").await;
    zoe.sees(&[ALONE]).await;
    let begun = world.begun().await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    let bot = Process::start(&home);
    world.connected(begun + 1).await;
    uses(&zoe, lounge, "profile show").await;
    uses(&zoe, lounge, "profile show").await;
    let screen = zoe.screen("UTC").await;
    assert_eq!(zoe.count(&[ALONE]).await, 1, "{screen:#?}");
    assert!(screen.iter().all(|shown| shown.ephemeral), "{screen:#?}");
    is_clean(&bot, &["Harbour"]);
    world.is_clean().await;
}

/// Returns when a message in a channel was refused.
async fn refused(world: &World, channel: &str) {
    let path = format!("/api/v10/channels/{channel}/messages");
    let mut version = 0;
    loop {
        let requests = world.requests().await;
        if requests.iter().any(|one| one.path == path && one.status == 403) {
            return;
        }
        let now = world.wait(version, super::world::PATIENCE.as_secs_f64()).await;
        assert!(now > version, "nothing was refused: {requests:#?}");
        version = now;
    }
}
