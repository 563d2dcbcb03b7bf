//! The story that every platform is told.

use super::bot::{self, Bot};
use super::home::Home;
use super::member::{Member, Outcome, Spot};
use super::scene::{ADMIN, ORGANIZER, Scene};
use super::screen::{Control, Shown};
use super::world::World;
use crate::conformance::stagecraft::{
    Asks, Attachment, CAST, Seen, SeenFile, Stagecraft, Stop, Utterance, Where,
};
use crate::conformance::story;
use crate::conformance::tale::ZONE;
use async_trait::async_trait;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hearth::chat::platform::Capabilities;
use hearth::chat::role::Role;
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use hearth::ids::PlatformId;
use hearth::outbox::ledger::{self, Counts};
use hearth::words::Words;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_as_told() {
    let mut stage = Server::new().await;
    story::tell(&mut stage).await;
    stage.scene.world.is_clean().await;
}

/// How long nothing may happen before nothing more is expected, in seconds.
const SILENCE: f64 = 20.0;
/// How often somebody else is answered before what is due must be done.
const ROUNDS: usize = 100;
/// How often it is looked whether what is due is done, and for how long a change is waited for between,
/// in seconds.
const GLANCES: usize = 1_500;
const GLANCE: f64 = 0.02;

/// A server with everybody in it.
struct Server {
    home: Home,
    clock: ManualClock,
    bot: Option<Bot>,
    scene: Scene,
    people: BTreeMap<&'static str, Member>,
    version: u64,
    /// Somebody from another server, whose only concern is whether the bot has come to their word.
    other: Member,
}

impl Server {
    async fn new() -> Self {
        let world = World::new().await;
        let scene = Scene::new(&world).await;
        let mut people = BTreeMap::new();
        for (who, role) in CAST {
            let permissions = match role {
                Role::Admin => ADMIN,
                Role::Organizer => ORGANIZER,
                Role::Member | Role::Guest => 0,
            };
            people.insert(*who, scene.person(who, permissions).await);
        }
        let other = Scene::new(&world).await.person("other", 0).await;
        let home = Home::new(&world);
        let clock = ManualClock::new(SystemClock.now());
        let bot = bot::start(&home, &clock).await;
        world.ready().await;
        // Discord shows these commands to admins, who let others use them.
        for (who, _) in CAST.iter().filter(|(_, role)| *role == Role::Organizer) {
            scene.allow(&people[who], "admin").await;
        }
        let mut stage = Self { home, clock, bot: Some(bot), scene, people, version: 0, other };
        stage.quiet().await;
        stage
    }

    fn world(&self) -> &Arc<World> {
        &self.scene.world
    }

    fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("the bot runs")
    }

    async fn screen(&self, who: &str) -> Vec<Shown> {
        self.people[who].screen(ZONE).await
    }

    fn spot(&self, at: Where) -> Spot<'_> {
        match at {
            Where::Room => Spot::Channel(self.scene.room()),
            Where::Direct => Spot::Direct,
        }
    }

    /// How much is due and not done yet.
    async fn unfinished(&self) -> i64 {
        self.bot().due().await
    }

    /// Returns when the bot has handled what it has received and sent what is due.
    async fn settled(&self) {
        for _ in 0..ROUNDS {
            let asked = self.other.command(Spot::Direct, "crisis", &[]).await;
            self.other.answer(&asked).await;
            if self.world().unanswered().await.is_empty() && self.unfinished().await == 0 {
                return;
            }
        }
        panic!(
            "unanswered: {:?}, due: {}",
            self.world().unanswered().await,
            self.unfinished().await
        );
    }

    /// Returns when what is due is done: many a job of a day leads to nothing that anybody sees.
    async fn caught_up(&self) {
        for _ in 0..GLANCES {
            if self.unfinished().await == 0 {
                return;
            }
            let version = self.world().version().await;
            self.world().wait(version, GLANCE).await;
        }
        panic!("still due: {}", self.unfinished().await);
    }

    async fn pass(&self, to: Timestamp) {
        let now = self.clock.now();
        if to > now {
            self.world().advance(to.duration_since(now)).await;
            self.clock.set(to);
        }
    }

    fn shown_seen(&self, shown: &Shown) -> Seen {
        let name = |id: &String| {
            let known = self.people.iter().find(|(_, member)| member.id() == id.as_str());
            known.map_or_else(|| id.clone(), |(who, _)| (*who).to_owned())
        };
        let mut mentions: Vec<String> = shown.mentions.iter().map(name).collect();
        mentions.extend(shown.roles.iter().cloned());
        if shown.everyone {
            mentions.push("everybody".to_owned());
        }
        Seen {
            id: shown.id.clone(),
            private: shown.is_private(),
            text: shown.text.clone(),
            mentions,
            asks: asks(shown),
            files: shown
                .files
                .iter()
                .map(|file| SeenFile { name: file.name.clone(), native: file.url.clone() })
                .collect(),
        }
    }

    /// The message or open form that a member sees under this name.
    async fn shown(&self, who: &str, seen: &Seen) -> Shown {
        let screen = self.screen(who).await;
        screen.into_iter().find(|shown| shown.id == seen.id).expect("it is on the screen")
    }
}

/// What a message asks, to the eye.
fn asks(shown: &Shown) -> Option<Asks> {
    let labels = shown.labels();
    if shown.form().is_some() || labels == [Words::new("en").discord_form_open().plain()] {
        return Some(Asks::Form);
    }
    (!labels.is_empty()).then_some(Asks::Choice(labels))
}

#[async_trait(?Send)]
impl Stagecraft for Server {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn can(&self) -> Capabilities {
        let platforms = &self.bot().ctx().platforms;
        platforms.get(PlatformId::Discord).expect("the edge").capabilities()
    }

    fn sign(&self) -> &'static str {
        "/"
    }

    async fn command(
        &mut self,
        who: &str,
        at: Where,
        path: &str,
        options: &[(String, String)],
        files: &[Attachment],
    ) -> Option<Utterance> {
        let mut given: Vec<(&str, Value)> =
            options.iter().map(|(name, value)| (name.as_str(), json!(value))).collect();
        if let Some(file) = files.first() {
            let base64 = BASE64_STANDARD.encode(&file.bytes);
            given.push(("file", json!({"name": file.name, "base64": base64})));
        }
        let outcome = self.people[who].command(self.spot(at), path, &given).await;
        assert!(outcome.acknowledged, "/{path}: the application did not respond");
        None
    }

    async fn say(&mut self, who: &str, at: Where, text: &str) -> Utterance {
        let member = &self.people[who];
        let channel = match at {
            Where::Room => self.scene.room().to_owned(),
            Where::Direct => member.direct().await,
        };
        let message = member.say(&channel, text).await;
        Utterance(format!("{channel} {message}"))
    }

    async fn take_back(&mut self, _: &str, said: &Utterance) {
        let (channel, message) = said.0.split_once(' ').expect("a channel and a message");
        self.world().ask("take_back", json!({"channel": channel, "message": message})).await;
    }

    async fn change(&mut self, _: &str, said: &Utterance, line: &str) {
        let (channel, message) = said.0.split_once(' ').expect("a channel and a message");
        let asked = json!({"channel": channel, "message": message, "text": line});
        self.world().ask("change", asked).await;
    }

    async fn choose(&mut self, who: &str, seen: &Seen, label: &str) {
        let shown = self.shown(who, seen).await;
        let outcome = self.people[who].choose(&shown, label).await;
        assert!(outcome.acknowledged, "“{label}”: the application did not respond");
    }

    async fn fill(&mut self, who: &str, seen: &Seen, fields: &[(String, String)]) {
        let member = &self.people[who];
        let mut left: BTreeMap<&str, &str> =
            fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let shown = self.shown(who, seen).await;
        let spot = if shown.direct { Spot::Direct } else { Spot::Channel(self.scene.room()) };
        let mut opened = match shown.form() {
            Some(opened) => opened,
            None => {
                let open = Words::new("en").discord_form_open().plain();
                member.choose(&shown, &open).await
            }
        };
        loop {
            let page = page(&opened, &mut left);
            let sent = member.submit(spot, &opened, &page, false).await;
            assert!(sent.acknowledged, "a form: the application did not respond");
            let answer = member.answer(&sent).await;
            if left.is_empty() {
                return;
            }
            let more = Words::new("en").discord_form_more().plain();
            assert!(answer.labels().contains(&more), "nobody asked for {left:?}");
            opened = member.choose(&answer, &more).await;
        }
    }

    async fn sees(&mut self, who: &str) -> Vec<Seen> {
        // Whatever changes from here on is new to whoever is asked after.
        if who == CAST[0].0 {
            self.version = self.world().version().await;
        }
        self.screen(who).await.iter().map(|shown| self.shown_seen(shown)).collect()
    }

    async fn changed(&mut self) -> bool {
        self.world().wait(self.version, SILENCE).await > self.version
    }

    async fn quiet(&mut self) {
        self.settled().await;
    }

    async fn fetch(&mut self, _: &str, file: &SeenFile) -> Vec<u8> {
        self.world().download(&file.native).await
    }

    async fn advance(&mut self, span: SignedDuration) {
        let target = self.clock.now() + span;
        while let Some(next) = self.bot().next_due().await.filter(|next| *next <= target) {
            self.pass(next).await;
            self.caught_up().await;
        }
        self.pass(target).await;
        self.settled().await;
    }

    async fn restart(&mut self, stop: Stop, down: SignedDuration) {
        let begun = self.world().begun().await;
        let bot = self.bot.take().expect("the bot runs");
        match stop {
            Stop::Orderly => bot.stop().await,
            Stop::Killed => bot.kill().await,
        }
        self.pass(self.clock.now() + down).await;
        self.bot = Some(bot::start(&self.home, &self.clock).await);
        self.world().connected(begun + 1).await;
    }

    async fn ledger(&mut self) -> Counts {
        let mut tx = self.bot().ctx().store.read().await.expect("a view");
        ledger::totals(&mut tx).await.expect("the ledger")
    }
}

/// Fills in what a window has fields for, and takes it from what is left.
fn page(opened: &Outcome, left: &mut BTreeMap<&str, &str>) -> Value {
    let modal = opened.modal.as_ref().unwrap_or_else(|| panic!("no form opens: {opened:?}"));
    let mut values = Map::new();
    for row in modal["components"].as_array().into_iter().flatten() {
        let inside = row["components"].as_array().into_iter().flatten();
        for field in inside.chain(row.get("component")) {
            let key = field["custom_id"].as_str().expect("a field has a name");
            let Some(value) = left.remove(key) else { continue };
            let value = match field["type"].as_u64() {
                Some(3) => json!(value.split(',').map(str::trim).collect::<Vec<_>>()),
                _ => json!(value),
            };
            values.insert(key.to_owned(), value);
        }
    }
    Value::Object(values)
}

/// What is on a screen can be told apart: a control that is not shown cannot be tapped.
#[test]
fn a_select_is_read_as_its_options() {
    let shown: Shown = serde_json::from_value(json!({
        "id": "1", "channel": "2", "direct": false, "ephemeral": true, "text": "", "raw": "",
        "mentions": [], "roles": [], "everyone": false, "files": [],
        "components": [
            {"type": 1, "components": [
                {"type": 3, "custom_id": "s", "options": [{"label": "one", "value": "1"}]}]},
            {"type": 1, "components": [{"type": 2, "custom_id": "b", "label": "two"}]}],
    }))
    .expect("a message");
    assert_eq!(shown.labels(), ["one", "two"]);
    assert!(matches!(&shown.controls()[0], Control::Select { options, .. } if options.len() == 1));
    assert_eq!(asks(&shown), Some(Asks::Choice(vec!["one".into(), "two".into()])));
}
