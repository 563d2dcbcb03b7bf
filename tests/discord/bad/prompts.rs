//! Questions that are gone, answered twice, or answered late.

use crate::discord::bot::{self, Bot};
use crate::discord::home::Home;
use crate::discord::member::{Member, Spot};
use crate::discord::scene::{ADMIN, Scene};
use crate::discord::world::World;
use futures_util::future::join_all;
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use hearth::words::Words;
use jiff::SignedDuration;
use serde_json::json;
use std::sync::Arc;

/// A server in which the question of the day stands, and who answers it.
struct Asked {
    world: Arc<World>,
    scene: Scene,
    clock: ManualClock,
    home: Home,
    bot: Bot,
    people: Vec<Member>,
}

impl Asked {
    async fn new() -> Self {
        let world = World::new().await;
        let scene = Scene::new(&world).await;
        let mut people = vec![scene.person("ann", ADMIN).await];
        for name in ["ben", "cem", "dia"] {
            people.push(scene.person(name, 0).await);
        }
        let home = Home::new(&world);
        let clock = ManualClock::new(SystemClock.now());
        let bot = bot::start(&home, &clock).await;
        world.ready().await;
        let asked = Self { world, scene, clock, home, bot, people };
        let options = [("kind", json!("checkin")), ("phrase", json!("daily 20:00"))];
        asked.told(0, "admin schedule add", &options).await;
        asked.told(0, "admin schedule run", &[("schedule", json!("checkin-2000"))]).await;
        asked.people[1].sees(&["How are you today?"]).await;
        asked
    }

    async fn told(&self, who: usize, path: &str, options: &[(&str, serde_json::Value)]) {
        let room = Spot::Channel(self.scene.room());
        let outcome = self.people[who].command(room, path, options).await;
        self.people[who].answer(&outcome).await;
    }

    async fn pass(&self, span: SignedDuration) {
        self.world.advance(span).await;
        self.clock.set(self.clock.now() + span);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clicks_at_once_are_answered_each_and_count_once_for_each_person() {
    let asked = Asked::new().await;
    let question = asked.people[1].sees(&["How are you today?"]).await;
    let clicks = asked.people.iter().flat_map(|one| [one, one, one]);
    let outcomes = join_all(clicks.map(|one| one.choose(&question, "good"))).await;
    for (number, outcome) in outcomes.iter().enumerate() {
        let one = &asked.people[number / 3];
        let answer = one.answer(outcome).await;
        assert!(answer.ephemeral && answer.text.contains("Mood: good"), "{answer:#?}");
    }
    for one in &asked.people {
        one.sees(&["4 people have checked in."]).await;
    }
    asked.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_weeks_ago_is_answered_with_a_sentence_also_after_a_restart() {
    let asked = Asked::new().await;
    let question = asked.people[1].sees(&["How are you today?"]).await;
    asked.told(0, "admin schedule pause", &[("schedule", json!("checkin-2000"))]).await;
    asked.pass(SignedDuration::from_hours(24 * 21)).await;
    let begun = asked.world.begun().await;
    asked.bot.stop().await;
    let _bot = bot::start(&asked.home, &asked.clock).await;
    asked.world.connected(begun + 1).await;
    let outcome = asked.people[1].choose(&question, "good").await;
    let answer = asked.people[1].answer(&outcome).await;
    assert!(answer.text.contains("too late to answer it now"), "{answer:#?}");
    asked.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_counts_once() {
    let asked = Asked::new().await;
    let ben = &asked.people[1];
    let room = Spot::Channel(asked.scene.room());
    let opened = ben.command(room, "checkin", &[]).await;
    let opened = match opened.modal {
        Some(_) => opened,
        None => {
            let answer = ben.answer(&opened).await;
            ben.choose(&answer, &Words::new("en").discord_form_open().plain()).await
        }
    };
    let values = json!({"mood": ["4"]});
    let first = ben.submit(room, &opened, &values, false).await;
    let second = ben.submit(room, &opened, &values, true).await;
    for outcome in [&first, &second] {
        assert!(outcome.acknowledged, "the application did not respond");
        let answer = ben.answer(outcome).await;
        assert!(!answer.text.is_empty() && answer.ephemeral, "{answer:#?}");
    }
    // Either may be finished; the day has one check-in.
    let done = Words::new("en").discord_form_done().plain();
    for outcome in [&first, &second] {
        let answer = ben.answer(outcome).await;
        if answer.labels().contains(&done) {
            let sent = ben.choose(&answer, &done).await;
            ben.answer(&sent).await;
        }
    }
    let count = ben.count(&["Mood: good"]).await;
    assert!((1..=2).contains(&count), "{count} answers say what was taken");
    asked.world.is_clean().await;
}
