//! The life of a server: let in, put out, let in again; channels that go; what was said and taken back.

use super::home::Home;
use super::member::Spot;
use super::scene::{ADMIN, Scene};
use super::still::Still;
use super::talk::{Talk, is_clean};
use super::world::World;
use crate::process::Process;
use hearth::clock::Clock as _;
use jiff::SignedDuration;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn it_greets_a_server_once_where_discord_itself_speaks() {
    let world = World::new().await;
    let home = Home::new(&world);
    // One from before the bot began, and one after.
    let first = Scene::with(&world, &["general", "lounge"], true).await;
    let mut bot = Process::start(&home);
    world.ready().await;
    let second = Scene::with(&world, &["lobby"], true).await;
    for scene in [&first, &second] {
        let one = scene.person("somebody", 0).await;
        let greeting = one.sees(&["/help"]).await;
        assert_eq!(greeting.channel, scene.room(), "{greeting:#?}");
        assert!(greeting.text.contains("/privacy"), "{greeting:#?}");
        assert!(greeting.mentions.is_empty() && !greeting.everyone, "{greeting:#?}");
    }
    let begun = world.begun().await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    let bot = Process::start(&home);
    world.connected(begun + 1).await;
    for scene in [&first, &second] {
        let one = scene.person("somebody else", 0).await;
        let asked = one.command(Spot::Channel(scene.room()), "crisis", &[]).await;
        one.answer(&asked).await;
        let screen = one.screen("UTC").await;
        let public = screen.iter().filter(|shown| !shown.is_private()).count();
        assert_eq!(public, 1, "{screen:#?}");
    }
    is_clean(&bot, &["Harbour"]);
    world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_a_channel_for_it_is_not_greeted() {
    let talk = Talk::new().await;
    talk.asks("something").await;
    let screen = talk.ann.screen("UTC").await;
    assert!(screen.iter().all(|shown| shown.ephemeral), "{screen:#?}");
    let requests = talk.world.requests().await;
    let opened = requests.iter().any(|one| one.path.ends_with("/users/@me/channels"));
    assert!(!opened, "nobody asked for a direct message");
    talk.world.is_clean().await;
}

/// The ledger says what came of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_greeting_that_nobody_reads_does_not_count_as_sent() {
    let still = Still::new(&["general"]).await;
    still.counts("select count(*) from outbox where kind = 'greeting' and state = 'sent'", 0).await;
    let dropped = "select count(*) from outbox where kind = 'greeting' and reason = 'no_place'";
    // This server's, and that of the one beside it.
    still.counts(dropped, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn put_out_it_says_nothing_more_and_comes_back_to_what_there_was() {
    let still = Still::new(&["general"]).await;
    // What is due is looked at an hour of the clock later, days later. What is posted late is posted on its day
    // only, which ends at four: so it is due at a time that is past by then, on the same day.
    let hour = still.clock.now().saturating_add(SignedDuration::from_hours(1)).expect("an hour");
    let time = match hour.to_zoned(jiff::tz::TimeZone::UTC).hour() {
        4..12 => "04:00",
        _ => "10:00",
    };
    let slug = still.posts(still.scene.room(), "Good morning", time).await;
    let room = still.scene.room().to_owned();
    still.world.ask("remove_guild", json!({"guild": still.scene.guild})).await;
    still.counts("select count(*) from community where empty_at is not null", 1).await;
    // A day later it is due, and goes nowhere.
    let before = still.tries(&room).await;
    still.pass(SignedDuration::from_hours(25));
    still.settled().await;
    assert_eq!(still.tries(&room).await, before, "something was posted where it is not");
    // Another group has nothing of it.
    let other = Scene::new(&still.world).await;
    let cem = other.person("cem", ADMIN).await;
    let asked = cem.command(Spot::Channel(other.room()), "admin schedule list", &[]).await;
    let answer = cem.answer(&asked).await;
    assert!(!answer.text.contains(time), "another group's schedule: {answer:#?}");

    still.world.advance(SignedDuration::from_hours(25)).await;
    still.world.ask("return_guild", json!({"guild": still.scene.guild})).await;
    still.counts("select count(*) from community where empty_at is not null", 0).await;
    let listed = still.told("admin schedule list", &[]).await;
    assert!(listed.text.contains(&slug), "{listed:#?}");
    still.pass(SignedDuration::from_hours(24));
    still.settled().await;
    still.ann.sees(&["Good morning"]).await;
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_to_the_bot_alone_can_be_taken_back_also_after_a_restart() {
    let mut talk = Talk::new().await;
    let dm = talk.ann.direct().await;
    let mut said = Vec::new();
    for word in ["first", "second"] {
        said.push(talk.ann.say(&dm, &format!("remind add \"in 300d\" call {word}")).await);
    }
    talk.ann.sees(&["/remind cancel r2"]).await;
    let take_back = |message: String| {
        let (world, dm) = (talk.world.clone(), dm.clone());
        async move { world.ask("take_back", json!({"channel": dm, "message": message})).await }
    };
    take_back(said.remove(0)).await;
    let list = async || {
        let asked = talk.ann.command(Spot::Direct, "remind list", &[]).await;
        talk.ann.answer(&asked).await.text
    };
    let listed = list().await;
    assert!(!listed.contains("call first") && listed.contains("call second"), "{listed}");
    let begun = talk.world.begun().await;
    assert!(talk.bot.stop().await.success(), "{:?}", talk.bot.log());
    // While it is away, as well.
    take_back(said.remove(0)).await;
    talk.bot = Process::start(&talk.home);
    talk.world.connected(begun + 1).await;
    let asked = talk.ann.command(Spot::Direct, "remind list", &[]).await;
    let listed = talk.ann.answer(&asked).await.text;
    assert!(!listed.contains("call second"), "{listed}");
    talk.world.is_clean().await;
}
