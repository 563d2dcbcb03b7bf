//! The daily fetch of a feed, over HTTP, from the first copy to the day its server is well again;
//! and the process killed at every step of it.

use crate::fake::{ABLE, FakePlatform, History};
use crate::points::at_each_point;
use crate::server::{Answer, Server};
use crate::stage::direct;
use hearth::app::{App, Setup};
use hearth::clock::ManualClock;
use hearth::config::Config;
use hearth::feed::fetch::Limits;
use hearth::ids::PlatformId;
use hearth::outbox::Pace;
use hearth::platform::console::script::{self, Ending};
use jiff::Timestamp;
use std::io::Write;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

/// Three meetings, as a feed lists them.
const BEFORE: &str = r#"[
    {"slug": "harbor", "name": "Harbor Lights", "day": 2, "time": "19:30", "types": ["O"]},
    {"slug": "dawn", "name": "Dawn Circle", "day": 3, "time": "07:00", "types": ["O"]},
    {"slug": "noon", "name": "Noon Group", "day": 5, "time": "12:00", "types": ["O"]}]"#;
/// Later one has moved and one is gone.
const AFTER: &str = r#"[
    {"slug": "harbor", "name": "Harbor Lights", "day": 2, "time": "20:00", "types": ["O"]},
    {"slug": "noon", "name": "Noon Group", "day": 5, "time": "12:00", "types": ["O"]}]"#;

const MOVED: &str = "Something about “Harbor Lights” has changed.";
const GONE: &str = "“Dawn Circle” is no longer on the meeting list";

fn setup(folder: &Path) -> Setup {
    let mut config = Config::default();
    config.feeds.allow_private_addresses = true;
    let mut setup = Setup::new(&config, None);
    setup.store = folder.join("hearth.db");
    setup
}

/// Plays a script; what was said, a line each: where and the first sentence.
async fn play(text: &str, setup: Setup) -> Vec<String> {
    let said = Arc::new(Mutex::new(Vec::new()));
    let out = Arc::clone(&said);
    let output: script::Output = Arc::new(move |line| {
        let event: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let part = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        if event["event"] != "end" {
            let first = part("text").lines().next().unwrap_or_default().to_owned();
            let line = format!("{} {}: {first}", &part("at")[..10], part("to"));
            out.lock().expect("a list").push(line);
        }
    });
    let start: Timestamp = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let ending = script::play(text, Path::new("."), setup, start, output).await.expect("it plays");
    assert_eq!(ending, Ending::Done);
    let said = said.lock().expect("a list");
    said.clone()
}

fn count(said: &[String], what: &str) -> usize {
    said.iter().filter(|line| line.contains(what)).count()
}

#[tokio::test]
async fn a_feed_is_followed_through_good_days_and_bad() {
    let log = Log::default();
    let lines = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || lines.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let server = Server::start([
        Answer::Feed(BEFORE, "\"v1\""), // 1 June, when it is added
        Answer::NotModified,            // 2
        Answer::Feed(AFTER, "\"v2\""),  // 3
        Answer::NotModified,            // 4
        Answer::Status("500 Oh"),       // 5
        Answer::Page,                   // 6
        Answer::Half(AFTER),            // 7
        Answer::Noise,                  // 8
        Answer::Feed(AFTER, "\"v2\""),  // 9
        Answer::NotModified,            // 10
    ])
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let address = server.address("/private-key-8731/feed.json");
    let text = format!(
        "@at 2026-06-01T08:00:00Z
@as adam admin
/admin feed add {address} America/New_York
@as ann
/meetings remind harbor
/meetings remind dawn
@at 2026-06-08T12:00:00Z
@as adam
/admin feed list
@at 2026-06-10T12:00:00Z
/admin feed list"
    );
    let said = play(&text, setup(folder.path())).await;
    drop(guard);
    let all = said.join("\n");

    assert_eq!(
        server.asked(),
        ["", "\"v1\"", "\"v1\"", "\"v2\"", "\"v2\"", "", "", "", "", "\"v2\""],
        "the tag of the copy is sent while all is well\n{all}"
    );
    assert_eq!(
        said.iter().filter(|line| line.contains(MOVED)).collect::<Vec<_>>(),
        [
            "2026-06-03 dm: Something about “Harbor Lights” has changed. It is now: every tue 20:00 (America/New_York)."
        ]
    );
    assert_eq!(count(&said, GONE), 1, "{all}");
    let news = |line: &&String| line.contains("needs a look") || line.contains("well again");
    assert_eq!(
        said.iter().filter(news).collect::<Vec<_>>(),
        [
            "2026-06-07 #general: The meeting feed 127-0-0-1 needs a look. Its last good copy is still in use.",
            "2026-06-09 #general: The meeting feed 127-0-0-1 is well again, and its meetings are up to date.",
        ],
        "{all}"
    );
    let log = log.text();
    for private in ["8731", "Harbor", "127.0.0.1", "ann"] {
        assert!(!log.contains(private), "{private} is in the log:\n{log}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_does_no_harm() {
    let server = Server::start([Answer::Feed(BEFORE, "\"v1\"")]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let address = server.address("/feed.json");
    let added =
        format!("@as adam admin\n/admin feed add {address} America/New_York\n/admin feed list");
    let said = play(&added, setup(folder.path())).await;
    assert_eq!(count(&said, "is added"), 1, "{said:?}");

    server.now(Answer::Hang);
    let impatient = Limits { total: Duration::from_millis(100), ..Limits::default() };
    let setup = Setup { limits: impatient, ..setup(folder.path()) };
    let said = play(
        "@at 2026-06-02T12:00:00Z\n@as adam admin\n/admin feed refresh\n/meetings find harbor",
        setup,
    )
    .await;
    let all = said.join("\n");
    assert_eq!(count(&said, "The server took too long to answer."), 1, "{all}");
    assert_eq!(count(&said, "1 meeting for “harbor”."), 1, "{all}");
}

/// A store with a feed, and somebody who is reminded of two of its meetings.
async fn followed() -> (Server, tempfile::TempDir) {
    let server = Server::start([Answer::Feed(BEFORE, "\"v1\"")]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let address = server.address("/feed.json");
    let text = format!(
        "@as adam admin
/admin feed add {address} America/New_York
@as ann
/meetings remind harbor
/meetings remind dawn"
    );
    play(&text, setup(folder.path())).await;
    (server, folder)
}

/// The process is killed after each step of a refresh, however many there are, and started again.
#[tokio::test]
async fn a_refresh_that_is_killed_is_done_after_all_and_told_once() {
    let (server, folder) = followed().await;
    server.now(Answer::Feed(AFTER, "\"v2\""));
    let kept = std::fs::read(folder.path().join("hearth.db")).expect("the store");

    let due: Timestamp = "2026-06-01T06:00:00Z".parse().expect("an instant");
    let steps_of_a_refresh = async |steps| {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("hearth.db"), &kept).expect("the store");
        let clock = ManualClock::new(due);
        let console =
            FakePlatform::new(PlatformId::Console, ABLE, History::Searchable, clock.clone());
        let console = Arc::new(console);
        let build = || async {
            let platform = Arc::clone(&console) as Arc<dyn hearth::chat::platform::ChatPlatform>;
            let setup = setup(folder.path());
            let app = App::build(&setup, Arc::new(clock.clone()), vec![platform], Pace::InOrder);
            app.await.expect("it starts")
        };
        let app = build().await;
        let finished = killed_after(steps, app.settle()).await;
        app.abandon().await;
        let app = build().await;
        app.settle().await.expect("it settles");
        let told = console.shows(&direct("ann"));
        assert_eq!(count(&told, MOVED), 1, "killed after {steps} steps: {told:?}");
        assert_eq!(count(&told, GONE), 1, "killed after {steps} steps: {told:?}");
        app.abandon().await;
        finished
    };
    at_each_point("a refresh", steps_of_a_refresh).await;
}

/// The disk is full when a refresh has to be written, and has room again later.
#[tokio::test]
async fn a_refresh_that_finds_no_room_keeps_what_there_was_and_is_done_later() {
    let (server, folder) = followed().await;
    server.now(Answer::Feed(many(), "\"v2\""));

    let due: Timestamp = "2026-06-01T06:00:00Z".parse().expect("an instant");
    let clock = ManualClock::new(due);
    let console = FakePlatform::new(PlatformId::Console, ABLE, History::Searchable, clock.clone());
    let console = Arc::new(console);
    let platform = Arc::clone(&console) as Arc<dyn hearth::chat::platform::ChatPlatform>;
    let setup = setup(folder.path());
    let app = App::build(&setup, Arc::new(clock.clone()), vec![platform], Pace::InOrder);
    let app = app.await.expect("it starts");
    let store = app.ctx().store.clone();
    let meetings = async || {
        let mut tx = store.read().await.expect("reads");
        sqlx::query_scalar::<_, i64>("select count(*) from meeting where removed_at is null")
            .fetch_one(&mut *tx)
            .await
            .expect("a number")
    };
    // The one connection that writes may not make the store any larger.
    let limit = async |pages: &'static str| {
        let mut tx = store.begin().await.expect("begins");
        sqlx::query(pages).execute(&mut *tx).await.expect("a limit");
        tx.commit().await.expect("ends");
    };
    limit("pragma max_page_count = 1").await;
    app.settle().await.expect("it settles");
    assert_eq!(meetings().await, 3, "all of it, or nothing");
    let told = console.shows(&direct("ann"));
    assert_eq!(count(&told, MOVED), 0, "what was not kept is not told: {told:?}");

    limit("pragma max_page_count = 4294967294").await;
    clock.set(due + jiff::SignedDuration::from_mins(6));
    app.settle().await.expect("it settles");
    assert_eq!(meetings().await, 1 + MANY);
    let told = console.shows(&direct("ann"));
    assert_eq!(count(&told, MOVED), 1, "{told:?}");
    app.abandon().await;
}

/// So many that a store has to grow for them.
const MANY: i64 = 2_000;

/// One that was there and has moved, and many new ones.
fn many() -> &'static str {
    let new = (0..MANY).map(|number| {
        format!(r#"{{"slug": "n{number}", "name": "Number {number}", "day": 1, "time": "08:00"}}"#)
    });
    let moved =
        r#"{"slug": "harbor", "name": "Harbor Lights", "day": 2, "time": "20:00", "types": ["O"]}"#;
    let all: Vec<String> = std::iter::once(moved.to_owned()).chain(new).collect();
    format!("[{}]", all.join(",")).leak()
}

/// Runs a future for so many steps, and drops it where it stands; says whether it came to its end.
async fn killed_after<T>(steps: u32, future: impl Future<Output = T>) -> bool {
    let mut future = pin!(future);
    let mut left = steps;
    std::future::poll_fn(|ctx| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match future.as_mut().poll(ctx) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("the log")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
