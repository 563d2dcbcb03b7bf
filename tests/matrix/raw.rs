//! A client that is nothing but HTTP: for floods, for what a homeserver really has, and to be the
//! fastest bot that there can be.

use anyhow::{Context as _, bail};
use hearth::clock::{Clock as _, SystemClock};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// An account, without encryption.
#[derive(Debug)]
pub(crate) struct Raw {
    http: reqwest::Client,
    url: String,
    token: String,
    id: String,
    number: AtomicU64,
}

impl Raw {
    /// A new account.
    pub(crate) async fn register(url: &str, name: &str) -> anyhow::Result<Self> {
        let body = json!({"username": name, "password": password(name),
            "auth": {"type": "m.login.dummy"}});
        Self::enter(url, "/_matrix/client/v3/register", &body).await
    }

    /// Another session of an account.
    pub(crate) async fn log_in(url: &str, name: &str) -> anyhow::Result<Self> {
        let body = json!({"type": "m.login.password", "password": password(name),
            "identifier": {"type": "m.id.user", "user": name}});
        Self::enter(url, "/_matrix/client/v3/login", &body).await
    }

    async fn enter(url: &str, path: &str, body: &Value) -> anyhow::Result<Self> {
        // Whoever comes first installs it; the second time is no matter.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut raw = Self {
            http: reqwest::Client::builder().build()?,
            url: url.to_owned(),
            token: String::new(),
            id: String::new(),
            number: AtomicU64::new(0),
        };
        let made = raw.post(path, body).await?;
        raw.token = text(&made, "access_token")?;
        raw.id = text(&made, "user_id")?;
        Ok(raw)
    }

    /// `@ann:localhost`
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Its access token.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Asks for something. What the server refuses is an error that says why; where it says when to
    /// ask again, it is asked again then.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        loop {
            match self.once(&method, path, body).await? {
                Ok(answer) => return Ok(answer),
                Err(wait) => SystemClock.sleep_until(SystemClock.now() + wait).await,
            }
        }
    }

    /// The answer, or how long the server wants to be left alone first.
    async fn once(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Result<Value, SignedDuration>> {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.with_context(|| format!("{method} {path}"))?;
        let status = answer.status();
        let body = answer.bytes().await?;
        if status == StatusCode::TOO_MANY_REQUESTS {
            let told: Value = serde_json::from_slice(&body)?;
            let wait = told["retry_after_ms"].as_i64().context("no time to wait")?;
            return Ok(Err(SignedDuration::from_millis(wait)));
        }
        if !status.is_success() {
            bail!("{method} {path}: {status} {}", String::from_utf8_lossy(&body));
        }
        Ok(Ok(serde_json::from_slice(&body)?))
    }

    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.ask(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// A room with these people; each has to join. Returns its id.
    pub(crate) async fn room(
        &self,
        name: &str,
        encrypted: bool,
        invite: &[&str],
    ) -> anyhow::Result<String> {
        let mut state = Vec::new();
        if encrypted {
            let content = json!({"algorithm": "m.megolm.v1.aes-sha2"});
            state.push(json!({"type": "m.room.encryption", "state_key": "", "content": content}));
        }
        let body = json!({"name": name, "preset": "private_chat", "invite": invite,
            "initial_state": state});
        text(&self.post("/_matrix/client/v3/createRoom", &body).await?, "room_id")
    }

    /// A direct room with somebody, not encrypted.
    pub(crate) async fn direct(&self, with: &str) -> anyhow::Result<String> {
        let body = json!({"preset": "trusted_private_chat", "is_direct": true, "invite": [with]});
        text(&self.post("/_matrix/client/v3/createRoom", &body).await?, "room_id")
    }

    pub(crate) async fn invite(&self, room: &str, user: &str) -> anyhow::Result<()> {
        let path = format!("/_matrix/client/v3/rooms/{}/invite", escaped(room));
        self.post(&path, &json!({"user_id": user})).await.map(drop)
    }

    pub(crate) async fn join(&self, room: &str) -> anyhow::Result<()> {
        let path = format!("/_matrix/client/v3/join/{}", escaped(room));
        self.post(&path, &json!({})).await.map(drop)
    }

    /// Says something; gives the event's id.
    pub(crate) async fn say(&self, room: &str, text: &str) -> anyhow::Result<String> {
        self.send(room, "m.room.message", &json!({"msgtype": "m.text", "body": text})).await
    }

    /// Any event.
    pub(crate) async fn send(
        &self,
        room: &str,
        kind: &str,
        content: &Value,
    ) -> anyhow::Result<String> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let path = format!("/_matrix/client/v3/rooms/{}/send/{kind}/t{number}", escaped(room));
        text(&self.ask(Method::PUT, &path, Some(content)).await?, "event_id")
    }

    /// What is new since `since`; waits half a minute for something.
    pub(crate) async fn sync(&self, since: Option<&str>) -> anyhow::Result<Value> {
        let mut path = "/_matrix/client/v3/sync?filter=".to_owned();
        path.push_str(&escaped(r#"{"room":{"timeline":{"limit":1000}}}"#));
        match since {
            Some(since) => path = format!("{path}&timeout=30000&since={since}"),
            None => path.push_str("&timeout=0"),
        }
        self.get(&path).await
    }

    /// Returns when somebody is in the room.
    pub(crate) async fn wait_joined(&self, room: &str, user: &str) -> anyhow::Result<()> {
        let mut since: Option<String> = None;
        loop {
            let path = format!("/_matrix/client/v3/rooms/{}/joined_members", escaped(room));
            if self.get(&path).await?["joined"].get(user).is_some() {
                return Ok(());
            }
            let news = self.sync(since.as_deref()).await?;
            since = Some(text(&news, "next_batch")?);
        }
    }

    /// All events of a room, oldest first.
    pub(crate) async fn history(&self, room: &str) -> anyhow::Result<Vec<Value>> {
        let mut events = Vec::new();
        let mut from = String::new();
        loop {
            let path = format!(
                "/_matrix/client/v3/rooms/{}/messages?dir=f&limit=1000{from}",
                escaped(room)
            );
            let mut page = self.get(&path).await?;
            if let Value::Array(chunk) = page["chunk"].take() {
                events.extend(chunk);
            }
            match page["end"].as_str() {
                Some(end) => from = format!("&from={}", escaped(end)),
                None => return Ok(events),
            }
        }
    }
}

/// The password of the test accounts.
pub(crate) fn password(name: &str) -> String {
    format!("password-of-{name}")
}

/// A part of a path or a query.
pub(crate) fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn text(answer: &Value, key: &str) -> anyhow::Result<String> {
    let text = answer[key].as_str().with_context(|| format!("no {key} in {answer}"))?;
    Ok(text.to_owned())
}
