//! One member with Discord's client. What does not happen is a panic that says what was seen instead.

use super::screen::{Control, Shown};
use super::world::{PATIENCE, World, text};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Somebody.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    world: Arc<World>,
    name: String,
    id: String,
    guild: String,
}

/// What a client shows of an interaction.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) interaction: String,
    /// The bot gave a sign of life within three seconds. If not, the client says so.
    pub(crate) acknowledged: bool,
    /// It thinks.
    pub(crate) loading: bool,
    /// Whether the answer is for this person alone.
    pub(crate) ephemeral: bool,
    /// The answer's message.
    pub(crate) message: Option<String>,
    /// Further messages.
    pub(crate) followups: Vec<String>,
    /// A form that has opened.
    pub(crate) modal: Option<Value>,
    /// What was offered to complete with.
    pub(crate) choices: Option<Vec<Value>>,
}

/// Where somebody is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Spot<'a> {
    /// In a channel of the server.
    Channel(&'a str),
    /// With the bot alone.
    Direct,
}

impl Member {
    pub(crate) fn new(world: &Arc<World>, name: &str, id: String, guild: &str) -> Self {
        Self { world: Arc::clone(world), name: name.to_owned(), id, guild: guild.to_owned() }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The direct room with the bot.
    pub(crate) async fn direct(&self) -> String {
        text(&self.world.ask("direct", json!({"user": self.id})).await, "channel")
    }

    fn stand(&self, spot: Spot<'_>) -> Value {
        match spot {
            Spot::Channel(channel) => {
                json!({"user": self.id, "guild": self.guild, "channel": channel})
            }
            Spot::Direct => json!({"user": self.id}),
        }
    }

    async fn does(&self, verb: &str, asked: Value) -> Outcome {
        let answer = self.world.ask(verb, asked).await;
        serde_json::from_value(answer).expect("an outcome")
    }

    /// Gives a command with named options.
    pub(crate) async fn command(
        &self,
        spot: Spot<'_>,
        path: &str,
        options: &[(&str, Value)],
    ) -> Outcome {
        let outcome = self.tries(spot, path, options).await;
        outcome.unwrap_or_else(|error| panic!("{} cannot /{path}: {error}", self.name))
    }

    /// Gives a command, if Discord's client lets them.
    pub(crate) async fn tries(
        &self,
        spot: Spot<'_>,
        path: &str,
        options: &[(&str, Value)],
    ) -> Result<Outcome, String> {
        let asked = merged(self.stand(spot), json!({"name": path, "options": named(options)}));
        let answer = self.world.offer("command", asked).await?;
        Ok(serde_json::from_value(answer).expect("an outcome"))
    }

    /// Gives a command and does not wait for anything.
    pub(crate) async fn begins(
        &self,
        spot: Spot<'_>,
        path: &str,
        options: &[(&str, Value)],
    ) -> Outcome {
        let asked = merged(self.stand(spot), json!({"name": path, "options": named(options)}));
        self.does("command", merged(asked, json!({"wait": 0}))).await
    }

    /// Types into an option and is offered what it may be.
    pub(crate) async fn completes(
        &self,
        spot: Spot<'_>,
        path: &str,
        option: &str,
        typed: &str,
    ) -> Vec<(String, Value)> {
        let more = json!({"name": path, "option": option, "typed": typed, "options": {}});
        let outcome = self.does("complete", merged(self.stand(spot), more)).await;
        let choices = outcome.choices.unwrap_or_else(|| panic!("nothing is offered for {typed}"));
        choices.iter().map(|choice| (text(choice, "name"), choice["value"].clone())).collect()
    }

    /// Uses a command from the menu of a message.
    pub(crate) async fn menu(&self, channel: &str, name: &str, message: &str) -> Outcome {
        let more = json!({"name": name, "message": message});
        self.does("menu", merged(self.stand(Spot::Channel(channel)), more)).await
    }

    /// Sends an interaction as no client would.
    pub(crate) async fn raw(&self, spot: Spot<'_>, more: Value) -> Outcome {
        let mut asked = merged(self.stand(spot), more);
        if asked.get("channel").is_none() {
            asked["channel"] = json!(self.direct().await);
        }
        self.does("raw", asked).await
    }

    /// Where a message stands, for whoever answers it.
    fn at(&self, shown: &Shown) -> Value {
        let mut place = json!({"user": self.id, "channel": shown.channel, "message": shown.id});
        if !shown.direct {
            place["guild"] = json!(self.guild);
        }
        place
    }

    /// Chooses a label: a button, or an option of a select.
    pub(crate) async fn choose(&self, shown: &Shown, label: &str) -> Outcome {
        for control in shown.controls() {
            match control {
                Control::Button { id, label: known, .. } if known == label => {
                    let asked = merged(self.at(shown), json!({ "custom_id": id }));
                    return self.does("click", asked).await;
                }
                Control::Select { id, options, .. } => {
                    if let Some((_, value)) = options.iter().find(|(known, _)| known == label) {
                        return self.select(shown, &id, &[value]).await;
                    }
                }
                Control::Button { .. } => {}
            }
        }
        panic!("no “{label}” among {:?}", shown.labels());
    }

    /// Chooses values of a select.
    pub(crate) async fn select(&self, shown: &Shown, id: &str, values: &[&str]) -> Outcome {
        let more = json!({"custom_id": id, "values": values});
        self.does("select", merged(self.at(shown), more)).await
    }

    /// Sends a form that has opened, filled in; `again` sends what was sent before, as a client does
    /// that heard nothing.
    pub(crate) async fn submit(
        &self,
        spot: Spot<'_>,
        opened: &Outcome,
        values: &Value,
        again: bool,
    ) -> Outcome {
        let more = json!({"interaction": opened.interaction, "values": values, "again": again});
        let mut asked = merged(self.stand(spot), more);
        asked.as_object_mut().expect("an object").remove("channel");
        self.does("submit", asked).await
    }

    /// Says something.
    pub(crate) async fn say(&self, channel: &str, said: &str) -> String {
        let asked = json!({"user": self.id, "channel": channel, "text": said});
        text(&self.world.ask("say", asked).await, "message")
    }

    /// The bot's messages that they can see, oldest first.
    pub(crate) async fn screen(&self, zone: &str) -> Vec<Shown> {
        let screen = self.world.ask("screen", json!({"user": self.id, "zone": zone})).await;
        serde_json::from_value(screen).expect("messages")
    }

    /// Returns when a message with these words is on their screen.
    pub(crate) async fn sees(&self, words: &[&str]) -> Shown {
        let mut version = self.world.version().await;
        loop {
            let screen = self.screen("UTC").await;
            let found = screen
                .iter()
                .rev()
                .find(|shown| words.iter().all(|word| shown.text.contains(word)));
            if let Some(shown) = found {
                return shown.clone();
            }
            let now = self.world.wait(version, PATIENCE.as_secs_f64()).await;
            assert!(now > version, "{} does not see {words:?} but {screen:#?}", self.name);
            version = now;
        }
    }

    /// How many messages on their screen have all of these words.
    pub(crate) async fn count(&self, words: &[&str]) -> usize {
        let screen = self.screen("UTC").await;
        screen.iter().filter(|shown| words.iter().all(|word| shown.text.contains(word))).count()
    }

    /// The answer to an interaction, when it is there.
    pub(crate) async fn answer(&self, outcome: &Outcome) -> Shown {
        assert!(outcome.acknowledged, "the application did not respond to {}", self.name);
        let mut version = self.world.version().await;
        loop {
            let now = self.world.ask("interaction", json!({"interaction": outcome.interaction}));
            let now: Outcome = serde_json::from_value(now.await).expect("an outcome");
            let screen = self.screen("UTC").await;
            let ids: Vec<&String> = now.message.iter().chain(&now.followups).collect();
            let parts: Vec<&Shown> = screen.iter().filter(|one| ids.contains(&&one.id)).collect();
            if !now.loading
                && let Some(last) = parts.last()
            {
                // What can be tapped stands below the last part.
                let all = |of: fn(&Shown) -> &str| {
                    parts.iter().map(|part| of(part)).collect::<Vec<_>>().join("\n")
                };
                let (text, raw) = (all(|part| &part.text), all(|part| &part.raw));
                return Shown { text, raw, ..(*last).clone() };
            }
            let newer = self.world.wait(version, PATIENCE.as_secs_f64()).await;
            assert!(newer > version, "{} is not answered: {now:#?}", self.name);
            version = newer;
        }
    }
}

fn named(options: &[(&str, Value)]) -> Map<String, Value> {
    options.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn merged(mut one: Value, other: Value) -> Value {
    let (Some(one_map), Value::Object(other)) = (one.as_object_mut(), other) else {
        panic!("two objects")
    };
    one_map.extend(other);
    one
}
