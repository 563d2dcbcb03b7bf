//! SIGKILL, again and again: at requests drawn by lot, before Discord has heard of them or after it has
//! done them and nobody knows, while questions are due and members use commands.
//!
//! Every question stands in its channel once; every command is answered once, in time or, when
//! Discord's time is over, in the direct room; what it sets up is set up once. The draw is printed,
//! and `HEARTH_TEST_SEED` draws the same again.

use super::home::Home;
use super::member::{Member, Spot};
use super::scene::{ADMIN, Scene};
use super::talk::{is_clean, quoted};
use super::world::World;
use crate::process::Process;
use hearth::chat::address::Address;
use hearth::chat::message::{Line, Message};
use hearth::chat::prompt::{Choice, Delicacy, Expect};
use hearth::clock::{Clock as _, SystemClock};
use hearth::engine::prompt::{self, Ask};
use hearth::ids::{PlatformId, RoomId};
use hearth::outbox::{self, Outgoing};
use hearth::store::Store;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use std::time::Duration;

const KILLS: usize = 50;
const PROMPTS: usize = 200;
const ROOMS: usize = 5;
const PEOPLE: usize = 5;
/// What a start and a few answers take: the request is drawn among so many.
const REQUESTS: usize = 16;
/// How long a life is at most, when the bot has less to ask than was drawn.
const LIFE: Duration = Duration::from_millis(1_500);
/// Over how long the questions are due.
const DUE: SignedDuration = SignedDuration::from_secs(50);

#[expect(clippy::print_stdout, reason = "with it, what failed is played again")]
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_asks_and_answers_once() {
    let seed = std::env::var("HEARTH_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(rand::random);
    println!("HEARTH_TEST_SEED={seed}");
    let mut lot = StdRng::seed_from_u64(seed);

    let world = World::new().await;
    let names: Vec<String> = (0..ROOMS).map(|number| format!("room-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scene = Scene::with(&world, &names, false).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(scene.person(&format!("person-{number}"), ADMIN).await);
    }
    let home = Home::new(&world);
    let mut bot = Process::start(&home);
    world.ready().await;
    // Known from here on: what follows is not about first steps.
    for one in &people {
        let asked = one.command(Spot::Channel(scene.room()), "remind list", &[]).await;
        one.answer(&asked).await;
    }
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    ask_soon(&home, &scene.channels).await;

    let mut said = Vec::new();
    let mut kept: Vec<String> = Vec::new();
    for life in 0..KILLS {
        let kind = if lot.random() { "hang" } else { "hang after" };
        let met = world.mend().await;
        let after = lot.random_range(0..REQUESTS);
        world.fault(json!({"kind": kind, "path": "/*/*", "after": after})).await;
        let mut bot = Process::start(&home);
        for (index, one) in people.iter().enumerate() {
            let word = format!("word-{life}-{index}");
            let room = Spot::Channel(&scene.channels[life % ROOMS]);
            // What only reads, and what changes something and must not do so twice.
            if life % 2 == 0 {
                let begun = one.begins(room, "meetings show", &[("meeting", json!(word))]).await;
                said.push((index, word, begun.interaction));
            } else {
                let options = [("when", json!("in 300d")), ("text", json!(word))];
                one.begins(room, "remind add", &options).await;
                kept.push(word);
            }
        }
        world.met(met + 1, LIFE).await;
        bot.kill();
        is_clean(&bot, &["word-", "question"]);
    }

    world.mend().await;
    let bot = Process::start(&home);
    until_sent(&home, &people[0], scene.room()).await;
    for (index, word, interaction) in &said {
        let times = people[*index].count(&[&quoted(word)]).await;
        if times != 1 {
            let requests = world.requests().await;
            let about: Vec<_> =
                requests.iter().filter(|one| one.path.contains(interaction)).collect();
            let seen = people[*index].screen("UTC").await;
            let seen: Vec<_> = seen.iter().map(|one| (one.direct, &one.text)).collect();
            panic!("{times} answers to {word}, seed {seed}: {about:#?}\nthey see {seen:#?}");
        }
    }
    assert_eq!(world.unanswered().await, Vec::<String>::new(), "seed {seed}");
    let screen = people[0].screen("UTC").await;
    for number in 0..PROMPTS {
        let question = format!("question {number}?");
        let channel = &scene.channels[number % ROOMS];
        let stands = screen.iter().filter(|one| one.channel == *channel && one.text == question);
        assert_eq!(stands.count(), 1, "{question}, seed {seed}: {:?}", bot.log());
    }
    is_clean(&bot, &["word-", "question"]);
    drop(bot);
    kept.sort();
    assert_eq!(reminders(&home).await, kept, "each was set up once, seed {seed}");
    world.is_clean().await;
}

/// What the reminders in the store say, in the order of the alphabet.
async fn reminders(home: &Home) -> Vec<String> {
    let mut store = look_into(home).await;
    let texts = sqlx::query_scalar("select text from reminder order by text");
    texts.fetch_all(&mut store).await.expect("the reminders")
}

/// The store, read from outside.
async fn look_into(home: &Home) -> sqlx::SqliteConnection {
    let path = home.config().store.path;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).read_only(true);
    sqlx::ConnectOptions::connect(&options).await.expect("the store")
}

/// Puts questions into the outbox, due one after the other from now on.
async fn ask_soon(home: &Home, rooms: &[String]) {
    let store = Store::open(&home.config().store.path, None).await.expect("the store");
    let now = SystemClock.now();
    let mut tx = store.begin().await.expect("a transaction");
    for number in 0..PROMPTS {
        let choices = ["yes", "no"].map(|key| Choice::new(key, Line::text(key)));
        let ask = Ask {
            kind: "test",
            group: None,
            person: None,
            subject: None,
            detail: String::new(),
            expect: Expect::OneOf(choices.into()),
            delicacy: Delicacy::Harmless,
            expires_at: None,
        };
        let prompt = prompt::ask(&mut tx, &ask, now).await.expect("a question");
        let text = format!("question {number}?");
        let message = Message::say(Line::text(&text)).ask(prompt);
        let to = Address::Room(RoomId::new(PlatformId::Discord, &rooms[number % rooms.len()]));
        let due = now + DUE * i32::try_from(number).expect("few") / PROMPTS as i32;
        let out = Outgoing::new(text, "test", to, message, due);
        outbox::push(&mut tx, &out, now).await.expect("a row");
    }
    tx.commit().await.expect("a commit");
    store.close().await;
}

/// Returns when nothing waits any more; the ledger is asked between answers of the bot.
async fn until_sent(home: &Home, one: &Member, room: &str) {
    loop {
        let asked = one.command(Spot::Channel(room), "meetings next", &[]).await;
        one.answer(&asked).await;
        let mut store = look_into(home).await;
        let counts = outbox::ledger::totals(&mut store).await.expect("the ledger");
        let failed =
            sqlx::query_scalar::<_, String>("select key from outbox where state = 'failed'");
        let failed = failed.fetch_all(&mut store).await.expect("the rows");
        assert_eq!(failed, Vec::<String>::new(), "{counts:?}");
        if counts.waiting == 0 {
            return;
        }
    }
}
