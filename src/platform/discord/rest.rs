//! Requests to Discord: one client, our own limits, bounded retries.
//!
//! serenity's own limiter is not used. It keeps one share for all interaction tokens, forgets none of
//! them, does not throttle over all routes, tries without end, and does not tell how long a refusal
//! holds.

pub mod limiter;
mod refusal;

pub(super) use refusal::RestError;

use crate::chat::message::Upload;
use crate::clock::{Clock as _, SystemClock, within};
use anyhow::anyhow;
use limiter::{Limiter, Told, Verdict, key};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, RETRY_AFTER, USER_AGENT};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// For a connection to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// For a request without files.
const TOTAL: Duration = Duration::from_secs(15);
/// For one with.
const UPLOAD: Duration = Duration::from_mins(1);
/// How often one request is tried.
const TRIES: u32 = 4;
/// How Discord wants to be told who asks.
const AGENT: &str =
    concat!("DiscordBot (https://github.com/hearth-bot/hearth, ", env!("CARGO_PKG_VERSION"), ")");

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Behind `/api/v10`.
    pub(super) path: String,
    pub(super) body: Option<Value>,
    pub(super) files: Vec<Upload>,
    /// Whether it may be done twice: the same nonce, the same state, or only a question.
    pub(super) again: Again,
    /// How long it may wait for its turn; longer is [`RestError::Limited`].
    pub(super) patience: Duration,
}

/// Whether a request may be done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It may: nothing is doubled.
    Harmless,
    /// Only when it surely did not arrive.
    Doubles,
}

impl Call {
    /// A request that may be done twice and waits for a second at most.
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            body: None,
            files: Vec::new(),
            again: Again::Harmless,
            patience: Duration::from_secs(1),
        }
    }

    pub(super) fn json(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn files(mut self, files: &[Upload]) -> Self {
        self.files = files.to_vec();
        self
    }

    pub(super) fn doubles(mut self) -> Self {
        self.again = Again::Doubles;
        self
    }

    pub(super) fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

/// Asks Discord.
pub(super) struct Rest {
    client: Client,
    base: String,
    authorization: String,
    limiter: Mutex<Limiter>,
}

impl Rest {
    /// `base` is `https://discord.com` or what stands in its place.
    pub(super) fn new(base: &url::Url, token: &str) -> Result<Self, reqwest::Error> {
        // Whoever comes second finds a provider in place, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().connect_timeout(CONNECT).build()?;
        Ok(Self {
            client,
            base: format!("{}/api/v10", base.as_str().trim_end_matches('/')),
            authorization: format!("Bot {token}"),
            limiter: Mutex::default(),
        })
    }

    /// Asks; what Discord answers, or null where it answers nothing.
    pub(super) async fn call(&self, call: &Call) -> Result<Value, RestError> {
        let key = key(call.method.as_str(), &call.path);
        let mut waited = Duration::ZERO;
        let mut tries = 0;
        loop {
            let verdict = self.limiter(|limiter, now| limiter.take(&key, now));
            match verdict {
                Verdict::Go => {}
                Verdict::Closed(millis) => {
                    tracing::error!("so much was refused that nothing more is asked for a while");
                    return Err(RestError::Limited { retry_after: Duration::from_millis(millis) });
                }
                Verdict::Wait(millis) => {
                    let wait = Duration::from_millis(millis);
                    if waited + wait > call.patience {
                        return Err(RestError::Limited { retry_after: wait });
                    }
                    waited += wait;
                    pause(wait).await;
                    continue;
                }
            }
            tries += 1;
            let error = match self.once(call).await {
                Ok(response) => {
                    let (status, headers) = (response.status().as_u16(), response.headers());
                    let mut told = told(status, headers);
                    let body = response_body(response).await;
                    if status == 429 {
                        said_in_body(&mut told, body.as_ref().ok());
                        refused_before_discord(&mut told, body.is_ok());
                    }
                    self.limiter(|limiter, now| limiter.heard(&key, &told, now));
                    match (status, body) {
                        (200..=299, Ok(body)) => return Ok(body),
                        // It was done; only what Discord said about it is lost.
                        (200..=299, Err(error)) => RestError::Transport { arrived: true, error },
                        (429, _) if tries < TRIES => continue,
                        (429, _) => {
                            let wait = told.retry_after.unwrap_or(1_000);
                            return Err(RestError::Limited {
                                retry_after: Duration::from_millis(wait),
                            });
                        }
                        (502 | 503, _) => RestError::Transport {
                            arrived: false,
                            error: anyhow!("Discord answers {status}"),
                        },
                        (500..=599, _) => RestError::Transport {
                            arrived: true,
                            error: anyhow!("Discord answers {status}"),
                        },
                        (_, body) => return Err(RestError::refused(status, body.ok().as_ref())),
                    }
                }
                Err(error) => RestError::Transport {
                    arrived: !error.is_connect(),
                    // Without the address: it holds the token of an interaction.
                    error: anyhow::Error::new(error.without_url()),
                },
            };
            let doubles = call.again == Again::Doubles
                && matches!(error, RestError::Transport { arrived: true, .. });
            if tries >= TRIES || doubles {
                return Err(error);
            }
            let wait = backoff(tries);
            if waited + wait > call.patience.max(Duration::from_secs(2)) {
                return Err(error);
            }
            waited += wait;
            pause(wait).await;
        }
    }

    async fn once(&self, call: &Call) -> Result<Response, reqwest::Error> {
        let url = format!("{}{}", self.base, call.path);
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .header(AUTHORIZATION, &self.authorization)
            .header(USER_AGENT, AGENT)
            .timeout(if call.files.is_empty() { TOTAL } else { UPLOAD });
        match &call.body {
            Some(body) if call.files.is_empty() => {
                request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
            }
            Some(body) => request = request.multipart(form(body, &call.files)?),
            // Some servers want to know that nothing comes.
            None if call.method != Method::GET => request = request.body(""),
            None => {}
        }
        request.send().await
    }

    /// Fetches a file that somebody attached, from wherever Discord keeps it.
    pub(super) async fn fetch(&self, url: &str, limit: u64) -> anyhow::Result<bytes::Bytes> {
        let request = self.client.get(url).timeout(UPLOAD).send().await;
        let mut response =
            request.and_then(Response::error_for_status).map_err(reqwest::Error::without_url)?;
        let mut all = bytes::BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
            anyhow::ensure!((all.len() + chunk.len()) as u64 <= limit, "the file is too large");
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    fn limiter<T>(&self, act: impl FnOnce(&mut Limiter, u64) -> T) -> T {
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        // Discord's limits run on real time, whatever clock the rest of Hearth has.
        act(&mut limiter, SystemClock.ticks())
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").field("base", &self.base).finish_non_exhaustive()
    }
}

fn form(body: &Value, files: &[Upload]) -> Result<Form, reqwest::Error> {
    let mut form = Form::new().text("payload_json", body.to_string());
    for (number, file) in files.iter().enumerate() {
        let part = Part::stream_with_length(file.bytes.clone(), file.bytes.len() as u64)
            .file_name(file.name.clone())
            .mime_str(file.media_type)?;
        form = form.part(format!("files[{number}]"), part);
    }
    Ok(form)
}

async fn response_body(response: Response) -> anyhow::Result<Value> {
    let bytes = response.bytes().await.map_err(reqwest::Error::without_url)?;
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|_| anyhow!("not JSON"))
}

fn told(status: u16, headers: &HeaderMap) -> Told {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let millis = |seconds: &str| seconds.trim().parse::<f64>().ok().map(to_millis);
    Told {
        status,
        bucket: text("x-ratelimit-bucket").map(str::to_owned),
        remaining: text("x-ratelimit-remaining").and_then(|value| value.parse().ok()),
        reset_after: text("x-ratelimit-reset-after").and_then(millis),
        retry_after: text(RETRY_AFTER.as_str()).and_then(millis),
        global: text("x-ratelimit-global").is_some(),
        shared: text("x-ratelimit-scope") == Some("shared"),
    }
}

/// The body of a 429 is more exact than its headers.
fn said_in_body(told: &mut Told, body: Option<&Value>) {
    let Some(body) = body else { return };
    if let Some(seconds) = body["retry_after"].as_f64() {
        told.retry_after = Some(to_millis(seconds));
    }
    told.global |= body["global"].as_bool() == Some(true);
}

/// A 429 that is not Discord's own form comes from what stands before it, and is for everything: it is
/// how a ban of the address looks.
fn refused_before_discord(told: &mut Told, its_form: bool) {
    if !its_form && told.bucket.is_none() {
        told.global = true;
        told.retry_after = Some(told.retry_after.unwrap_or(0).max(60_000));
    }
}

/// Whole milliseconds, rounded up; at most an hour, whatever was said.
fn to_millis(seconds: f64) -> u64 {
    (seconds.clamp(0.0, 3_600.0) * 1_000.0).ceil() as u64
}

/// Longer each time, and not the same for all.
fn backoff(tries: u32) -> Duration {
    let full = 200_u64 << tries.min(5);
    Duration::from_millis(rand::random_range(full / 2..=full))
}

/// Waits real time.
pub(super) async fn pause(wait: Duration) {
    let _ = within(wait, std::future::pending::<()>()).await;
}
