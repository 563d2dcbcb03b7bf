//! What holds the bot's requests against Discord's rules can say no.

use super::second;
use super::world::World;
use reqwest::Method;
use serde_json::{Value, json};

const MESSAGES: &str = "/channels/1/messages";
const CALLBACK: &str = "/interactions/1/token/callback";
const COMMANDS: &str = "/applications/1/commands";
const HOOK: &str = "/webhooks/1/token";

fn button(id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "x", "custom_id": id})
}

fn row(inside: &[Value]) -> Value {
    json!({"type": 1, "components": inside})
}

/// A message with this and what every message has.
fn message(more: Value) -> Value {
    let mut whole = json!({"content": "x", "allowed_mentions": {"parse": []}});
    let more = more.as_object().expect("an object").clone();
    whole.as_object_mut().expect("an object").extend(more);
    whole
}

fn answer(more: Value) -> Value {
    json!({"type": 4, "data": message(more)})
}

fn select(options: usize) -> Value {
    let option = |number| json!({"label": "a", "value": format!("{number}")});
    let options: Vec<Value> = (0..options).map(option).collect();
    row(&[json!({"type": 3, "custom_id": "s", "options": options})])
}

fn modal(components: &[Value]) -> Value {
    json!({"type": 9, "data": {"custom_id": "m", "title": "T", "components": components}})
}

fn command(more: Value) -> Value {
    let mut one = json!({"name": "ask", "description": "d"});
    let more = more.as_object().expect("an object").clone();
    one.as_object_mut().expect("an object").extend(more);
    json!([one])
}

fn right() -> Vec<(Method, &'static str, Value)> {
    let field = json!({"type": 4, "custom_id": "f", "style": 1, "label": "L"});
    let labelled = json!({"type": 18, "label": "L",
        "component": {"type": 4, "custom_id": "f", "style": 1}});
    vec![
        (Method::POST, MESSAGES, message(json!({"nonce": "abc", "enforce_nonce": true}))),
        (Method::POST, MESSAGES, message(json!({"components": [row(&[button("a")]), select(25)]}))),
        (Method::POST, CALLBACK, answer(json!({"flags": 64}))),
        (Method::POST, CALLBACK, json!({"type": 5, "data": {"flags": 64}})),
        (Method::POST, CALLBACK, json!({"type": 6})),
        (Method::POST, CALLBACK, modal(&[row(&[field])])),
        (Method::POST, CALLBACK, modal(&[labelled])),
        (Method::PUT, COMMANDS, command(json!({"contexts": [0, 1], "integration_types": [0]}))),
        (Method::PATCH, "/webhooks/1/token/messages/@original", json!({"content": "done"})),
    ]
}

fn wrong() -> Vec<(Method, &'static str, Value)> {
    let long = "x".repeat(2001);
    let two = json!([{"type": 3, "name": "a", "description": "d"},
        {"type": 3, "name": "b", "description": "d", "required": true}]);
    let buttons: Vec<Value> = (0..6).map(|number| button(&number.to_string())).collect();
    vec![
        (Method::POST, MESSAGES, message(json!({ "content": long }))),
        (Method::POST, MESSAGES, json!({"content": "nobody says whom it notifies"})),
        (Method::POST, MESSAGES, message(json!({"content": ""}))),
        (Method::POST, MESSAGES, message(json!({"nonce": "n".repeat(26)}))),
        (Method::POST, MESSAGES, message(json!({"enforce_nonce": true}))),
        (Method::POST, MESSAGES, message(json!({"components": [row(&buttons)]}))),
        (Method::POST, MESSAGES, message(json!({"components": [select(26)]}))),
        (Method::POST, MESSAGES, message(json!({"components": [button("a")]}))),
        (
            Method::POST,
            MESSAGES,
            message(json!({"components": [row(&[button("a"), button("a")])]})),
        ),
        (
            Method::POST,
            MESSAGES,
            message(json!({"embeds": [{"description": "x".repeat(4000)},
                {"description": "x".repeat(2001)}]})),
        ),
        (Method::POST, HOOK, json!({"content": "nobody says whom it notifies"})),
        (Method::POST, CALLBACK, answer(json!({"flags": 1}))),
        (Method::POST, CALLBACK, json!({"type": 5, "data": {"content": "no"}})),
        (Method::POST, CALLBACK, modal(&[])),
        (
            Method::POST,
            CALLBACK,
            json!({"type": 8, "data": {"choices": vec![json!({"name": "a", "value": "b"}); 26]}}),
        ),
        (Method::PUT, COMMANDS, command(json!({"name": "Ask"}))),
        (Method::PUT, COMMANDS, command(json!({"description": ""}))),
        (Method::PUT, COMMANDS, command(json!({ "options": two }))),
        (Method::PUT, COMMANDS, json!([command(json!({}))[0], command(json!({}))[0]])),
    ]
}

/// What only Discord's description of its API knows.
fn against_the_description() -> Vec<(Method, &'static str, Value)> {
    vec![
        (Method::POST, MESSAGES, message(json!({"contnet": "a slip"}))),
        (Method::POST, MESSAGES, message(json!({"content": 5}))),
        (Method::POST, "/chanels/1/messages", message(json!({}))),
        (Method::POST, "/channels/abc/messages", message(json!({}))),
        (Method::POST, CALLBACK, json!({"type": 3, "data": {"content": "x"}})),
        (Method::PUT, COMMANDS, command(json!({"description": "x".repeat(101)}))),
        (Method::PATCH, "/webhooks/1/token/messages/@original", json!({"nonce": "1"})),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_would_refuse_is_refused() {
    let world = World::new().await;
    for (method, path, body) in right() {
        world.as_bot(&method, path, &body).await;
    }
    let known = right().len();
    for request in world.requests().await {
        assert_eq!(request.problems(), Vec::<String>::new(), "{request:#?}");
        assert_eq!(second::problems(&request), Vec::<String>::new(), "{request:#?}");
    }
    let mut bad = wrong();
    if std::env::var_os("HEARTH_DISCORD_OPENAPI").is_some() {
        bad.extend(against_the_description());
    }
    for (method, path, body) in &bad {
        let status = world.as_bot(method, path, body).await;
        assert_eq!(status, 400, "{method} {path} {body}");
    }
    let requests = world.requests().await;
    let refused = &requests[known..];
    assert_eq!(refused.len(), bad.len());
    for request in refused {
        assert!(!request.problems().is_empty(), "{request:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_opinion_says_no_as_well() {
    let world = World::new().await;
    let long = "x".repeat(2001);
    let bad = [
        (Method::POST, MESSAGES, message(json!({ "content": long }))),
        (Method::POST, MESSAGES, message(json!({"components": [select(26)]}))),
        (Method::POST, MESSAGES, message(json!({"allowed_mentions": {"parse": ["all"]}}))),
        (Method::POST, CALLBACK, json!({"data": {}})),
        (Method::PUT, COMMANDS, command(json!({"name": "Ask"}))),
    ];
    for (method, path, body) in &bad {
        world.as_bot(method, path, body).await;
    }
    for request in world.requests().await {
        assert!(!second::problems(&request).is_empty(), "{request:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_is_no_bot() {
    let world = World::new().await;
    let status = world.as_somebody("wrong", &Method::GET, "/users/@me", &Value::Null).await;
    assert_eq!(status, 401);
    assert_eq!(world.as_bot(&Method::GET, "/users/@me", &Value::Null).await, 200);
}
