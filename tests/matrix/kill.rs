//! SIGKILL, fifty times: at requests drawn by lot, before the homeserver has heard of them or after
//! it has done them and nobody knows, while questions are due and members type.
//!
//! Every question stands in its room once; every command is answered once. The draw is printed, and
//! `HEARTH_TEST_SEED` draws the same again.

use super::bad::is_clean;
use super::home::Home;
use super::member::{Entry, Member, Sealed};
use super::process::Process;
use super::proxy::{Fault, Proxy};
use super::scene::{Scene, direct};
use super::synapse::Synapse;
use futures_util::future::join_all;
use hearth::chat::address::Address;
use hearth::chat::message::{Line, Message};
use hearth::chat::prompt::{Choice, Delicacy, Expect};
use hearth::clock::{Clock as _, SystemClock, within};
use hearth::engine::prompt::{self, Ask};
use hearth::ids::{PlatformId, RoomId};
use hearth::outbox::{self, Outgoing};
use hearth::store::Store;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::time::Duration;

const KILLS: usize = 50;
const PROMPTS: usize = 200;
const ROOMS: usize = 5;
/// What a start, a log-in and a few answers take: the request is drawn among so many.
const REQUESTS: usize = 40;
/// How long a life is at most, when the bot has less to ask than was drawn.
const LIFE: Duration = Duration::from_secs(4);
/// Over how long the questions are due.
const DUE: SignedDuration = SignedDuration::from_secs(90);

#[expect(clippy::print_stdout, reason = "with it, what failed is played again")]
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_asks_and_answers_once() {
    let seed = std::env::var("HEARTH_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(rand::random);
    println!("HEARTH_TEST_SEED={seed}");
    let mut lot = StdRng::seed_from_u64(seed);

    let proxy = Proxy::start(Synapse::shared().url()).await;
    let mut home = Home::new(Synapse::shared().url()).await;
    home.move_to(proxy.url());
    let mut bot = Process::start(&home);
    let scenes = join_all((0..ROOMS).map(|_| Scene::new(home.user(), Sealed::Yes, 1))).await;
    let people: Vec<&Member> = scenes.iter().map(Scene::admin).collect();
    let alone: Vec<String> =
        join_all(people.iter().map(|one| direct(one, home.user(), Sealed::Yes))).await;
    // Known from here on: what follows is not about first steps.
    for (index, one) in people.iter().enumerate() {
        one.say(&alone[index], "crisis").await;
        one.hears(&alone[index], home.user(), "findahelpline.com").await;
        one.say(&scenes[index].room, "!meetings show ready").await;
        one.hears(&alone[index], home.user(), "“ready”").await;
    }
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    let rooms: Vec<&str> = scenes.iter().map(|scene| scene.room.as_str()).collect();
    ask_soon(&home, &rooms).await;

    let mut said = vec![Vec::new(); people.len()];
    let mut kept = Vec::new();
    for life in 0..KILLS {
        let last = 1 + lot.random_range(0..REQUESTS);
        let fault = if lot.random() { Fault::Silence } else { Fault::Swallow };
        let met = proxy.faults();
        proxy.after(last, fault);
        let mut bot = Process::start(&home);
        let typing = async {
            for (index, one) in people.iter().enumerate() {
                let word = format!("word-{life}-{index}");
                // What only reads, and what changes something and must not do so twice.
                if life % 2 == 0 {
                    one.say(&alone[index], &format!("meetings show {word}")).await;
                    said[index].push(word);
                } else {
                    one.say(&alone[index], &format!("remind add \"in 300d\" {word}")).await;
                    kept.push(word);
                }
            }
        };
        let dying = within(LIFE, proxy.met(met + 1));
        tokio::join!(typing, dying);
        bot.kill();
        proxy.mend();
        is_clean(&bot, &["word-", "question"]);
    }

    let bot = Process::start(&home);
    for (index, one) in people.iter().enumerate() {
        one.say(&alone[index], "meetings show last").await;
        one.hears(&alone[index], home.user(), "“last”").await;
    }
    until_sent(&home, people[0], &alone[0]).await;
    for (index, one) in people.iter().enumerate() {
        one.is_up_to_date().await;
        let answers = bodies(&one.events(&alone[index]).await, home.user());
        for word in &said[index] {
            let quoted = format!("“{word}”");
            let times = answers.iter().filter(|body| body.contains(&quoted)).count();
            assert_eq!(times, 1, "answers to {word}, seed {seed}: {answers:#?}");
        }
        // One for each that changed something, three from before and after, and nothing else: no
        // apology, no second try.
        assert_eq!(answers.len(), KILLS + 3, "seed {seed}: {answers:#?}");
        let asked = bodies(&one.events(rooms[index]).await, home.user());
        for number in (0..PROMPTS).filter(|number| number % ROOMS == index) {
            let question = format!("question {number}?");
            let times = asked.iter().filter(|body| body.contains(&question)).count();
            assert_eq!(times, 1, "{question}, seed {seed}: {asked:#?}");
        }
    }
    is_clean(&bot, &["word-", "question"]);
    drop(bot);
    let reminders = reminders(&home).await;
    kept.sort();
    assert_eq!(reminders, kept, "each was set up once, seed {seed}");
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
async fn ask_soon(home: &Home, rooms: &[&str]) {
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
        let to = Address::Room(RoomId::new(PlatformId::Matrix, rooms[number % rooms.len()]));
        let due = now + DUE * i32::try_from(number).expect("few") / PROMPTS as i32;
        let out = Outgoing::new(text, "test", to, message, due);
        outbox::push(&mut tx, &out, now).await.expect("a row");
    }
    tx.commit().await.expect("a commit");
    store.close().await;
}

/// Returns when nothing waits any more; the ledger is asked between answers of the bot.
async fn until_sent(home: &Home, one: &Member, room: &str) {
    for round in 0.. {
        let word = format!("round-{round}");
        one.say(room, &format!("meetings show {word}")).await;
        one.hears(room, home.user(), &format!("“{word}”")).await;
        let mut store = look_into(home).await;
        let counts = outbox::ledger::totals(&mut store).await.expect("the ledger");
        assert_eq!(counts.failed, 0, "{counts:?}");
        if counts.waiting == 0 {
            return;
        }
    }
}

/// What the bot has said, but for the rounds of waiting.
fn bodies(events: &[Entry], bot: &str) -> Vec<String> {
    let own = events.iter().filter(|entry| entry.sender == bot && entry.is_message());
    own.map(|entry| entry.body.clone()).filter(|body| !body.contains("“round-")).collect()
}
