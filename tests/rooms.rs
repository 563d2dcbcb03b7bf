//! The bot is let into rooms, put out of them, and moved with them.

use crate::fake::{ABLE, Act, FakePlatform, History};
use hearth::app::{App, Setup};
use hearth::chat::address::Address;
use hearth::chat::event::{Event, EventBody, Place, RoomKind, TurnId};
use hearth::chat::role::Role;
use hearth::clock::{Clock as _, ManualClock};
use hearth::config::Config;
use hearth::ids::{AccountId, PlatformId, RoomId};
use hearth::outbox::Pace;
use jiff::SignedDuration;
use std::sync::Arc;
use tempfile::TempDir;

const START: &str = "2026-11-23T09:00:00Z";

/// A bot on one platform, in whose space `!space` the rooms are.
struct House {
    _folder: TempDir,
    app: App,
    clock: ManualClock,
    matrix: Arc<FakePlatform>,
    events: u64,
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = ManualClock::new(START.parse().expect("an instant"));
        let id = PlatformId::Matrix;
        let matrix = Arc::new(FakePlatform::new(id, ABLE, History::Searchable, clock.clone()));
        matrix.give("@olga:x", Role::Admin);
        let mut setup = Setup::new(&Config::default(), None);
        setup.store = folder.path().join("hearth.db");
        let platforms: Vec<Arc<dyn hearth::chat::platform::ChatPlatform>> = vec![matrix.clone()];
        let app = App::build(&setup, Arc::new(clock.clone()), platforms, Pace::InOrder).await;
        Self { _folder: folder, app: app.expect("it builds"), clock, matrix, events: 0 }
    }

    fn event(&mut self, who: &str, room: &str, community: &str, body: EventBody) -> Event {
        self.events += 1;
        Event {
            native: Some(format!("$e{}", self.events)),
            at: self.clock.now(),
            account: AccountId::new(PlatformId::Matrix, who),
            name: who.to_owned(),
            place: Place {
                room: id(room),
                kind: RoomKind::Group,
                community: Some(community.to_owned()),
            },
            source: None,
            turn: TurnId(self.events),
            body,
        }
    }

    async fn take(&self, event: Event) {
        self.app.engine().handle(event).await;
        self.app.settle().await.expect("what is due");
    }

    async fn happens(&mut self, room: &str, body: EventBody) {
        let event = self.event("@olga:x", room, "!space", body);
        self.take(event).await;
    }

    /// Olga types a command; gives the answer, which she alone sees.
    async fn types(&mut self, room: &str, text: &str) -> String {
        let body = EventBody::Said { text: text.to_owned(), addressed: true, files: Vec::new() };
        let event = self.event("@olga:x", room, "!space", body);
        let to = Address::Ephemeral(id(room), event.account.clone());
        self.take(event).await;
        self.matrix.shows(&to).pop().expect("an answer")
    }

    async fn passes(&self, hours: i64) {
        let target = self.clock.now() + SignedDuration::from_hours(hours);
        self.app.walk_to(&self.clock, target).await.expect("what is due");
    }

    fn room(&self, room: &str) -> Vec<String> {
        self.matrix.shows(&Address::Room(id(room)))
    }

    fn direct(&self, who: &str) -> Vec<String> {
        self.matrix.shows(&Address::Direct(AccountId::new(PlatformId::Matrix, who)))
    }

    async fn count(&self, statement: &'static str) -> i64 {
        let mut tx = self.app.ctx().store.read().await.expect("a view");
        sqlx::query_scalar(statement).fetch_one(&mut *tx).await.expect(statement)
    }
}

fn id(room: &str) -> RoomId {
    RoomId::new(PlatformId::Matrix, room)
}

fn greetings(said: &[String]) -> usize {
    said.iter().filter(|text| text.starts_with("Hello.")).count()
}

#[tokio::test]
async fn a_room_is_greeted_once() {
    let mut house = House::new().await;
    let event = house.event("@olga:x", "!general", "!space", EventBody::Entered);
    house.take(event.clone()).await;
    let said = house.room("!general");
    assert_eq!(said.len(), 1, "{said:?}");
    for word in ["/help", "/checkin", "/crisis", "before you say yes", "/privacy show"] {
        assert!(said[0].contains(word), "{word}: {}", said[0]);
    }
    // The same news again, under its own name and under another.
    house.take(event.clone()).await;
    house.take(Event { native: Some("$again".into()), turn: TurnId(99), ..event }).await;
    // Out and in again within days, and another room of the same group.
    house.happens("!general", EventBody::Removed).await;
    house.passes(3 * 24).await;
    house.happens("!general", EventBody::Entered).await;
    assert_eq!(greetings(&house.room("!general")), 1);
    house.happens("!other", EventBody::Entered).await;
    assert_eq!(greetings(&house.room("!other")), 1);
    assert_eq!(house.count("select count(*) from community").await, 1);
    // Away for so long that nobody remembers it.
    house.happens("!general", EventBody::Removed).await;
    house.passes(31 * 24).await;
    house.happens("!general", EventBody::Entered).await;
    assert_eq!(greetings(&house.room("!general")), 2);
}

#[tokio::test]
async fn out_of_a_room_its_schedules_rest_and_the_one_who_set_them_up_is_told() {
    let mut house = House::new().await;
    house.happens("!general", EventBody::Entered).await;
    house.happens("!other", EventBody::Entered).await;
    let answer = house.types("!general", "admin schedule add message daily 12:00 Tea").await;
    assert!(answer.contains("It's set up"), "{answer}");
    house.types("!general", "admin meeting add Circle \"daily 13:00\"").await;
    let answer = house.types("!general", "admin meeting announce circle 30").await;
    assert!(answer.contains("I'll announce"), "{answer}");
    house.passes(24).await;
    let before = house.room("!general");
    assert_eq!(before.iter().filter(|text| *text == "Tea").count(), 1, "{before:?}");
    assert_eq!(before.iter().filter(|text| text.starts_with("Coming up")).count(), 1, "{before:?}");

    let event = house.event("@mod:x", "!general", "!space", EventBody::Removed);
    house.take(event.clone()).await;
    house.take(Event { native: Some("$again".into()), turn: TurnId(99), ..event }).await;
    house.passes(48).await;
    assert_eq!(house.room("!general"), before, "nothing is posted there");
    let told = house.direct("@olga:x");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("I am no longer in !general"), "{told:?}");
    assert!(!told[0].contains("my last room"), "{told:?}");
    assert_eq!(house.room("!other").len(), 1, "only the greeting");
    let held =
        house.count("select count(*) from outbox where state = 'dropped' and reason = 'paused'");
    assert_eq!(held.await, 4, "two days of a message and an announcement");

    house.happens("!general", EventBody::Entered).await;
    house.passes(24).await;
    let new = &house.room("!general")[before.len()..];
    assert_eq!(new.len(), 2, "{new:?}");
    assert_eq!(house.direct("@olga:x").len(), 1);
}

#[tokio::test]
async fn the_room_of_the_admins_is_told_rather_than_a_person() {
    let mut house = House::new().await;
    house.happens("!general", EventBody::Entered).await;
    house.happens("!staff", EventBody::Entered).await;
    house.types("!staff", "help").await;
    let mut tx = house.app.ctx().store.begin().await.expect("a transaction");
    sqlx::query(
        "insert into setting (group_id, key, value) values (1, 'admin-room', 'matrix:!staff')",
    )
    .execute(&mut *tx)
    .await
    .expect("a setting");
    tx.commit().await.expect("a commit");
    house.types("!general", "admin schedule add message daily 12:00 Tea").await;
    house.happens("!general", EventBody::Removed).await;
    assert_eq!(house.room("!staff").len(), 2, "{:?}", house.room("!staff"));
    assert!(house.direct("@olga:x").is_empty());
    // The admins' own room: now there is nobody but the person.
    house.happens("!staff", EventBody::Removed).await;
    let told = house.direct("@olga:x");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("within 90 days"), "{told:?}");
}

#[tokio::test]
async fn news_in_the_wrong_order_changes_nothing() {
    let mut house = House::new().await;
    let entered = house.event("@olga:x", "!general", "!space", EventBody::Entered);
    let removed = house.event("@mod:x", "!general", "!space", EventBody::Removed);
    house.clock.set(house.clock.now() + SignedDuration::from_mins(1));
    house.happens("!general", EventBody::Entered).await;
    // Older than what is known.
    house.take(removed).await;
    house.take(entered).await;
    assert_eq!(house.count("select count(*) from room where left_at is null").await, 1);
    assert_eq!(greetings(&house.room("!general")), 1);
    // A room that was never known, and a direct room.
    house.happens("!unknown", EventBody::Removed).await;
    let mut event = house.event("@olga:x", "!dm", "!space", EventBody::Entered);
    event.place = Place { kind: RoomKind::Direct, community: None, ..event.place };
    house.take(event).await;
    assert_eq!(house.count("select count(*) from room").await, 1);
}

#[tokio::test]
async fn a_group_without_rooms_is_kept_for_its_days_and_then_erased() {
    let mut house = House::new().await;
    house.happens("!general", EventBody::Entered).await;
    house.types("!general", "admin schedule add message daily 12:00 Tea").await;
    house.types("!general", "admin meeting add Circle \"daily 13:00\"").await;
    house.types("!general", "remind add 2027-06-01 09:00 Call Sam").await;
    house.happens("!general", EventBody::Removed).await;
    house.passes(60 * 24).await;
    // Somebody uses a command there, so the bot is there after all, whatever was missed.
    assert!(house.types("!general", "admin schedule list").await.contains("message-1200"));
    house.passes(60 * 24).await;
    assert_eq!(house.count("select count(*) from community").await, 1);
    house.happens("!general", EventBody::Removed).await;
    house.passes(89 * 24).await;
    assert_eq!(house.count("select count(*) from community").await, 1);
    house.passes(2 * 24).await;
    for table in [
        "select count(*) from community",
        "select count(*) from room",
        "select count(*) from schedule",
        "select count(*) from meeting",
        "select count(*) from meeting_search",
        "select count(*) from audit",
        "select count(*) from setting",
    ] {
        assert_eq!(house.count(table).await, 0, "{table}");
    }
    // What is a person's own stays theirs.
    assert_eq!(house.count("select count(*) from person").await, 1);
    // Let in again, it is a new group.
    house.happens("!general", EventBody::Entered).await;
    assert!(house.types("!general", "admin schedule list").await.contains("no schedules yet"));
}

#[tokio::test]
async fn all_that_belongs_to_a_room_goes_with_it() {
    let mut house = House::new().await;
    house.happens("!old", EventBody::Entered).await;
    house.types("!old", "admin schedule add message daily 12:00 Tea").await;
    house.types("!old", "admin schedule add checkin daily 13:00").await;
    house.types("!old", "admin meeting add Circle \"daily 14:00\"").await;
    house.types("!old", "admin meeting announce circle 30").await;
    house.passes(24).await;
    // One message waits, because the room cannot be reached.
    let old = Address::Room(id("!old"));
    let limit = Act::Limit(std::time::Duration::from_hours(2));
    house.matrix.script(&old, [limit]);
    house.types("!old", "admin schedule run message-1200").await;
    let before = house.room("!old");

    let moved = EventBody::Moved { to: id("!new") };
    let event = house.event("@mod:x", "!old", "!space", moved);
    house.take(event.clone()).await;
    house.take(Event { native: Some("$again".into()), turn: TurnId(99), ..event }).await;
    house.happens("!new", EventBody::Entered).await;
    house.happens("!old", EventBody::Removed).await;
    house.passes(24).await;
    assert_eq!(house.room("!old"), before, "nothing more is said in the old room");
    let new = house.room("!new");
    assert_eq!(greetings(&new), 0, "{new:?}");
    assert_eq!(new.iter().filter(|text| *text == "Tea").count(), 2, "{new:?}");
    assert_eq!(new.iter().filter(|text| text.starts_with("How are you")).count(), 1, "{new:?}");
    assert_eq!(new.iter().filter(|text| text.starts_with("Coming up")).count(), 1, "{new:?}");
    assert!(house.direct("@olga:x").is_empty(), "nobody is told of what nobody lost");
    let list = house.types("!new", "admin schedule list").await;
    assert!(list.contains("!new") && !list.contains("!old"), "{list}");
}

#[tokio::test]
async fn a_room_that_is_its_own_community_stays_one_group() {
    let mut house = House::new().await;
    let own = |house: &mut House, room: &str, body| house.event("@olga:x", room, room, body);
    let event = own(&mut house, "!old", EventBody::Entered);
    house.take(event).await;
    let event = own(
        &mut house,
        "!old",
        EventBody::Said {
            text: "admin settings zone Asia/Tokyo".into(),
            addressed: true,
            files: Vec::new(),
        },
    );
    house.take(event).await;
    // The new room is heard of before it is known what it replaces.
    let event = own(&mut house, "!new", EventBody::Entered);
    house.take(event).await;
    assert_eq!(house.count("select count(*) from community").await, 2);
    let event = own(&mut house, "!old", EventBody::Moved { to: id("!new") });
    house.take(event).await;
    assert_eq!(house.count("select count(*) from community").await, 1);
    let there = "select count(*) from room r join setting s on s.group_id = r.group_id
                 where r.id = 'matrix:!new' and s.key = 'zone' and r.left_at is null";
    assert_eq!(house.count(there).await, 1);
}

#[tokio::test]
async fn a_room_that_joins_a_community_brings_its_group() {
    let mut house = House::new().await;
    let event = house.event("@olga:x", "!general", "!general", EventBody::Entered);
    house.take(event).await;
    house.happens("!general", EventBody::Entered).await;
    house.happens("!other", EventBody::Entered).await;
    assert_eq!(house.count("select count(*) from community").await, 1);
    assert_eq!(house.count("select count(*) from room where group_id = 1").await, 2);
    assert_eq!(greetings(&house.room("!general")), 1);
}
