//! Somebody asks, and is answered.

use super::home::Home;
use super::member::Sealed;
use super::process::Process;
use super::proxy::{Fault, Proxy};
use super::scene::{Scene, direct};
use super::synapse::Synapse;
use serde_json::Value;
use std::sync::Arc;

async fn a_command_in_a_room_is_answered_to_one_alone(sealed: Sealed) {
    let home = Home::new(Synapse::shared().url()).await;
    let _bot = Process::start(&home);
    let scene = Scene::new(home.user(), sealed, 2).await;
    let [ann, ben] = &scene.people[..] else { panic!("two people") };
    ann.say(&scene.room, "!help").await;
    let answer = ann.hears_anywhere(home.user(), "What I can do").await;
    assert_ne!(answer.room_id, scene.room, "it was asked for by one");
    assert!(answer.encrypted, "what one alone is told is encrypted");
    ben.is_up_to_date().await;
    let seen = ben.everything().await;
    assert!(!seen.iter().any(|entry| entry.body.contains("What I can do")), "{seen:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_in_an_encrypted_room_is_answered_to_one_alone() {
    a_command_in_a_room_is_answered_to_one_alone(Sealed::Yes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_in_a_plain_room_is_answered_to_one_alone() {
    a_command_in_a_room_is_answered_to_one_alone(Sealed::No).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_direct_room_the_prefix_is_not_needed_and_a_restart_changes_nothing() {
    let home = Home::new(Synapse::shared().url()).await;
    let mut bot = Process::start(&home);
    let scene = Scene::new(home.user(), Sealed::Yes, 1).await;
    let ann = scene.admin();
    let room = direct(ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "help").await;
    ann.hears(&room, home.user(), "What I can do").await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    ann.say(&room, "crisis").await;
    let _bot = Process::start(&home);
    ann.hears(&room, home.user(), "findahelpline.com").await;
    ann.say(&room, "help").await;
    ann.hears(&room, home.user(), "What I can do").await;
    let answers = ann.events(&room).await;
    let crisis = answers.iter().filter(|entry| entry.body.contains("findahelpline.com"));
    assert_eq!(crisis.count(), 1, "once, though the bot was away when it was asked");
}

/// Takes out of an answer that somebody is invited.
fn without_invitations(answer: &mut Value) {
    match answer {
        Value::Array(list) => {
            list.retain(|one| one["content"]["membership"] != "invite");
            list.iter_mut().for_each(without_invitations);
        }
        Value::Object(fields) => fields.values_mut().for_each(without_invitations),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_words_in_a_new_direct_room_can_be_read() {
    let proxy = Proxy::start(Synapse::shared().url()).await;
    let mut home = Home::new(Synapse::shared().url()).await;
    home.move_to(proxy.url());
    let _bot = Process::start(&home);
    let scene = Scene::new(home.user(), Sealed::No, 1).await;
    let ann = scene.admin();
    // The homeserver is slow: when the bot asks who is in the room that it has made, nobody is
    // invited yet. One or two of these answers are about the other room.
    let early = Fault::Change(Arc::new(without_invitations));
    proxy.on("/sync?", early.clone(), usize::MAX);
    proxy.on("/members", early, 3);
    ann.say(&scene.room, "!help").await;
    ann.hears_anywhere(home.user(), "What I can do").await;
}
