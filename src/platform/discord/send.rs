//! Sending: messages in channels, each with a nonce by which Discord knows it again, and answers to
//! interactions.

use super::edge::Edge;
use super::intake::SERVER;
use super::read::room;
use super::render::{self, Rendered, View, tap};
use super::rest::{Call, RestError};
use super::turn::Asked;
use super::{sent, sql};
use crate::chat::address::{Address, Sent};
use crate::chat::message::{Message, Upload};
use crate::chat::platform::{SendError, SendKey};
use crate::ids::MessageId;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::PoisonError;
use std::time::Duration;

/// The most files of one message.
const MOST_FILES: usize = 10;

/// Sends an outbox row's message, once per key.
pub(super) async fn send(
    edge: &Edge,
    to: &Address,
    message: &Message,
    key: SendKey,
) -> Result<Sent, SendError> {
    let Some(channel) = channel_of(edge, to).await? else {
        // A server without a channel for news about it does not want any.
        return Ok(Sent::default());
    };
    let nonce = format!("h{:x}-{:x}", key.outbox.0, key.revision);
    post(edge, &channel, message, &nonce, Some(key)).await
}

/// Posts a message. `nonce` is what the nonces of its parts begin with. What has a key is noted, so
/// that it is found again after a crash.
pub(super) async fn post(
    edge: &Edge,
    channel: &str,
    message: &Message,
    nonce: &str,
    key: Option<SendKey>,
) -> Result<Sent, SendError> {
    let commands = edge.commands();
    let view = View { commands: &commands, words: &edge.words };
    let mut sent = Sent::default();
    for (number, mut body) in bodies(message, &view).into_iter().enumerate() {
        body.json["nonce"] = json!(format!("{nonce}-{number:x}"));
        body.json["enforce_nonce"] = json!(true);
        if let Some(key) = key {
            let content = body.json["content"].as_str().unwrap_or_default();
            if let Some(native) = sent::begin(edge, key, number, channel, content).await? {
                sent.parts.push(MessageId { room: room(channel), native });
                continue;
            }
        }
        let call = Call::new(Method::POST, format!("/channels/{channel}/messages"))
            .json(body.json)
            .files(&body.files);
        let answer = edge.rest.call(&call).await?;
        let id = message_id(channel, &answer)?;
        if let Some(key) = key {
            sent::done(edge, key, number, &id.native).await;
        }
        sent.parts.push(id);
    }
    Ok(sent)
}

fn message_id(channel: &str, answer: &Value) -> Result<MessageId, SendError> {
    let native = answer["id"].as_str().map(str::to_owned);
    let native =
        native.ok_or_else(|| SendError::Transport(anyhow::anyhow!("an answer without an id")))?;
    Ok(MessageId { room: room(channel), native })
}

/// One message's worth of a request.
pub(super) struct Body {
    pub(super) json: Value,
    pub(super) files: Vec<Upload>,
}

impl Body {
    /// Puts rows above what can be tapped.
    pub(super) fn rows_above(&mut self, rows: &[Value]) {
        let own = self.json["components"].as_array().cloned().unwrap_or_default();
        self.json["components"] = rows.iter().cloned().chain(own).collect();
    }
}

/// A message as the bodies of requests, in order: what can be tapped and the files stand at the end.
pub(super) fn bodies(message: &Message, view: &View<'_>) -> Vec<Body> {
    let Rendered { parts, mentions, whole } = render::render(message, view);
    let rows = message.prompt.as_ref().map(|prompt| tap::rows(prompt, view.words));
    let rows = rows.unwrap_or_default();
    let mut files: Vec<Upload> = whole.into_iter().chain(message.files.iter().cloned()).collect();
    files.truncate(MOST_FILES);
    let parts = if parts.is_empty() { vec![String::new()] } else { parts };
    let last = parts.len() - 1;
    parts
        .iter()
        .enumerate()
        .map(|(number, part)| {
            let (rows, files) = match number == last {
                true => (rows.clone(), files.clone()),
                false => (Vec::new(), Vec::new()),
            };
            Body { json: render::body(part, &mentions, rows, &files), files }
        })
        .collect()
}

/// Where an address is. None for news about a server that has no channel for them.
pub(super) async fn channel_of(edge: &Edge, to: &Address) -> Result<Option<String>, SendError> {
    match to {
        Address::Room(room) => match room.native().strip_prefix(SERVER) {
            Some(guild) => system_channel(edge, guild).await,
            None => Ok(Some(room.native().to_owned())),
        },
        Address::Direct(account) => direct(edge, account.native()).await.map(Some),
        Address::Ephemeral(..) => {
            Err(SendError::Unsupported("only an answer can be for one person alone"))
        }
    }
}

async fn system_channel(edge: &Edge, guild: &str) -> Result<Option<String>, SendError> {
    let asking = async {
        let mut tx = edge.store.read().await?;
        sql::system_channel(&mut tx, guild).await
    };
    let found = asking.await.map_err(|error| SendError::Transport(error.into()))?;
    // A greeting may be faster than the note that the bot is there.
    let here = || edge.guilds.lock().unwrap_or_else(PoisonError::into_inner).get(guild).cloned();
    found.or_else(here).ok_or(SendError::Gone)
}

/// The channel between the bot and one account. The core writes there only to people who asked.
async fn direct(edge: &Edge, account: &str) -> Result<String, SendError> {
    let known = {
        let direct = edge.direct.lock().unwrap_or_else(PoisonError::into_inner);
        direct.get(account).cloned()
    };
    if let Some(channel) = known {
        return Ok(channel);
    }
    let call =
        Call::new(Method::POST, "/users/@me/channels").json(json!({ "recipient_id": account }));
    let answer = edge.rest.call(&call).await?;
    let channel = answer["id"].as_str().ok_or(SendError::Gone)?.to_owned();
    note_direct(edge, account, &channel);
    Ok(channel)
}

/// Notes the channel between the bot and one account.
pub(super) fn note_direct(edge: &Edge, account: &str, channel: &str) {
    let mut direct = edge.direct.lock().unwrap_or_else(PoisonError::into_inner);
    // It can be asked for again.
    if direct.len() >= 10_000 {
        direct.clear();
    }
    direct.insert(account.to_owned(), channel.to_owned());
}

/// The account that shares a channel with the bot.
pub(super) async fn direct_with(edge: &Edge, channel: &str) -> Option<String> {
    let known = {
        let direct = edge.direct.lock().unwrap_or_else(PoisonError::into_inner);
        direct.iter().find(|(_, known)| *known == channel).map(|(account, _)| account.clone())
    };
    if known.is_some() {
        return known;
    }
    let call = Call::new(Method::GET, format!("/channels/{channel}"));
    let answer = edge.rest.call(&call).await.inspect_err(|error| {
        tracing::warn!(%error, "not known whose message was taken back");
    });
    let account = answer.ok()?["recipients"][0]["id"].as_str()?.to_owned();
    note_direct(edge, &account, channel);
    Some(account)
}

/// Makes what was sent say something else. Parts that are too many are taken back; what has no part to
/// stand in is sent behind the last.
pub(super) async fn edit(edge: &Edge, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
    let commands = edge.commands();
    let view = View { commands: &commands, words: &edge.words };
    let mut bodies = bodies(message, &view).into_iter().enumerate();
    let mut kept = Sent::default();
    for (part, (_, Body { mut json, mut files })) in sent.parts.iter().zip(&mut bodies) {
        // Files that stand there stay, and an edit brings none; but a text that has become too long for
        // a chat is one.
        let whole = files.iter().any(|file| file.name == render::WHOLE);
        if !whole && let Some(json) = json.as_object_mut() {
            json.remove("attachments");
            files.clear();
        }
        let path = format!("/channels/{}/messages/{}", part.room.native(), part.native);
        edge.rest.call(&Call::new(Method::PATCH, path).json(json).files(&files)).await?;
        kept.parts.push(part.clone());
    }
    if let Some(last) = sent.parts.last() {
        let channel = last.room.native();
        for (number, Body { mut json, .. }) in bodies {
            if let Some(json) = json.as_object_mut() {
                json.remove("attachments");
            }
            // The same part of the same edit is known again when it is tried again.
            let content = sent::look(json["content"].as_str().unwrap_or_default()) & 0xffff;
            let behind: u64 = last.native.parse().unwrap_or(0);
            json["nonce"] = json!(format!("e{behind:x}-{number:x}-{content:x}"));
            json["enforce_nonce"] = json!(true);
            let call = Call::new(Method::POST, format!("/channels/{channel}/messages")).json(json);
            kept.parts.push(message_id(channel, &edge.rest.call(&call).await?)?);
        }
    }
    for surplus in sent.parts.iter().skip(kept.parts.len()) {
        let path = format!("/channels/{}/messages/{}", surplus.room.native(), surplus.native);
        match edge.rest.call(&Call::new(Method::DELETE, path)).await {
            Ok(_) | Err(RestError::Refused { status: 404, .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(kept)
}

/// The first answer to an interaction.
pub(super) async fn callback(
    edge: &Edge,
    asked: &Asked,
    body: Value,
    files: &[Upload],
) -> Result<(), RestError> {
    let path = format!("/interactions/{}/{}/callback", asked.id, asked.token);
    let call =
        Call::new(Method::POST, path).json(body).files(files).patience(Duration::from_secs(2));
    edge.rest.call(&call).await.map(drop)
}

/// Puts an answer in the place of the sign that one comes.
pub(super) async fn fill_in(edge: &Edge, asked: &Asked, body: &Body) -> Result<(), RestError> {
    let path = format!("/webhooks/{}/{}/messages/@original", asked.application, asked.token);
    let call = Call::new(Method::PATCH, path)
        .json(body.json.clone())
        .files(&body.files)
        .patience(Duration::from_mins(2));
    edge.rest.call(&call).await.map(drop)
}

/// LOADING: an answer was promised and is not there.
const LOADING: u64 = 1 << 7;

/// Whether an interaction has its answer, from an earlier process: what stands there is more than the
/// sign that one comes.
pub(super) async fn is_answered(edge: &Edge, asked: &Asked) -> bool {
    let path = format!("/webhooks/{}/{}/messages/@original", asked.application, asked.token);
    let found = edge.rest.call(&Call::new(Method::GET, path)).await;
    found.is_ok_and(|message| message["flags"].as_u64().unwrap_or(0) & LOADING == 0)
}

/// One more answer to an interaction.
pub(super) async fn follow_up(edge: &Edge, asked: &Asked, body: &Body) -> Result<(), RestError> {
    let mut json = body.json.clone();
    if asked.private {
        json["flags"] = json!(EPHEMERAL);
    }
    let path = format!("/webhooks/{}/{}", asked.application, asked.token);
    let call = Call::new(Method::POST, path)
        .json(json)
        .files(&body.files)
        .doubles()
        .patience(Duration::from_mins(2));
    edge.rest.call(&call).await.map(drop)
}

/// Takes the sign back that an answer comes.
pub(super) async fn take_back(edge: &Edge, asked: &Asked) -> Result<(), RestError> {
    let path = format!("/webhooks/{}/{}/messages/@original", asked.application, asked.token);
    edge.rest.call(&Call::new(Method::DELETE, path)).await.map(drop)
}

/// Only the one who asked sees it.
pub(super) const EPHEMERAL: u64 = 1 << 6;
