//! How the bot is, asked over HTTP, while platforms come, fail and go.

use crate::fake::{ABLE, FakePlatform, History};
use async_trait::async_trait;
use bytes::Bytes;
use hearth::app::{AllEnded, App, Setup};
use hearth::chat::address::{Address, Sent};
use hearth::chat::event::{FileRef, TurnId};
use hearth::chat::message::Message;
use hearth::chat::platform::{Capabilities, ChatPlatform, Fatal, Found, Inbox, SendError, SendKey};
use hearth::chat::role::Role;
use hearth::clock::{Clock as _, ManualClock};
use hearth::command::Command;
use hearth::config::Config;
use hearth::ids::{AccountId, PlatformId, RoomId};
use hearth::outbox::Pace;
use jiff::SignedDuration;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How one life of a platform ends.
enum End {
    Error,
    Panic,
    Fatal,
    ByItself,
}

/// A platform whose lives end as told; after them it runs until it is stopped.
struct Mortal {
    fake: FakePlatform,
    ends: Mutex<VecDeque<End>>,
    lives: watch::Sender<usize>,
    connected: AtomicBool,
}

impl Mortal {
    fn new(id: PlatformId, clock: &ManualClock, ends: impl IntoIterator<Item = End>) -> Arc<Self> {
        Arc::new(Self {
            fake: FakePlatform::new(id, ABLE, History::Searchable, clock.clone()),
            ends: Mutex::new(ends.into_iter().collect()),
            lives: watch::Sender::new(0),
            connected: AtomicBool::new(true),
        })
    }

    async fn lived(&self, times: usize) {
        let mut lives = self.lives.subscribe();
        lives.wait_for(|lives| *lives >= times).await.expect("the platform is there");
    }
}

#[async_trait]
impl ChatPlatform for Mortal {
    fn id(&self) -> PlatformId {
        self.fake.id()
    }

    fn capabilities(&self) -> Capabilities {
        self.fake.capabilities()
    }

    async fn run(&self, _: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        self.lives.send_modify(|lives| *lives += 1);
        let end = self.ends.lock().expect("one at a time").pop_front();
        match end {
            Some(End::Error) => anyhow::bail!("the server said no"),
            Some(End::Panic) => panic!("this platform was told to panic"),
            Some(End::Fatal) => Err(Fatal { why: "the password was refused".into() }.into()),
            Some(End::ByItself) => Ok(()),
            None => {
                stop.cancelled().await;
                Ok(())
            }
        }
    }

    fn is_connected(&self) -> bool {
        self.connected.load(Ordering::SeqCst)
    }

    async fn publish_commands(&self, _: &'static [&'static Command]) -> anyhow::Result<()> {
        // Never comes back, as with a server that never answers: nothing else waits for it.
        std::future::pending().await
    }

    async fn respond(
        &self,
        turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        self.fake.respond(turn, to, message).await
    }

    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError> {
        self.fake.send(to, message, key).await
    }

    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError> {
        self.fake.edit(to, sent, message).await
    }

    async fn find_sent(&self, to: &Address, key: SendKey) -> Result<Found, SendError> {
        self.fake.find_sent(to, key).await
    }

    async fn role_of(
        &self,
        account: &AccountId,
        community: &str,
        room: Option<&RoomId>,
    ) -> anyhow::Result<Role> {
        self.fake.role_of(account, community, room).await
    }

    async fn room_named(&self, community: &str, typed: &str) -> anyhow::Result<Option<RoomId>> {
        self.fake.room_named(community, typed).await
    }

    async fn download(&self, file: &FileRef, limit: u64) -> anyhow::Result<Bytes> {
        self.fake.download(file, limit).await
    }
}

/// A bot that runs.
struct Running {
    _folder: TempDir,
    clock: ManualClock,
    address: SocketAddr,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl Running {
    async fn start(clock: ManualClock, platforms: Vec<Arc<dyn ChatPlatform>>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut setup = Setup::new(&Config::default(), None);
        setup.store = folder.path().join("hearth.db");
        let app = App::build(&setup, Arc::new(clock.clone()), platforms, Pace::SideBySide).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stop = CancellationToken::new();
        let task = tokio::spawn(app.expect("it builds").listen(listener).run(stop.clone()));
        Self { _folder: folder, clock, address, stop, task }
    }

    async fn get(&self, page: &str) -> (u16, String) {
        let answer =
            reqwest::get(format!("http://{}{page}", self.address)).await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    }

    /// The state of a platform, and whether all is well, as soon as it is this.
    async fn until(&self, platform: &str, state: &str) -> u16 {
        loop {
            let (status, body) = self.get("/healthz").await;
            let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
            if body["platforms"][platform] == state {
                return status;
            }
            tokio::task::yield_now().await;
        }
    }

    async fn end(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.task.await.expect("no panic")
    }
}

fn clock() -> ManualClock {
    ManualClock::new("2026-11-23T09:00:00Z".parse().expect("an instant"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_it_can_ask_how_it_is() {
    let clock = clock();
    let matrix = Mortal::new(PlatformId::Matrix, &clock, []);
    let running = Running::start(clock, vec![matrix.clone()]).await;
    assert_eq!(running.until("matrix", "connected").await, 200);
    let (_, body) = running.get("/healthz").await;
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(body["healthy"], true);
    assert_eq!(body["store"]["answers"], true);
    assert_eq!(body["scheduler"]["lag_seconds"], 0);
    assert_eq!(body["outbox"]["waiting"], 0);
    // The platform says itself that it is cut off.
    matrix.connected.store(false, Ordering::SeqCst);
    assert_eq!(running.until("matrix", "connecting").await, 503);
    let (status, body) = running.get("/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "# TYPE hearth_jobs_total counter",
        "hearth_jobs_total{kind=\"prune\"}",
        "hearth_platform_up{platform=\"matrix\"}",
        "hearth_outbox_waiting 0",
        "hearth_scheduler_lag_seconds 0",
    ] {
        assert!(body.contains(line), "{line}\n{body}");
    }
    assert_eq!(running.get("/").await.0, 404);
    running.end().await.expect("an orderly end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_fails_comes_back_and_takes_nothing_with_it() {
    let clock = clock();
    let matrix = Mortal::new(PlatformId::Matrix, &clock, [End::Error, End::Panic, End::ByItself]);
    let discord = Mortal::new(PlatformId::Discord, &clock, []);
    let running = Running::start(clock, vec![matrix.clone(), discord.clone()]).await;
    for (life, pause) in [(1, 5), (2, 10), (3, 20)] {
        matrix.lived(life).await;
        assert_eq!(running.until("matrix", "waiting").await, 503);
        assert_eq!(*matrix.lives.borrow(), life, "not before its time");
        running.clock.set(running.clock.now() + SignedDuration::from_secs(pause));
    }
    matrix.lived(4).await;
    assert_eq!(running.until("matrix", "connected").await, 200);
    assert_eq!(*discord.lives.borrow(), 1);
    running.end().await.expect("an orderly end");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_trying_again_would_not_mend_is_said_and_ends_alone() {
    let clock = clock();
    let matrix = Mortal::new(PlatformId::Matrix, &clock, [End::Fatal]);
    let discord = Mortal::new(PlatformId::Discord, &clock, []);
    let running = Running::start(clock.clone(), vec![matrix.clone(), discord.clone()]).await;
    assert_eq!(running.until("matrix", "stopped").await, 503);
    running.clock.set(running.clock.now() + SignedDuration::from_hours(24));
    assert_eq!(running.until("discord", "connected").await, 503);
    assert_eq!(*matrix.lives.borrow(), 1);
    running.end().await.expect("an orderly end");

    // With no platform left there is nothing to run for.
    let alone = Mortal::new(PlatformId::Matrix, &clock, [End::Fatal]);
    let running = Running::start(clock, vec![alone]).await;
    let ended = running.task.await.expect("no panic").expect_err("it says so");
    assert_eq!(ended.downcast_ref(), Some(&AllEnded));
}
