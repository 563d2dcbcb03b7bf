//! A bot inside the test whose clock stands still, in a server with somebody who runs it.

use super::bot::{self, Bot};
use super::home::Home;
use super::member::{Member, Spot};
use super::scene::{ADMIN, Scene};
use super::screen::Shown;
use super::world::World;
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::sync::Arc;

/// How often somebody else is answered before what is waited for must have happened.
const ROUNDS: usize = 200;

/// A bot whose clock stands still.
pub(crate) struct Still {
    pub(crate) world: Arc<World>,
    pub(crate) scene: Scene,
    pub(crate) clock: ManualClock,
    pub(crate) bot: Bot,
    pub(crate) ann: Member,
    /// Somebody from another server, whose answers tell that the bot goes on.
    other: Member,
    _home: Home,
}

impl Still {
    pub(crate) async fn new(channels: &[&str]) -> Self {
        Self::with(json!({}), channels).await
    }

    /// The same in a Discord that is made so.
    pub(crate) async fn with(options: Value, channels: &[&str]) -> Self {
        let world = World::with(options).await;
        let scene = Scene::with(&world, channels, false).await;
        let ann = scene.person("ann", ADMIN).await;
        let other = Scene::new(&world).await.person("other", 0).await;
        let home = Home::new(&world);
        let clock = ManualClock::new(SystemClock.now());
        let bot = bot::start(&home, &clock).await;
        world.ready().await;
        Self { world, scene, clock, bot, ann, other, _home: home }
    }

    /// In the first channel.
    pub(crate) fn room(&self) -> Spot<'_> {
        Spot::Channel(self.scene.room())
    }

    /// The admin gives a command in the first channel.
    pub(crate) async fn told(&self, path: &str, options: &[(&str, Value)]) -> Shown {
        let asked = self.ann.command(self.room(), path, options).await;
        self.ann.answer(&asked).await
    }

    /// News go to this channel from now on.
    pub(crate) async fn admins_in(&self, number: usize) {
        let channel = &self.scene.channels[number];
        let asked = self.ann.command(Spot::Channel(channel), "meetings next", &[]).await;
        self.ann.answer(&asked).await;
        let value = json!(format!("<#{channel}>"));
        self.told("admin settings", &[("key", json!("admin-room")), ("value", value)]).await;
    }

    /// Something is posted in a channel or thread, every morning and when it is asked for.
    pub(crate) async fn posts(&self, channel: &str, text: &str, time: &str) -> String {
        let options = [
            ("kind", json!("message")),
            ("phrase", json!(format!("daily {time}"))),
            ("room", json!(format!("<#{channel}>"))),
            ("text", json!(text)),
        ];
        let added = self.told("admin schedule add", &options).await;
        assert!(added.text.contains("The next times"), "{added:#?}");
        format!("message-{}", time.replace(':', ""))
    }

    pub(crate) fn pass(&self, span: SignedDuration) {
        self.clock.set(self.clock.now() + span);
    }

    /// Somebody is answered, so that what the bot had begun before is further on.
    pub(crate) async fn beat(&self) {
        let asked = self.other.command(Spot::Direct, "crisis", &[]).await;
        self.other.answer(&asked).await;
    }

    /// Returns when a number in the store is this one.
    pub(crate) async fn counts(&self, query: &'static str, wanted: i64) {
        let mut found = None;
        for _ in 0..ROUNDS {
            let number = {
                let mut tx = self.bot.ctx().store.read().await.expect("a view");
                let one = sqlx::query_scalar::<_, i64>(query);
                one.fetch_one(&mut *tx).await.expect("a number")
            };
            if number == wanted {
                return;
            }
            found = Some(number);
            self.beat().await;
        }
        panic!("{query}: {found:?} and not {wanted}");
    }

    /// Returns when all work that is due by the bot's clock is done.
    pub(crate) async fn settled(&self) {
        let now = self.clock.now().as_millisecond();
        for _ in 0..ROUNDS {
            let left = {
                let mut tx = self.bot.ctx().store.read().await.expect("a view");
                let due =
                    sqlx::query_scalar::<_, i64>("select count(*) from job where due_at <= ?");
                due.bind(now).fetch_one(&mut *tx).await.expect("a number")
            };
            self.beat().await;
            if left == 0 {
                return;
            }
        }
        panic!("what is due is not done");
    }

    /// How often something was posted in a channel.
    pub(crate) async fn tries(&self, channel: &str) -> usize {
        let path = format!("/api/v10/channels/{channel}/messages");
        let requests = self.world.requests().await;
        requests.iter().filter(|one| one.path == path && one.method == "POST").count()
    }
}
