//! One group on Discord and on Matrix, with one schedule that posts to both.

use super::home::Home as Folder;
use super::member::Spot;
use super::scene::{ADMIN, Scene};
use super::world::{TOKEN, World};
use crate::matrix::home::Home;
use crate::matrix::member::Sealed;
use crate::matrix::scene::{Scene as Room, direct};
use crate::matrix::synapse::Synapse;
use crate::process::Process;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn one_schedule_posts_to_both() {
    let world = World::new().await;
    let scene = Scene::new(&world).await;
    let ann = scene.person("ann", ADMIN).await;
    let mut home = Home::new(Synapse::shared().url()).await;
    std::fs::write(home.path("discord.token"), TOKEN).expect("a token");
    home.configure(&format!("allow_invites = ['*:localhost']\n{}", Folder::section(&world)));
    let _bot = Process::start(&home);
    world.ready().await;
    let room = Room::new(home.user(), Sealed::Yes, 1).await;
    let olga = room.admin();
    let alone = direct(olga, home.user(), Sealed::Yes).await;

    let options = [("key", json!("link"))];
    let asked = ann.command(Spot::Channel(scene.room()), "admin settings", &options).await;
    let answer = ann.answer(&asked).await;
    let (_, rest) = answer.text.split_once("admin settings link ").expect("a code");
    let code: String = rest.chars().take(8).collect();
    olga.say(&room.room, &format!("!admin settings link {code}")).await;
    olga.hears(&alone, home.user(), "Make this group one with").await;
    olga.say(&alone, "yes").await;
    olga.hears(&alone, home.user(), "Both are one group now").await;

    let rooms = format!("<#{}>,matrix:{}", scene.room(), room.room);
    let options = [
        ("kind", json!("message")),
        ("phrase", json!("daily 09:00")),
        ("room", json!(rooms)),
        ("text", json!("Good morning, harbour")),
    ];
    let asked = ann.command(Spot::Channel(scene.room()), "admin schedule add", &options).await;
    let added = ann.answer(&asked).await;
    assert!(added.text.contains("The next times"), "{added:#?}");
    olga.say(&room.room, "!admin schedule run message-0900").await;
    olga.hears(&room.room, home.user(), "Good morning, harbour").await;
    let seen = ann.sees(&["Good morning, harbour"]).await;
    assert_eq!(seen.channel, scene.room(), "{seen:#?}");
    olga.is_up_to_date().await;
    let heard = olga.events(&room.room).await;
    let there = heard.iter().filter(|entry| entry.body.contains("Good morning, harbour")).count();
    let here = ann.screen("UTC").await;
    let here = here.iter().filter(|shown| shown.text == "Good morning, harbour").count();
    assert_eq!((here, there), (1, 1));
    world.is_clean().await;
}
