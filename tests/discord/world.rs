//! One Discord, with one bot: what a test does to it, and what it has seen of the bot.

use super::second;
use super::simulator::Simulator;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// The bot's token, in every Discord.
pub(crate) const TOKEN: &str = "MTIzNDU2Nzg5.tests.only-for-tests";
/// How long something may take that takes a second on a machine that does nothing else.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A Discord.
#[derive(Debug)]
pub(crate) struct World {
    http: reqwest::Client,
    url: String,
}

/// A request of the bot.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    /// Discord's own number for what was wrong.
    pub(crate) code: Option<i64>,
    /// Its JSON, also where files came with it.
    pub(crate) body: Value,
    /// What is wrong with it.
    problems: Vec<String>,
    /// Whether it came although nothing was left of its budget.
    #[serde(default)]
    pub(crate) limited: bool,
}

impl Request {
    /// What is wrong with it.
    pub(crate) fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl World {
    /// A Discord without anybody in it.
    pub(crate) async fn new() -> Arc<Self> {
        Self::with(json!({})).await
    }

    /// The same, with shards, a limit for messages, or a quicker heartbeat.
    pub(crate) async fn with(options: Value) -> Arc<Self> {
        let simulator = tokio::task::spawn_blocking(Simulator::shared);
        Self::on(simulator.await.expect("no panic"), options).await
    }

    /// The same, in a simulator of one's own.
    pub(crate) async fn on(simulator: &Simulator, mut options: Value) -> Arc<Self> {
        // Whoever comes first installs it; the second time is no matter.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().build().expect("a client");
        let mut world = Self { http, url: simulator.url().to_owned() };
        options["token"] = json!(TOKEN);
        let made = world.post("/world", &options).await.expect("a Discord");
        world.url = text(&made, "url");
        Arc::new(world)
    }

    /// Where the bot finds it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let request = self.http.post(format!("{}{path}", self.url));
        let request = request.header("content-type", "application/json").body(body.to_string());
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&bytes);
        if !status.is_success() {
            return Err(format!("{status}: {said}"));
        }
        serde_json::from_str(&said).map_err(|error| format!("{error}: {said}"))
    }

    /// Does something. What Discord refuses is an error that says why.
    pub(crate) async fn offer(&self, verb: &str, body: Value) -> Result<Value, String> {
        self.post(&format!("/_sim/{verb}"), &body).await
    }

    /// Does something that can be done.
    pub(crate) async fn ask(&self, verb: &str, body: Value) -> Value {
        let answer = self.offer(verb, body.clone()).await;
        answer.unwrap_or_else(|error| panic!("{verb} {body}: {error}"))
    }

    /// Asks as the bot does. Gives the status.
    pub(crate) async fn as_bot(&self, method: &Method, path: &str, body: &Value) -> u16 {
        self.as_somebody(TOKEN, method, path, body).await
    }

    /// Asks as whoever has this token.
    pub(crate) async fn as_somebody(
        &self,
        token: &str,
        method: &Method,
        path: &str,
        body: &Value,
    ) -> u16 {
        let request = self.http.request(method.clone(), format!("{}/api/v10{path}", self.url));
        let mut request = request.header("authorization", format!("Bot {token}"));
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        request.send().await.expect("an answer").status().as_u16()
    }

    /// What members' clients download.
    pub(crate) async fn download(&self, url: &str) -> Vec<u8> {
        let answer = self.http.get(url).send().await.expect("a file");
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        answer.bytes().await.expect("a file").to_vec()
    }

    /// The next requests of this kind meet a fault.
    pub(crate) async fn fault(&self, fault: Value) {
        self.ask("fault", fault).await;
    }

    /// No faults any more, and the network is whole. Gives how many requests have met one.
    pub(crate) async fn mend(&self) -> u64 {
        self.ask("mend", json!({})).await["met"].as_u64().expect("a number")
    }

    /// Returns when so many requests have met a fault. False when it takes too long.
    pub(crate) async fn met(&self, count: u64, within: Duration) -> bool {
        let asked = json!({"count": count, "seconds": within.as_secs_f64()});
        self.ask("met", asked).await["met"] == true
    }

    /// Something goes wrong with every socket of the gateway.
    pub(crate) async fn disturb(&self, what: &str) {
        self.ask("disturb", json!({"what": what})).await;
    }

    /// Every socket of the gateway is closed with a code.
    pub(crate) async fn close(&self, code: u16) {
        self.ask("disturb", json!({"what": "close", "code": code})).await;
    }

    /// Returns when the bot has begun or taken up so many sessions since the beginning, and is
    /// connected.
    pub(crate) async fn connected(&self, count: u64) {
        let asked = json!({"count": count, "seconds": PATIENCE.as_secs()});
        let answer = self.ask("connected", asked).await;
        assert!(answer["connected"] == true, "not connected: {answer}");
    }

    /// Returns when the bot is connected for the first time and its commands are known.
    pub(crate) async fn ready(&self) {
        self.connected(1).await;
        let mut version = 0;
        loop {
            let state = self.state().await;
            if state["commands"].as_array().is_some_and(|commands| !commands.is_empty()) {
                return;
            }
            let now = self.wait(version, PATIENCE.as_secs_f64()).await;
            assert!(now > version, "no commands: {state}");
            version = now;
        }
    }

    /// How many sessions the bot has begun or taken up.
    pub(crate) async fn begun(&self) -> u64 {
        self.ask("state", json!({})).await["begun"].as_u64().expect("a number")
    }

    /// What it is in: commands, sessions, what happened on the gateway.
    pub(crate) async fn state(&self) -> Value {
        self.ask("state", json!({})).await
    }

    /// Returns when something has changed since `version`, or after a while; gives the version then.
    pub(crate) async fn wait(&self, version: u64, seconds: f64) -> u64 {
        let answer = self.ask("wait", json!({"version": version, "seconds": seconds})).await;
        answer["version"].as_u64().expect("a number")
    }

    /// The present version: more after every change.
    pub(crate) async fn version(&self) -> u64 {
        self.state().await["version"].as_u64().expect("a number")
    }

    /// Moves Discord's clock.
    pub(crate) async fn advance(&self, span: jiff::SignedDuration) {
        self.ask("advance", json!({"seconds": span.as_secs_f64()})).await;
    }

    /// All requests of the bot so far.
    pub(crate) async fn requests(&self) -> Vec<Request> {
        let requests = self.ask("requests", json!({})).await;
        serde_json::from_value(requests).expect("requests")
    }

    /// The interactions that the bot has promised an answer to and not given one.
    pub(crate) async fn unanswered(&self) -> Vec<String> {
        let found = self.ask("unanswered", json!({})).await;
        serde_json::from_value(found).expect("ids")
    }

    /// Every request so far was as Discord wants it, and asked for something that the simulator knows.
    pub(crate) async fn is_clean(&self) {
        let mut wrong = Vec::new();
        for request in self.requests().await {
            let mut problems = request.problems.clone();
            problems.extend(second::problems(&request));
            if request.status == 501 {
                problems.push("the simulator does not know this".to_owned());
            }
            if request.status == 400 && request.code != Some(40060) {
                problems.push(format!("Discord refused it with {:?}", request.code));
            }
            if request.limited {
                problems.push("nothing was left of its budget".to_owned());
            }
            if !problems.is_empty() {
                wrong.push(format!("{} {}: {problems:#?}", request.method, request.path));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// A text in an answer.
pub(crate) fn text(answer: &Value, key: &str) -> String {
    answer[key].as_str().unwrap_or_else(|| panic!("no {key} in {answer}")).to_owned()
}
