//! Clocks that disagree: Discord's and the bot's.

use crate::discord::bot;
use crate::discord::home::Home;
use crate::discord::member::Spot;
use crate::discord::scene::{ADMIN, Scene};
use crate::discord::world::World;
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use jiff::SignedDuration;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_costs_nobody_an_answer() {
    for hours in [-48, -1, 1, 48] {
        let world = World::new().await;
        let scene = Scene::new(&world).await;
        let ann = scene.person("ann", ADMIN).await;
        let home = Home::new(&world);
        let clock = ManualClock::new(SystemClock.now() + SignedDuration::from_hours(hours));
        let bot = bot::start(&home, &clock).await;
        world.ready().await;
        let room = Spot::Channel(scene.room());
        let asked = ann.command(room, "crisis", &[("country", json!("new zealand"))]).await;
        let answer = ann.answer(&asked).await;
        assert!(answer.ephemeral && answer.text.contains("1737"), "{hours} h: {answer:#?}");
        // What is said to the bot alone has a time of Discord's own.
        let dm = ann.direct().await;
        ann.say(&dm, "crisis france").await;
        let answer = ann.sees(&["3114"]).await;
        assert!(answer.direct, "{answer:#?}");
        // A minute is a minute of the bot's own clock.
        let options = [("when", json!("in 1m")), ("text", json!("call Sam"))];
        let asked = ann.command(Spot::Direct, "remind add", &options).await;
        ann.answer(&asked).await;
        clock.set(clock.now() + SignedDuration::from_mins(1));
        ann.sees(&["call Sam", "reminder"]).await;
        bot.stop().await;
        world.is_clean().await;
    }
}
