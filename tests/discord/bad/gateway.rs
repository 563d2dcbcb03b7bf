//! The gateway closes, asks to come back, forgets, falls silent, and the network is cut.

use crate::discord::home::Home;
use crate::discord::scene::Scene;
use crate::discord::still::Still;
use crate::discord::talk::{Talk, is_clean};
use crate::discord::world::{PATIENCE, World};
use crate::process::Process;
use jiff::SignedDuration;
use serde_json::json;

/// Something happens to the connection while somebody gives a command. It is answered, once, and so is
/// the next.
async fn carries_on(talk: &Talk, word: &str, what: impl AsyncFnOnce()) {
    let begun = talk.world.begun().await;
    what().await;
    talk.begins(word).await;
    talk.world.connected(begun + 1).await;
    talk.ann.sees(&[&crate::discord::talk::quoted(word)]).await;
    assert_eq!(talk.answers(word).await, 1, "{word}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_a_connection_is_renewed_is_not_lost() {
    let talk = Talk::new().await;
    for code in [4000, 4001, 4002, 4005, 4008] {
        carries_on(&talk, &format!("close {code}"), async || talk.world.close(code).await).await;
    }
    for what in ["op7", "op9 resumable", "abort"] {
        carries_on(&talk, what, async || talk.world.disturb(what).await).await;
    }
    let state = talk.world.state().await;
    assert_eq!(state["identifies"], 1, "every session was resumed: {state}");
    is_clean(&talk.bot, &["close 4", "abort"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_forgotten_is_begun_anew() {
    let talk = Talk::new().await;
    for (what, code) in [
        ("op9", 0),
        ("close", 4003),
        ("close", 4006),
        ("close", 4007),
        ("close", 4009),
        ("close", 1000),
    ] {
        let begun = talk.world.begun().await;
        talk.world.ask("disturb", json!({"what": what, "code": code})).await;
        talk.world.connected(begun + 1).await;
        talk.asks(&format!("after {what} {code}")).await;
    }
    is_clean(&talk.bot, &["after "]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn heartbeats_that_nobody_answers_lead_to_another_connection() {
    let world = World::with(json!({"heartbeat": 700})).await;
    let talk = Talk::on(&world).await;
    carries_on(&talk, "silent", async || {
        world.disturb("silence").await;
        world.disturb("unacknowledged").await;
    })
    .await;
    assert_eq!(world.state().await["identifies"], 1, "the session was resumed");
    is_clean(&talk.bot, &["silent"]);
    world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_cut_is_waited_for() {
    let talk = Talk::new().await;
    let begun = talk.world.begun().await;
    let met = talk.world.mend().await;
    talk.world.ask("cut", json!({})).await;
    talk.begins("while cut").await;
    // As often as it tries in the first seconds.
    assert!(talk.world.met(met + 3, PATIENCE).await, "it does not try again");
    talk.world.mend().await;
    talk.world.connected(begun + 1).await;
    talk.ann.sees(&["“while cut”"]).await;
    assert_eq!(talk.answers("while cut").await, 1);
    talk.asks("after").await;
    is_clean(&talk.bot, &["while cut"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_away_for_a_minute_loses_nothing_and_doubles_nothing() {
    // The fifth try comes after a quarter of a minute, when the session's own address is given up.
    for (quietly, tries) in [(false, 5), (true, 3)] {
        let options = json!({"heartbeat": 700});
        let still = Still::with(options, &["general"]).await;
        let (world, ann) = (&still.world, &still.ann);
        let reminder = [("when", json!("in 1m")), ("text", json!("call Sam"))];
        still.told("remind add", &reminder).await;
        let begun = world.begun().await;
        world.ask("cut", json!({ "quietly": quietly })).await;
        begins(&still, "at first").await;
        // A minute for Discord and for the bot, in which it tries again and again.
        world.advance(SignedDuration::from_mins(1)).await;
        still.pass(SignedDuration::from_mins(1));
        turned_away(world, tries).await;
        begins(&still, "meanwhile").await;
        world.mend().await;
        world.connected(begun + 1).await;
        // What waits for the next try in the outbox.
        still.pass(SignedDuration::from_mins(5));
        for word in ["“at first”", "“meanwhile”", "call Sam"] {
            ann.sees(&[word]).await;
        }
        begins(&still, "after").await;
        ann.sees(&["“after”"]).await;
        for word in ["“at first”", "“meanwhile”", "“after”"] {
            assert_eq!(ann.count(&[word]).await, 1, "{word}, quietly: {quietly}");
        }
        assert_eq!(ann.count(&["call Sam"]).await, 1, "quietly: {quietly}");
        assert_eq!(world.state().await["identifies"], 1, "the session was resumed");
        assert_eq!(world.unanswered().await, Vec::<String>::new());
        world.is_clean().await;
    }
}

/// Returns when the bot has tried so often to connect while the network was cut.
async fn turned_away(world: &World, tries: usize) {
    let mut version = world.version().await;
    loop {
        let doings = world.state().await["doings"].clone();
        let doings = doings.as_array().expect("what happened");
        if doings.iter().filter(|one| one["did"] == "turned away").count() >= tries {
            return;
        }
        let now = world.wait(version, PATIENCE.as_secs_f64()).await;
        assert!(now > version, "it does not try again: {doings:#?}");
        version = now;
    }
}

async fn begins(still: &Still, word: &str) {
    let options = [("meeting", json!(word))];
    still.ann.begins(still.room(), "meetings show", &options).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_try_would_not_mend_is_a_clear_stop() {
    for (code, words) in
        [(4004, "token"), (4010, "shard"), (4012, "newer"), (4013, "newer"), (4014, "defect")]
    {
        let world = World::new().await;
        let home = Home::new(&world);
        world.ask("refuse", json!({ "code": code })).await;
        let mut bot = Process::start(&home);
        let status = bot.ends().await;
        assert_eq!(status.code(), Some(1), "{code}: {:?}", bot.log());
        bot.says(&["stopped for good", words]).await;
        is_clean(&bot, &[]);
        assert_eq!(world.state().await["identifies"], 1, "{code}: it tried again");
        world.is_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_discord_does_not_know_is_a_clear_stop() {
    let world = World::new().await;
    let home = Home::new(&world);
    let token = "MTIzNDU2Nzg5.wrong.this-is-not-the-token";
    std::fs::write(home.path("discord.token"), token).expect("a file");
    let mut bot = Process::start(&home);
    let status = bot.ends().await;
    assert_eq!(status.code(), Some(1), "{:?}", bot.log());
    bot.says(&["stopped for good", "token"]).await;
    is_clean(&bot, &[token]);
    world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_the_shards() {
    let world = World::with(json!({"shards": 3})).await;
    let mut scenes = Vec::new();
    for _ in 0..6 {
        scenes.push(Scene::new(&world).await);
    }
    let (first, second) =
        (Home::with(&world, "shards = '0-1/3'\n"), Home::with(&world, "shards = '2/3'\n"));
    let bots = [Process::start(&first), Process::start(&second)];
    world.connected(3).await;
    world.ready().await;
    for (number, scene) in scenes.iter().enumerate() {
        let one = scene.person(&format!("person-{number}"), 0).await;
        let word = json!(format!("word-{number}"));
        let room = crate::discord::member::Spot::Channel(scene.room());
        let asked = one.command(room, "meetings show", &[("meeting", word)]).await;
        let answer = one.answer(&asked).await;
        assert!(answer.text.contains(&format!("“word-{number}”")), "{answer:#?}");
    }
    for bot in &bots {
        is_clean(bot, &["word-"]);
    }
    world.is_clean().await;
}
