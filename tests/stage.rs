//! A stage for the outbox: a store in a folder of its own, a clock that stands still, and fake
//! platforms. When it is taken down, nothing may be pending unless the test has said so.

use crate::fake::{ABLE, FakePlatform, History};
use hearth::chat::address::Address;
use hearth::chat::message::{Line, Message};
use hearth::chat::platform::Capabilities;
use hearth::chat::platforms::Platforms;
use hearth::clock::{Clock, ManualClock};
use hearth::ids::{AccountId, GroupId, OutboxId, PlatformId, RoomId};
use hearth::outbox::ledger::{self, Counts, Entry};
use hearth::outbox::{self, Bell, Checkpoint, Jitter, Outgoing, Pace, Sender};
use hearth::store::Store;
use jiff::{SignedDuration, Timestamp};
use sqlx::ConnectOptions;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tempfile::TempDir;

/// The group that every stage has.
pub(crate) const GROUP: GroupId = GroupId(1);
/// When every stage begins.
pub(crate) const START: &str = "2026-03-28T18:00:00Z";

/// A store, a clock and two platforms, `console` and `matrix`.
pub(crate) struct Stage {
    folder: TempDir,
    /// The store.
    pub(crate) store: Store,
    /// The clock.
    pub(crate) clock: ManualClock,
    /// The platform on which rooms are.
    pub(crate) console: Arc<FakePlatform>,
    /// Another.
    pub(crate) matrix: Arc<FakePlatform>,
    /// Rung after commits.
    pub(crate) bell: Bell,
    patience: Duration,
    leftovers: bool,
}

/// No call of these tests takes so long, however busy the machine is.
const PATIENCE: Duration = Duration::from_hours(1);

impl Stage {
    /// A stage whose platforms can do everything.
    pub(crate) async fn new() -> Self {
        Self::with(ABLE, History::Searchable).await
    }

    /// A stage whose platforms can do this.
    pub(crate) async fn with(can: Capabilities, history: History) -> Self {
        // In memory where the machine has such a place: what is tested is the order of writes, and
        // a disk that is asked to keep each of thousands takes minutes.
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let folder = folder.expect("a folder");
        std::fs::write(folder.path().join("hearth.db"), template()).expect("a store");
        let store = Store::open(&folder.path().join("hearth.db"), None).await.expect("a store");
        let clock = ManualClock::new(START.parse().expect("an instant"));
        let fake = |id| Arc::new(FakePlatform::new(id, can, history, clock.clone()));
        let (console, matrix) = (fake(PlatformId::Console), fake(PlatformId::Matrix));
        Self {
            folder,
            store,
            clock,
            console,
            matrix,
            bell: Bell::new(),
            leftovers: false,
            patience: PATIENCE,
        }
    }

    /// Calls are given up soon. Only for a platform that hangs: real time is noise.
    pub(crate) fn lose_patience(&mut self) {
        self.patience = Duration::from_secs(2);
    }

    /// What is pending at the end is meant to be.
    pub(crate) fn leave_pending(&mut self) {
        self.leftovers = true;
    }

    /// The time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock.
    pub(crate) fn advance(&self, span: SignedDuration) {
        self.clock.set(self.now() + span);
    }

    /// Both platforms.
    pub(crate) fn platforms(&self) -> Platforms {
        Platforms::new().with(self.console.clone()).with(self.matrix.clone())
    }

    /// A sender in order, as after a start of the process.
    pub(crate) fn sender(&self) -> Sender {
        let clock = Arc::new(self.clock.clone());
        Sender::new(self.store.clone(), clock, self.platforms(), self.bell.clone())
            .pace(Pace::InOrder)
            .jitter(Jitter::new(7))
            .patience(self.patience)
    }

    /// The same, which stops where it is told to.
    pub(crate) fn sender_with(&self, checkpoint: Arc<dyn Checkpoint>) -> Sender {
        self.sender().checkpoint(checkpoint)
    }

    /// A message for a destination, due now, in the group's ledger.
    pub(crate) fn out(&self, to: &Address, text: &str) -> Outgoing {
        Outgoing::new(text, "test", to.clone(), say(text), self.now()).group(GROUP)
    }

    /// Puts a message into the outbox.
    pub(crate) async fn push(&self, out: &Outgoing) -> Option<OutboxId> {
        let mut tx = self.store.begin().await.expect("a transaction");
        let id = outbox::push(&mut tx, out, self.now()).await.expect("a row");
        tx.commit().await.expect("a commit");
        self.bell.ring();
        id
    }

    /// Changes what a row says.
    pub(crate) async fn revise(&self, id: OutboxId, text: &str) -> bool {
        let mut tx = self.store.begin().await.expect("a transaction");
        let done = outbox::revise(&mut tx, id, &say(text), self.now()).await.expect("a row");
        tx.commit().await.expect("a commit");
        self.bell.ring();
        done
    }

    /// Sends what is due and what becomes due, moving the clock, until nothing is left to wait for.
    pub(crate) async fn settle(&self) {
        let sender = self.sender();
        for _ in 0..2_000 {
            let next = sender.send_due(self.now()).await.expect("the store answers");
            let Some(next) = next else { return };
            assert!(next > self.now(), "asked to look again at {next}, and it is {}", self.now());
            self.clock.set(next);
        }
        panic!("deliveries do not come to an end");
    }

    /// The ledger, oldest first.
    pub(crate) async fn ledger(&self) -> Vec<Entry> {
        let mut tx = self.store.read().await.expect("a view");
        let mut entries =
            ledger::list(&mut tx, GROUP, None, 1_000, None).await.expect("the ledger");
        entries.reverse();
        entries
    }

    /// All rows, counted.
    pub(crate) async fn totals(&self) -> Counts {
        let mut tx = self.store.read().await.expect("a view");
        ledger::totals(&mut tx).await.expect("the ledger")
    }

    /// Runs a statement that sets the scene.
    pub(crate) async fn sql(&self, statement: &'static str) {
        let mut tx = self.store.begin().await.expect("a transaction");
        sqlx::query(statement).execute(&mut *tx).await.expect(statement);
        tx.commit().await.expect("a commit");
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.leftovers || std::thread::panicking() {
            return;
        }
        let path = self.folder.path().join("hearth.db");
        let waiting = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
                let mut conn = options.connect().await.expect("the store");
                ledger::totals(&mut conn).await.expect("the ledger").waiting
            })
        });
        assert_eq!(waiting.join().expect("an answer"), 0, "messages are pending at the end");
    }
}

/// A room on the console.
pub(crate) fn room(name: &str) -> Address {
    Address::Room(RoomId::new(PlatformId::Console, name))
}

/// A room on Matrix.
pub(crate) fn matrix_room(name: &str) -> Address {
    Address::Room(RoomId::new(PlatformId::Matrix, name))
}

/// A direct room on the console.
pub(crate) fn direct(name: &str) -> Address {
    Address::Direct(AccountId::new(PlatformId::Console, name))
}

/// A message of one paragraph.
pub(crate) fn say(text: &str) -> Message {
    Message::say(Line::text(text))
}

/// A store with its tables, the group and three rooms; made once.
fn template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let make = || {
            let folder = TempDir::new().expect("a folder");
            let path: PathBuf = folder.path().join("template.db");
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let store = Store::open(&path, None).await.expect("a store");
                let mut tx = store.begin().await.expect("a transaction");
                let scene = "
                    insert into community (id, slug, created_at) values (1, 'harbour', 0);
                    insert into room (id, group_id, seen_at) values
                        ('console:#general', 1, 3), ('console:#other', 1, 2), ('console:#staff', 1, 1);
                    insert into setting (group_id, key, value) values (1, 'admin-room', 'console:#staff');
                ";
                sqlx::raw_sql(scene).execute(&mut *tx).await.expect("a scene");
                tx.commit().await.expect("a commit");
                store.close().await;
            });
            std::fs::read(&path).expect("the store")
        };
        std::thread::spawn(make).join().expect("a template")
    })
}
