//! Questions that are gone, answered twice, or answered late.

use crate::discord::bot::{self, Bot};
use crate::discord::home::Home;
use crate::discord::member::{Member, Outcome, Spot};
use crate::discord::scene::{ADMIN, Scene};
use crate::discord::screen::Shown;
use crate::discord::world::World;
use futures_util::future::join_all;
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use hearth::words::Words;
use jiff::SignedDuration;
use serde_json::{Value, json};
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

    /// Somebody sends a page of a form in; gives what they are answered, for them alone.
    async fn sent(&self, who: usize, opened: &Outcome, page: &Value, again: bool) -> Shown {
        let room = Spot::Channel(self.scene.room());
        let outcome = self.people[who].submit(room, opened, page, again).await;
        assert!(outcome.acknowledged, "the application did not respond");
        let answer = self.people[who].answer(&outcome).await;
        assert!(answer.ephemeral, "{answer:#?}");
        answer
    }

    /// The check-ins that are kept: mood, urges, note, shared.
    async fn kept(&self) -> Vec<String> {
        let mut tx = self.bot.ctx().store.read().await.expect("a view");
        let rows = sqlx::query_scalar::<_, String>(
            "select coalesce(mood, '-') || ' ' || coalesce(craving, '-') || ' '
                 || iif(note = '', '-', note) || ' ' || shared from checkin",
        );
        rows.fetch_all(&mut *tx).await.expect("the check-ins")
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
async fn a_form_that_is_sent_twice_or_gone_on_with_late_counts_once_and_nothing_is_lost() {
    let asked = Asked::new().await;
    let ben = &asked.people[1];
    let room = Spot::Channel(asked.scene.room());
    let more = Words::new("en").discord_form_more().plain();
    asked.told(1, "privacy history", &[("history", json!("90"))]).await;
    let notice = ben.sees(&["Keep your check-ins for 90 days?"]).await;
    let agreed = ben.choose(&notice, "Yes, keep them").await;
    assert!(ben.answer(&agreed).await.text.contains("for 90 days, for you alone"));
    let opened = ben.command(room, "checkin", &[]).await;
    assert!(opened.modal.is_some(), "no window but {opened:#?}");

    // The first page is a check-in, whether another follows or not.
    let answer = asked.sent(1, &opened, &json!({"mood": ["4"], "craving": ["2"]}), false).await;
    for said in ["Mood: good", "Urges: 2 out of 10", "Kept for 90 days"] {
        assert!(answer.text.contains(said), "{answer:#?}");
    }
    assert_eq!(asked.kept().await, ["4 2 - 0"]);
    let again = asked.sent(1, &opened, &json!({"mood": ["4"], "craving": ["2"]}), true).await;
    assert!(again.text.contains("Mood: good"), "{again:#?}");
    assert_eq!(asked.kept().await, ["4 2 - 0"]);

    // The second adds to it, and is about the first as well; sent twice, it says what it said.
    let second = ben.choose(&answer, &more).await;
    let page = json!({"note": "a walk", "share": ["group"]});
    for again in [false, true] {
        let answer = asked.sent(1, &second, &page, again).await;
        assert!(answer.text.contains("Note: a walk"), "{answer:#?}");
        assert_eq!(asked.kept().await, ["4 2 a walk 1"]);
    }
    ben.sees(&["ben shares: good · urges 2/10 · a walk"]).await;
    assert_eq!(ben.count(&[" shares: "]).await, 1);

    // Its buttons go on working: later than anything is kept in memory, and after a restart.
    asked.pass(SignedDuration::from_mins(20)).await;
    let late = ben.choose(&answer, &more).await;
    let answer_late = asked.sent(1, &late, &json!({"note": "another walk"}), false).await;
    assert!(answer_late.text.contains("Note: another walk"), "{answer_late:#?}");
    assert_eq!(asked.kept().await, ["4 2 another walk 1"]);
    asked.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_not_said_again_by_a_later_page() {
    let asked = Asked::new().await;
    let ben = &asked.people[1];
    let words = Words::new("en");
    asked.told(1, "privacy history", &[("history", json!("90"))]).await;
    let notice = ben.sees(&["Keep your check-ins for 90 days?"]).await;
    let agreed = ben.choose(&notice, "Yes, keep them").await;
    assert!(ben.answer(&agreed).await.text.contains("for 90 days, for you alone"));
    let room = Spot::Channel(asked.scene.room());
    let opened = ben.command(room, "checkin", &[]).await;
    let answer = asked.sent(1, &opened, &json!({"mood": ["1"]}), false).await;
    let back = ben.choose(&answer, &words.checkin_back().plain()).await;
    assert!(ben.answer(&back).await.text.contains("Taken back"));
    let second = ben.choose(&answer, &words.discord_form_more().plain()).await;
    asked.sent(1, &second, &json!({"note": "a walk"}), false).await;
    assert_eq!(asked.kept().await, ["- - a walk 0"]);
    asked.world.is_clean().await;
}
