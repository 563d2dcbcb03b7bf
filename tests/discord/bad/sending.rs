//! Sending while Discord limits, fails, or does what it was asked and does not say so.

use crate::discord::bot::{self, Bot};
use crate::discord::home::Home;
use crate::discord::member::{Member, Spot};
use crate::discord::scene::{ADMIN, Scene};
use crate::discord::talk::{Talk, is_clean, quoted};
use crate::discord::world::World;
use hearth::chat::address::Address;
use hearth::chat::message::{Line, Message};
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use hearth::ids::{PlatformId, RoomId};
use hearth::outbox::{self, Outgoing};
use serde_json::{Value, json};
use std::sync::Arc;

/// A bot that has something to say in several channels.
struct Post {
    world: Arc<World>,
    scene: Scene,
    bot: Bot,
    ann: Member,
    _home: Home,
}

impl Post {
    async fn new(options: Value, channels: usize) -> Self {
        let world = World::with(options).await;
        let names: Vec<String> = (0..channels).map(|number| format!("room-{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let scene = Scene::with(&world, &names, false).await;
        let ann = scene.person("ann", ADMIN).await;
        let home = Home::new(&world);
        let bot = bot::on(&home, Arc::new(SystemClock)).await;
        world.ready().await;
        Self { world, scene, bot, ann, _home: home }
    }

    /// Puts messages into the outbox: the number of each channel, and what is said there.
    async fn say(&self, all: &[(usize, String)]) {
        let ctx = self.bot.ctx();
        let now = SystemClock.now();
        let mut tx = ctx.store.begin().await.expect("a transaction");
        for (channel, text) in all {
            let to = RoomId::new(PlatformId::Discord, &self.scene.channels[*channel]);
            let message = Message::say(Line::text(text));
            let out = Outgoing::new(text.clone(), "test", Address::Room(to), message, now);
            outbox::push(&mut tx, &out, now).await.expect("a row");
        }
        tx.commit().await.expect("a commit");
        ctx.bell.ring();
    }

    /// Returns when all stand where they should; each stands there once, in their order.
    async fn stand(&self, all: &[(usize, String)]) {
        for (_, text) in all {
            self.ann.sees(&[text]).await;
        }
        let screen = self.ann.screen("UTC").await;
        for (number, channel) in self.scene.channels.iter().enumerate() {
            let here = screen.iter().filter(|shown| shown.channel == *channel);
            let here: Vec<&str> = here.map(|shown| shown.text.as_str()).collect();
            let wanted: Vec<&str> =
                all.iter().filter(|(at, _)| *at == number).map(|(_, text)| text.as_str()).collect();
            assert_eq!(here, wanted, "in channel {number}");
        }
    }
}

fn words(channels: usize, each: usize) -> Vec<(usize, String)> {
    let each = (0..each).flat_map(|number| (0..channels).map(move |channel| (channel, number)));
    each.map(|(channel, number)| (channel, format!("word {channel} {number}"))).collect()
}

/// Every way in which a request can go wrong.
fn faults() -> Vec<Value> {
    let limited =
        |scope: &str| json!({"kind": "status", "status": 429, "retry_after": 0.3, "scope": scope});
    let mut all = vec![limited("user"), limited("global"), limited("shared")];
    all.extend([500, 502, 503, 504].map(|status| json!({"kind": "status", "status": status})));
    all.extend(["abort", "abort after"].map(|kind| json!({ "kind": kind })));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_on_its_way_to_a_channel_arrives_once() {
    let post = Post::new(json!({}), 1).await;
    let mut all = Vec::new();
    for (number, fault) in faults().into_iter().enumerate() {
        let mut fault = fault;
        fault["method"] = json!("POST");
        fault["path"] = json!("/channels/*/messages");
        fault["times"] = json!(2);
        let met = post.world.mend().await;
        post.world.fault(fault.clone()).await;
        let said = vec![(0, format!("word {number}"))];
        post.say(&said).await;
        all.extend(said);
        assert!(post.world.met(met + 2, crate::discord::world::PATIENCE).await, "{fault}");
        post.stand(&all).await;
    }
    post.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limits_that_discord_tells_of_are_kept() {
    let post = Post::new(json!({"limit": {"count": 5, "window": 1.5}}), 12).await;
    let mut all = words(12, 4);
    all.extend((0..6).map(|number| (0, format!("more {number}"))));
    post.say(&all).await;
    post.stand(&all).await;
    // Among what is clean is that nothing came when nothing was left.
    post.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_on_its_way_to_a_person_arrives_once() {
    let talk = Talk::new().await;
    let mut met = 0;
    for (number, fault) in faults().into_iter().enumerate() {
        let word = format!("word-{number}");
        let mut fault = fault;
        fault["method"] = json!("POST");
        fault["path"] = json!("/interactions/*/callback");
        talk.world.fault(fault.clone()).await;
        talk.begins(&word).await;
        met += 1;
        assert!(talk.world.met(met, crate::discord::world::PATIENCE).await, "{fault}");
        talk.ann.sees(&[&quoted(&word)]).await;
        assert_eq!(talk.answers(&word).await, 1, "{fault}");
    }
    assert_eq!(talk.world.unanswered().await, Vec::<String>::new());
    is_clean(&talk.bot, &["word-"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_for_discord_comes_to_the_person_alone() {
    let talk = Talk::new().await;
    // The first sign of life is never taken: after three seconds Discord does not know of it.
    let path = "/interactions/*/callback";
    talk.world.fault(json!({"kind": "status", "status": 404, "code": 10062, "path": path})).await;
    talk.begins("over").await;
    let late = talk.ann.sees(&[&quoted("over")]).await;
    assert!(late.direct, "{late:#?}");
    assert_eq!(talk.answers("over").await, 1);
    is_clean(&talk.bot, &["over"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_gone_or_closed_to_the_bot_is_told_to_who_runs_the_group() {
    let world = World::new().await;
    let scene = Scene::with(&world, &["general", "lost", "closed", "staff"], false).await;
    let ann = scene.person("ann", ADMIN).await;
    let home = Home::new(&world);
    let clock = ManualClock::new(SystemClock.now());
    let bot = bot::start(&home, &clock).await;
    world.ready().await;
    let room = Spot::Channel(scene.room());
    let told = async |path: &str, options: &[(&str, Value)]| {
        let asked = ann.command(room, path, options).await;
        ann.answer(&asked).await
    };
    let there = Spot::Channel(&scene.channels[3]);
    let asked = ann.command(there, "meetings next", &[]).await;
    ann.answer(&asked).await;
    told("admin settings", &[("key", json!("admin-room")), ("value", json!("#staff"))]).await;
    for (number, name) in ["lost", "closed"].into_iter().enumerate() {
        let options = [
            ("kind", json!("message")),
            ("phrase", json!("in 1m")),
            ("room", json!(format!("<#{}>", scene.channels[1 + number]))),
            ("text", json!(format!("for {name}"))),
        ];
        told("admin schedule add", &options).await;
    }
    // VIEW_CHANNEL and SEND_MESSAGES.
    let denied = json!({"channel": scene.channels[2], "permissions": 1 << 10 | 1 << 11});
    world.ask("deny", denied).await;
    world
        .fault(json!({"kind": "status", "status": 404, "code": 10003, "times": 9,
        "path": format!("/channels/{}/*", scene.channels[1])}))
        .await;
    clock.set(clock.now() + jiff::SignedDuration::from_mins(1));
    for name in ["lost", "closed"] {
        let told_of = ann.sees(&["I can no longer post in", name]).await;
        assert_eq!(told_of.channel, scene.channels[3], "{told_of:#?}");
    }
    let requests = world.requests().await;
    let tries = |channel: &str| {
        let path = format!("/api/v10/channels/{channel}/messages");
        requests.iter().filter(|request| request.path == path && request.method == "POST").count()
    };
    // Each was tried once.
    assert_eq!((tries(&scene.channels[1]), tries(&scene.channels[2])), (1, 1));
    bot.stop().await;
}
