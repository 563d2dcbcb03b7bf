//! A second opinion on requests: twilight's model of Discord reads them, and twilight checks them.
//!
//! Stale in places, it says less than Discord's own pages, but nobody wrote it for this.

use super::world::Request;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Display;
use twilight_model::application::command::{Command, CommandType};
use twilight_model::channel::message::component::ComponentType;
use twilight_model::channel::message::{AllowedMentions, Component, Embed, MessageFlags};
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseType};
use twilight_validate::{command, component, message};

/// What is wrong with a request.
pub(crate) fn problems(request: &Request) -> Vec<String> {
    let path = request.path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_start_matches("/api/v10").split('/').skip(1).collect();
    let mut wrong = Wrong(Vec::new());
    match (request.method.as_str(), &parts[..]) {
        ("POST", ["interactions", _, _, "callback"]) => callback(&request.body, &mut wrong),
        ("POST", ["channels", _, "messages"] | ["webhooks", _, _])
        | ("PATCH", ["channels", _, "messages", _] | ["webhooks", _, _, "messages", _]) => {
            check_message(&request.body, &mut wrong);
        }
        ("PUT", ["applications", _, "commands"]) => commands(&request.body, &mut wrong),
        _ => {}
    }
    wrong.0
}

struct Wrong(Vec<String>);

impl Wrong {
    fn take<E: Display>(&mut self, checked: Result<(), E>) {
        if let Err(error) = checked {
            self.0.push(format!("twilight: {error}"));
        }
    }

    fn read<T: DeserializeOwned>(&mut self, what: &str, value: &Value) -> Option<T> {
        match T::deserialize(value) {
            Ok(read) => Some(read),
            Err(error) => {
                self.0.push(format!("twilight cannot read {what}: {error} in {value}"));
                None
            }
        }
    }
}

fn callback(body: &Value, wrong: &mut Wrong) {
    let Some(answer) = wrong.read::<InteractionResponse>("an answer", body) else { return };
    match answer.kind {
        InteractionResponseType::ChannelMessageWithSource
        | InteractionResponseType::UpdateMessage => check_message(&body["data"], wrong),
        InteractionResponseType::Modal => {
            let components = answer.data.and_then(|data| data.components).unwrap_or_default();
            for one in &components {
                wrong.take(match one.kind() {
                    ComponentType::ActionRow => component::component_v1(one),
                    _ => component::component_v2(one),
                });
            }
        }
        _ => {}
    }
}

fn check_message(body: &Value, wrong: &mut Wrong) {
    let given = |key: &str| body.get(key).filter(|value| !value.is_null());
    if let Some(content) = given("content").and_then(Value::as_str) {
        wrong.take(message::content(content));
    }
    if let Some(embeds) = given("embeds")
        && let Some(embeds) = wrong.read::<Vec<Embed>>("embeds", embeds)
    {
        wrong.take(message::embeds(&embeds));
    }
    if let Some(mentions) = given("allowed_mentions") {
        wrong.read::<AllowedMentions>("allowed_mentions", mentions);
    }
    if let Some(components) = given("components")
        && let Some(components) = wrong.read::<Vec<Component>>("components", components)
    {
        let flags = given("flags").and_then(Value::as_u64).unwrap_or(0);
        let newer = flags & MessageFlags::IS_COMPONENTS_V2.bits() != 0;
        wrong.take(message::components(&components, newer));
    }
}

fn commands(body: &Value, wrong: &mut Wrong) {
    for one in body.as_array().into_iter().flatten() {
        // What Discord adds to what it is given, and twilight wants to see.
        let mut whole = json!({"type": 1, "version": "1", "description": "", "options": []});
        let fields = one.as_object().expect("a command");
        let given = fields.iter().filter(|(_, value)| !value.is_null());
        given.for_each(|(key, value)| whole[key] = value.clone());
        let Some(read) = wrong.read::<Command>("a command", &whole) else { continue };
        match command::command(&read) {
            // Twilight has 4000 from before Discord had 8000.
            Err(_) if command::command_characters(&read) > command::COMMAND_TOTAL_LENGTH => {}
            checked => wrong.take(checked),
        }
        if read.kind == CommandType::ChatInput {
            wrong.take(command::options(&read.options));
        }
    }
}
