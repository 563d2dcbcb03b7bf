//! Several shards: sessions that are kept or forgotten, a kill, and more shards than there were.

use crate::discord::home::Home;
use crate::discord::member::{Member, Spot};
use crate::discord::scene::Scene;
use crate::discord::talk::{is_clean, quoted};
use crate::discord::world::World;
use crate::process::Process;
use serde_json::json;
use std::sync::Arc;

const SHARDS: u64 = 3;

/// Somebody in a server of each shard, with the server's channel.
async fn everywhere(world: &Arc<World>) -> Vec<(Member, String)> {
    let mut all: Vec<(u64, Member, String)> = Vec::new();
    // The numbers of servers follow from when they are made.
    for _ in 0..200 {
        let scene = Scene::new(world).await;
        let guild: u64 = scene.guild.parse().expect("a number");
        let shard = (guild >> 22) % SHARDS;
        if all.iter().all(|(known, ..)| *known != shard) {
            let one = scene.person(&format!("person-{shard}"), 0).await;
            all.push((shard, one, scene.room().to_owned()));
        }
        if all.len() as u64 == SHARDS {
            return all.into_iter().map(|(_, one, room)| (one, room)).collect();
        }
    }
    panic!("no server on some of the shards");
}

async fn begin(people: &[(Member, String)], word: &str) {
    for (one, room) in people {
        let options = [("meeting", json!(word))];
        one.begins(Spot::Channel(room), "meetings show", &options).await;
    }
}

/// Everybody is answered, once.
async fn answered(people: &[(Member, String)], word: &str) {
    for (one, _) in people {
        one.sees(&[&quoted(word)]).await;
        assert_eq!(one.count(&[&quoted(word)]).await, 1, "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shard_keeps_its_session_and_a_kill_loses_nothing() {
    let world = World::with(json!({"shards": SHARDS, "concurrency": SHARDS})).await;
    let people = everywhere(&world).await;
    let home = Home::new(&world);
    let mut bot = Process::start(&home);
    world.connected(SHARDS).await;
    world.ready().await;
    for what in ["op9 resumable", "abort"] {
        let begun = world.begun().await;
        world.disturb(what).await;
        begin(&people, what).await;
        world.connected(begun + SHARDS).await;
        answered(&people, what).await;
    }
    assert_eq!(world.state().await["identifies"], SHARDS, "every session was resumed");
    // A session that is forgotten is begun anew, on every shard.
    let begun = world.begun().await;
    world.disturb("op9").await;
    world.connected(begun + SHARDS).await;
    begin(&people, "forgotten").await;
    answered(&people, "forgotten").await;
    assert_eq!(world.state().await["identifies"], 2 * SHARDS, "every session was begun anew");
    // Written down in order, so that a kill finds them.
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    bot = Process::start(&home);
    for life in 0..3 {
        let (before, after) = (format!("before-{life}"), format!("after-{life}"));
        begin(&people, &before).await;
        bot.kill();
        begin(&people, &after).await;
        is_clean(&bot, &["before-", "after-"]);
        bot = Process::start(&home);
        for word in [&before, &after] {
            answered(&people, word).await;
        }
    }
    assert_eq!(world.state().await["identifies"], 2 * SHARDS, "the next process resumes all");
    assert_eq!(world.unanswered().await, Vec::<String>::new());
    is_clean(&bot, &["before-", "after-"]);
    world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_discord_wants_more_shards_there_are_more() {
    let world = World::with(json!({"concurrency": 4})).await;
    let scenes = [Scene::new(&world).await, Scene::new(&world).await];
    let home = Home::new(&world);
    world.ask("refuse", json!({"code": 4011})).await;
    let bot = Process::start(&home);
    bot.says(&["wants more shards than 1"]).await;
    world.connected(3).await;
    world.ready().await;
    let doings = world.state().await["doings"].clone();
    let shards: Vec<_> = doings
        .as_array()
        .expect("what happened")
        .iter()
        .filter(|one| one["did"] == "identify")
        .map(|one| one["shard"].clone())
        .collect();
    assert_eq!(shards[0], json!([0, 1]));
    assert!(shards.contains(&json!([0, 2])) && shards.contains(&json!([1, 2])), "{shards:?}");
    for scene in &scenes {
        let one = scene.person("somebody", 0).await;
        let asked = one.command(Spot::Channel(scene.room()), "crisis", &[]).await;
        one.answer(&asked).await;
    }
    is_clean(&bot, &[]);
    world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_shards_that_were_configured_are_a_clear_stop() {
    let world = World::new().await;
    let home = Home::with(&world, "shards = '0/1'\n");
    world.ask("refuse", json!({"code": 4011})).await;
    let mut bot = Process::start(&home);
    let status = bot.ends().await;
    assert_eq!(status.code(), Some(1), "{:?}", bot.log());
    bot.says(&["stopped for good", "more shards"]).await;
    assert_eq!(world.state().await["identifies"], 1, "it tried again");
    is_clean(&bot, &[]);
    world.is_clean().await;
}
