//! A bot in a server with somebody who talks to it.

use super::home::Home;
use super::inviter::ALONE;
use super::member::{Member, Spot};
use super::scene::{ADMIN, Scene};
use super::screen::Shown;
use super::world::World;
use crate::process::Process;
use serde_json::{Value, json};
use std::sync::Arc;

/// How often somebody asks for something before they must have been greeted.
const ROUNDS: usize = 200;

/// A bot in a server with somebody who talks to it.
pub(crate) struct Talk {
    pub(crate) world: Arc<World>,
    pub(crate) scene: Scene,
    pub(crate) home: Home,
    pub(crate) bot: Process,
    /// Who runs the server.
    pub(crate) ann: Member,
}

impl Talk {
    /// A bot that is connected and whose commands are known.
    pub(crate) async fn new() -> Self {
        Self::on(&World::new().await).await
    }

    /// The same, where somebody has heard the greeting already, so that nobody else does.
    pub(crate) async fn greeted() -> Self {
        let talk = Self::new().await;
        let host = talk.scene.person("host", ADMIN).await;
        for _ in 0..ROUNDS {
            let asked = host.command(talk.room(), "profile show", &[]).await;
            host.answer(&asked).await;
            if host.count(&[ALONE]).await > 0 {
                return talk;
            }
        }
        panic!("nobody is greeted");
    }

    /// The same, in a Discord that was made for it.
    pub(crate) async fn on(world: &Arc<World>) -> Self {
        let scene = Scene::new(world).await;
        let ann = scene.person("ann", ADMIN).await;
        let home = Home::new(world);
        let bot = Process::start(&home);
        world.ready().await;
        Self { world: Arc::clone(world), scene, home, bot, ann }
    }

    /// In the first channel of the server.
    pub(crate) fn room(&self) -> Spot<'_> {
        Spot::Channel(self.scene.room())
    }

    /// Somebody asks for something that there is not, and is told so in their own words.
    pub(crate) async fn asks(&self, word: &str) -> Shown {
        let options = [("meeting", json!(word))];
        let asked = self.ann.command(self.room(), "meetings show", &options).await;
        let answer = self.ann.answer(&asked).await;
        assert!(answer.text.contains(&quoted(word)) && answer.ephemeral, "{answer:#?}");
        answer
    }

    /// The same, without waiting for it.
    pub(crate) async fn begins(&self, word: &str) {
        let options = [("meeting", json!(word))];
        self.ann.begins(self.room(), "meetings show", &options).await;
    }

    /// How many answers there are to that.
    pub(crate) async fn answers(&self, word: &str) -> usize {
        self.ann.count(&[&quoted(word)]).await
    }

    /// Gives a command in the room and returns the answer.
    pub(crate) async fn told(&self, path: &str, options: &[(&str, Value)]) -> Shown {
        let asked = self.ann.command(self.room(), path, options).await;
        self.ann.answer(&asked).await
    }
}

/// As the bot says a word back.
pub(crate) fn quoted(word: &str) -> String {
    format!("“{word}”")
}

/// No task has panicked, and nothing that people wrote or the bot proves itself with is in the log.
pub(crate) fn is_clean(bot: &Process, secrets: &[&str]) {
    let log = bot.log();
    for line in &log {
        assert!(!line.contains("panicked"), "{}", log.join("\n"));
        for secret in secrets.iter().chain(&[super::world::TOKEN, "simcord_interaction"]) {
            assert!(!line.contains(secret), "“{secret}” is in the log: {line}");
        }
    }
}
