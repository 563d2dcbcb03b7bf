//! What is native: commands as Discord shows them, completion, the menu of a message, answers that one
//! person alone sees, and signs of life in time.

use super::bot;
use super::home::Home;
use super::member::Spot;
use super::scene::{ADMIN, Scene};
use super::talk::{Talk, is_clean};
use super::world::World;
use crate::process::Process;
use hearth::clock::Clock as _;
use hearth::clock::{ManualClock, SystemClock};
use hearth::words::Words;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_declared_again_only_when_they_changed() {
    let mut talk = Talk::new().await;
    let declared = async |world: &World| {
        let requests = world.requests().await;
        let puts = requests.iter().filter(|one| one.method == "PUT" && one.status == 200);
        puts.filter(|one| one.path.ends_with("/commands")).count()
    };
    assert_eq!(declared(&talk.world).await, 1);
    let begun = talk.world.begun().await;
    assert!(talk.bot.stop().await.success(), "{:?}", talk.bot.log());
    talk.bot = Process::start(&talk.home);
    talk.world.connected(begun + 1).await;
    talk.bot.says(&["declared as they are"]).await;
    // What was declared is what can be tapped in sentences.
    let help = talk.told("help", &[]).await;
    assert!(help.text.contains("/crisis"), "{help:#?}");
    assert_eq!(declared(&talk.world).await, 1);
    let state = talk.world.state().await;
    assert_eq!(state["identifies"], 1, "an orderly stop leaves a session that can be resumed");
    assert!(state["dropped"].as_array().is_some(), "{state}");
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_where_they_can_be_used_and_seen_by_whom_they_are_for() {
    let talk = Talk::new().await;
    let ben = talk.scene.person("ben", 0).await;
    let hidden = ben.tries(talk.room(), "admin deliveries", &[]).await;
    assert!(hidden.is_err_and(|why| why.contains("not visible")), "a member sees /admin");
    talk.told("admin deliveries", &[]).await;
    for spot in [talk.room(), Spot::Direct] {
        let asked = ben.command(spot, "crisis", &[("country", json!("new zealand"))]).await;
        let answer = ben.answer(&asked).await;
        assert!(answer.text.contains("1737") && answer.is_private(), "{answer:#?}");
    }
    assert_eq!(talk.ann.count(&["1737"]).await, 0, "it was for ben");
    let state = talk.world.state().await;
    for command in state["commands"].as_array().expect("commands") {
        let name = command["name"].as_str().expect("a name");
        let slash = command["type"] == 1;
        let contexts = if slash { json!([0, 1]) } else { json!([0]) };
        assert_eq!(command["contexts"], contexts, "{name}");
        assert_eq!(command["integration_types"], json!([0]), "{name}");
        let guarded = !command["default_member_permissions"].is_null();
        assert_eq!(guarded, name == "admin", "{name}");
    }
    is_clean(&talk.bot, &["zealand"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_completed_is() {
    let talk = Talk::new().await;
    let options = [("name", json!("Newcomers")), ("phrase", json!("tue 19:00"))];
    talk.told("admin meeting add", &options).await;
    for (path, option, typed, wanted) in [
        ("profile zone", "zone", "lond", "Europe/London"),
        ("profile zone", "zone", "", "Africa/Abidjan"),
        ("meetings show", "meeting", "newc", "newcomers"),
        ("resources show", "resource", "us-9", "us-988"),
        ("coping", "tool", "", "delay"),
        ("coping", "tool", "can't sleep", "box"),
        ("crisis", "country", "new z", "New Zealand"),
        ("crisis", "country", "uk", "United Kingdom"),
        ("profile country", "country", "germ", "Germany"),
        ("help", "command", "remind a", "remind add"),
        ("admin schedule add", "room", "lou", "#lounge"),
    ] {
        let offered = talk.ann.completes(talk.room(), path, option, typed).await;
        assert!(offered.len() <= 25, "{path}: {}", offered.len());
        let found = offered.iter().any(|(name, value)| {
            name.contains(wanted) || value.as_str().is_some_and(|value| value.contains(wanted))
        });
        assert!(found, "{path} {option} {typed}: {offered:#?}");
    }
    let none = talk.ann.completes(talk.room(), "profile zone", "zone", "qqq").await;
    assert!(none.is_empty(), "{none:?}");
    // What was chosen is understood.
    let offered = talk.ann.completes(talk.room(), "admin schedule add", "room", "lou").await;
    let room = offered[0].1.clone();
    let options = [
        ("kind", json!("message")),
        ("phrase", json!("daily 09:00")),
        ("room", room),
        ("text", json!("Good morning")),
    ];
    let added = talk.told("admin schedule add", &options).await;
    assert!(added.text.contains("#lounge"), "{added:#?}");
    let offered = talk.ann.completes(talk.room(), "admin schedule show", "schedule", "mess").await;
    assert!(offered.iter().any(|(_, value)| value == "message-0900"), "{offered:#?}");
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn support_is_offered_from_the_menu_of_a_message_and_names_nobody() {
    let talk = Talk::new().await;
    let ben = talk.scene.person("ben-who-wrote", 0).await;
    let cem = talk.scene.person("cem", 0).await;
    let written = ben.say(talk.scene.room(), "it is a hard day").await;
    let name = Words::new("en").discord_offer_support().plain();
    let used = cem.menu(talk.scene.room(), &name, &written).await;
    let answer = cem.answer(&used).await;
    assert!(answer.ephemeral, "{answer:#?}");
    for word in ["ben", "hard day", ben.id()] {
        assert!(!answer.raw.contains(word), "{answer:#?}");
    }
    // The one who used it picks what fits, again and again.
    for topic in ["Crisis", "Young people"] {
        let picked = cem.choose(&answer, topic).await;
        let lines = cem.answer(&picked).await;
        assert!(lines.ephemeral && lines.text.contains("/resources show"), "{lines:#?}");
        assert!(!lines.raw.contains("ben") && !lines.raw.contains(ben.id()), "{lines:#?}");
    }
    assert_eq!(ben.screen("UTC").await.len(), 0, "ben hears of it");
    is_clean(&talk.bot, &["hard day", "ben-who"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_of_life_comes_in_time_however_busy_the_store_is() {
    let world = World::new().await;
    let scene = Scene::new(&world).await;
    let ann = scene.person("ann", ADMIN).await;
    let home = Home::new(&world);
    let bot = bot::start(&home, &ManualClock::new(SystemClock.now())).await;
    world.ready().await;
    let room = Spot::Channel(scene.room());
    let asked = ann.command(room, "remind list", &[]).await;
    ann.answer(&asked).await;
    // Nobody else can write until this ends.
    let busy = bot.ctx().store.begin().await.expect("the one writer");
    let options = [("when", json!("in 300d")), ("text", json!("call Sam"))];
    let asked = ann.command(room, "remind add", &options).await;
    assert!(asked.acknowledged && asked.loading && asked.ephemeral, "{asked:#?}");
    busy.rollback().await.expect("the end of it");
    let answer = ann.answer(&asked).await;
    assert!(answer.text.contains("I'll remind you") && answer.ephemeral, "{answer:#?}");
    assert_eq!(world.unanswered().await, Vec::<String>::new());
    world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_copied_from_an_answer_can_be_used() {
    let talk = Talk::new().await;
    let contact = "night@harbour.example";
    let options = [("name", json!("Harbour night line")), ("contact", json!(contact))];
    talk.told("admin resource add", &options).await;
    let options = [("resource", json!("harbour-night-line"))];
    let shown = talk.told("resources show", &options).await;
    assert!(shown.raw.contains("night@harbour.example"), "{shown:#?}");
    assert!(shown.text.contains("Harbour night line"), "{shown:#?}");
    talk.world.is_clean().await;
}
