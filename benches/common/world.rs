//! A Hearth on a store, with a platform that shows nothing and a clock that stands still.

use super::platform::Nowhere;
use super::stats;
use anyhow::Context as _;
use hearth::app::{App, Setup};
use hearth::chat::event::{Event, EventBody, Place, RoomKind, TurnId};
use hearth::clock::ManualClock;
use hearth::config::Config;
use hearth::engine::ctx::Ctx;
use hearth::ids::{AccountId, PlatformId, RoomId};
use hearth::outbox::Pace;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// When everything here happens: a Monday.
pub(crate) const NOW: &str = "2026-03-30T08:59:00Z";

/// A Hearth.
pub(crate) struct World {
    app: App,
    pub(crate) platform: Arc<Nowhere>,
    pub(crate) clock: ManualClock,
    turns: AtomicU64,
}

impl World {
    /// A Hearth on the store at `path`.
    pub(crate) async fn open(path: &Path) -> anyhow::Result<Self> {
        let clock = ManualClock::new(NOW.parse()?);
        let platform = Arc::new(Nowhere::default());
        let mut setup = Setup::new(&Config::default(), None);
        path.clone_into(&mut setup.store);
        let (ticking, edge) = (Arc::new(clock.clone()), Arc::clone(&platform));
        let app = App::build(&setup, ticking, vec![edge], Pace::SideBySide).await?;
        Ok(Self { app, platform, clock, turns: AtomicU64::new(0) })
    }

    pub(crate) fn ctx(&self) -> &Ctx {
        self.app.ctx()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx().now()
    }

    /// What somebody types, in the room where all are or in their direct room.
    pub(crate) fn says(&self, who: &str, kind: RoomKind, text: &str) -> Event {
        let turn = self.turns.fetch_add(1, Ordering::Relaxed);
        let (room, community) = match kind {
            RoomKind::Group | RoomKind::Whole => {
                ("#general".to_owned(), Some("console".to_owned()))
            }
            RoomKind::Direct => (format!("dm-{who}"), None),
        };
        let room = RoomId::new(PlatformId::Console, room);
        Event {
            // Platforms name their events, so that one that comes twice is handled once.
            native: Some(format!("{}-{turn}", self.now().as_second())),
            at: self.now(),
            account: AccountId::new(PlatformId::Console, who),
            name: who.to_owned(),
            place: Place { room, kind, community },
            source: None,
            turn: TurnId(turn),
            body: EventBody::Said { text: text.to_owned(), addressed: true, files: Vec::new() },
        }
    }

    /// How long it takes from an event to its answer. That it is over is noted after that.
    pub(crate) async fn answer(&self, event: Event) -> anyhow::Result<Duration> {
        let begun = stats::now();
        self.app.engine().handle(event).await;
        let answered = self.platform.answered().context("nothing was answered")?;
        Ok(answered - begun)
    }

    pub(crate) async fn close(self) {
        self.app.abandon().await;
    }
}

/// What runs everything, as the program itself does.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Where generated stores are kept.
pub(crate) fn folder() -> anyhow::Result<PathBuf> {
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = beside.parent().unwrap_or(beside).join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
