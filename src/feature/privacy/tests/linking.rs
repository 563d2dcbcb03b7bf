//! Two accounts become one person.

use super::super::merge::merge;
use super::super::schema::{run, text};
use crate::app::{App, Setup};
use crate::chat::plain;
use crate::clock::{Clock as _, ManualClock};
use crate::config::Config;
use crate::engine::directory;
use crate::ids::PersonId;
use crate::outbox::Pace;
use crate::platform::console::board::{Board, Shown};
use crate::platform::console::voice::Speaker;
use crate::platform::console::{Console, account};
use crate::store::{Conn, Store};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};

struct Talk {
    app: App,
    clock: ManualClock,
    speaker: Speaker,
    shown: Arc<Mutex<Vec<Shown>>>,
    _folder: tempfile::TempDir,
}

impl Talk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shown: Arc<Mutex<Vec<Shown>>> = Arc::default();
        let seen = Arc::clone(&shown);
        let screen = move |new: &Shown| seen.lock().expect("screen").push(new.clone());
        let board = Arc::new(Board::new(Box::new(screen)));
        let clock = ManualClock::new(start());
        let mut setup = Setup::new(&Config::default(), None);
        setup.store = folder.path().join("hearth.db");
        let console = Arc::new(Console::new(Arc::clone(&board)));
        let app = App::build(&setup, Arc::new(clock.clone()), vec![console], Pace::InOrder)
            .await
            .expect("an application");
        Self { app, clock, speaker: Speaker::new(board), shown, _folder: folder }
    }

    async fn says(&mut self, voice: &str, line: &str) -> String {
        self.speaker.speak_as(voice.to_owned(), None);
        let event = self.speaker.typed(line, self.clock.now());
        self.app.engine().handle(event).await;
        self.app.settle().await.expect("settles");
        self.take()
    }

    async fn later(&mut self, minutes: i64) -> String {
        let at = self.clock.now().checked_add(SignedDuration::from_mins(minutes)).expect("later");
        self.app.walk_to(&self.clock, at).await.expect("walks");
        self.take()
    }

    /// A code that a voice asked for.
    async fn code(&mut self, voice: &str) -> String {
        let answer = self.says(voice, "/privacy link").await;
        let code = answer.split("/privacy link ").nth(1).expect("a code");
        code.chars().take(8).collect()
    }

    async fn person(&self, voice: &str) -> Option<PersonId> {
        let mut tx = self.app.ctx().store.read().await.expect("reads");
        directory::person_of(&mut tx, &account(voice)).await.expect("reads")
    }

    fn take(&self) -> String {
        let shown = std::mem::take(&mut *self.shown.lock().expect("screen"));
        let line = |one: &Shown| format!("{}: {}", one.to, plain::text(&one.message));
        shown.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn start() -> Timestamp {
    "2026-06-01T08:00:00Z".parse().expect("an instant")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_makes_two_accounts_one_person() {
    let mut talk = Talk::new().await;
    talk.says("ann", "/remind add in 1h Call Sam").await;
    talk.says("ann-phone", "/remind add in 2h Water the plants").await;
    talk.says("ann-phone", "/profile zone london").await;
    let code = talk.code("ann").await;
    let answer = talk.says("ann-phone", &format!("/privacy link {}", code.to_lowercase())).await;
    assert!(answer.contains("Join this account with ann on this terminal?"), "{answer}");
    assert!(answer.contains("it says that none are kept"), "{answer}");
    assert_ne!(talk.person("ann").await, talk.person("ann-phone").await);
    let answer = talk.says("ann-phone", "/yes").await;
    assert!(answer.contains("Your accounts are linked."), "{answer}");
    assert!(answer.contains("Another account is now linked with this one"), "{answer}");
    assert_eq!(talk.person("ann").await, talk.person("ann-phone").await);
    let list = talk.says("ann", "/remind list").await;
    assert!(list.contains("r1") && list.contains("Call Sam"), "{list}");
    assert!(list.contains("r2") && list.contains("Water the plants"), "{list}");
    let profile = talk.says("ann", "/profile show").await;
    assert!(profile.contains("Europe/London"), "{profile}");
    // The jobs stay valid.
    assert!(talk.later(61).await.contains("Call Sam"));
    assert!(talk.later(60).await.contains("Water the plants"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_works_once_for_another_account_and_for_ten_minutes() {
    let mut talk = Talk::new().await;
    let unknown = "I don't know that code";
    let old = talk.code("ann").await;
    let own = talk.says("ann", &format!("/privacy link {old}")).await;
    assert!(own.contains("for your other account"), "{own}");
    let new = talk.code("ann").await;
    assert!(talk.says("bob", &format!("/privacy link {old}")).await.contains(unknown));
    talk.later(10).await;
    assert!(talk.says("bob", &format!("/privacy link {new}")).await.contains(unknown));
    assert_ne!(talk.person("ann").await, talk.person("bob").await);
    let code = talk.code("ann").await;
    talk.later(9).await;
    assert!(talk.says("bob", &format!("/privacy link {code}")).await.contains("Join this account"));
    assert!(talk.says("bob", "/no").await.contains("they stay apart"));
    assert!(talk.says("bob", &format!("/privacy link {code}")).await.contains("Join this account"));
    assert!(talk.says("bob", "/yes").await.contains("are linked"));
    assert!(talk.says("eve", &format!("/privacy link {code}")).await.contains(unknown));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_questions_at_once_join_once_and_a_late_yes_joins_nothing() {
    let mut talk = Talk::new().await;
    let (ann, bob) = (talk.code("ann").await, talk.code("bob").await);
    talk.says("bob", &format!("/privacy link {ann}")).await;
    talk.says("ann", &format!("/privacy link {bob}")).await;
    assert!(talk.says("bob", "/yes").await.contains("are linked"));
    assert!(!talk.says("ann", "/yes").await.contains("went wrong"));
    assert_eq!(talk.person("ann").await, talk.person("bob").await);
    let code = talk.code("eve").await;
    talk.says("dan", &format!("/privacy link {code}")).await;
    talk.later(11).await;
    assert!(!talk.says("dan", "/yes").await.contains("are linked"));
    assert_ne!(talk.person("eve").await, talk.person("dan").await);
}

async fn two() -> (Store, PersonId, PersonId) {
    let store = Store::in_memory().await.expect("opens");
    let mut tx = store.begin().await.expect("begins");
    let from = directory::meet(&mut tx, &account("from"), start()).await.expect("from");
    let to = directory::meet(&mut tx, &account("to"), start()).await.expect("to");
    tx.commit().await.expect("commits");
    (store, from, to)
}

async fn check_in(conn: &mut Conn, person: PersonId, day: &str, mood: i64, changed: i64) {
    let at = start().as_millisecond();
    run(
        conn,
        format!(
            "insert into checkin (person_id, day, mood, answered_at, changed_at)
             values ({person}, '{day}', {mood}, {at}, {})",
            at + changed
        ),
    )
    .await;
}

#[tokio::test]
async fn of_two_check_ins_of_a_day_the_newer_stays() {
    let (store, from, to) = two().await;
    let mut tx = store.begin().await.expect("begins");
    run(&mut tx, "update person set history_days = 90, history_at = 1".to_owned()).await;
    check_in(&mut tx, from, "2026-06-01", 1, 5).await;
    check_in(&mut tx, to, "2026-06-01", 2, 6).await;
    check_in(&mut tx, from, "2026-06-02", 3, 8).await;
    check_in(&mut tx, to, "2026-06-02", 4, 7).await;
    check_in(&mut tx, from, "2026-06-03", 5, 0).await;
    assert_eq!(merge(&mut tx, from, to, start()).await.expect("merges"), 0);
    let sql = format!("select day || ' ' || mood from checkin where person_id = {to} order by day");
    assert_eq!(text(&mut tx, sql).await, ["2026-06-01 2", "2026-06-02 3", "2026-06-03 5"]);
}

#[tokio::test]
async fn the_later_choice_about_history_holds_and_discreet_is_never_lost() {
    // Choice and time of who goes, then of who stays; what holds, and the check-ins that are left.
    for (gone, stays, holds, left) in [
        (("90", "5"), ("0", "null"), "90", 1),
        (("0", "null"), ("30", "5"), "30", 1),
        (("90", "5"), ("0", "6"), "0", 0),
        (("90", "7"), ("0", "6"), "90", 1),
        (("0", "7"), ("90", "6"), "0", 0),
        (("0", "null"), ("0", "null"), "0", 0),
    ] {
        let (store, from, to) = two().await;
        let mut tx = store.begin().await.expect("begins");
        check_in(&mut tx, from, "2026-06-01", 3, 0).await;
        for (person, (days, at), discreet) in [(from, gone, 1), (to, stays, 0)] {
            let set = format!(
                "update person set history_days = {days}, history_at = {at},
                     discreet = {discreet} where id = {person}"
            );
            run(&mut tx, set).await;
        }
        merge(&mut tx, from, to, start()).await.expect("merges");
        let days = "select history_days || ' ' || discreet from person".to_owned();
        assert_eq!(text(&mut tx, days).await, [format!("{holds} 1")], "{gone:?} {stays:?}");
        let days = text(&mut tx, "select day from checkin".to_owned()).await;
        assert_eq!(days.len(), left, "{gone:?} {stays:?}");
    }
}

#[tokio::test]
async fn of_two_reminders_before_a_meeting_the_newer_stays_with_its_job() {
    let (store, from, to) = two().await;
    let mut tx = store.begin().await.expect("begins");
    for sql in [
        "insert into community (id, slug, created_at) values (1, 'group', 0)".to_owned(),
        "insert into meeting (id, group_id, slug, name, zone, attendance, listing, fingerprint,
             created_at, changed_at) values (1, 1, 'm', 'M', 'UTC', 'online', '{}', '', 0, 0)"
            .to_owned(),
        format!("insert into meeting_reminder values (1, 1, {to}, 10, 5), (2, 1, {from}, 20, 6)"),
        "insert into job (key, kind, subject_id, due_at)
         values ('a', 'meeting_reminder', 1, 0), ('b', 'meeting_reminder', 2, 0)"
            .to_owned(),
    ] {
        run(&mut tx, sql).await;
    }
    merge(&mut tx, from, to, start()).await.expect("merges");
    let sql = "select id || ' ' || person_id || ' ' || minutes from meeting_reminder";
    assert_eq!(text(&mut tx, sql.to_owned()).await, [format!("2 {to} 20")]);
    assert_eq!(text(&mut tx, "select key from job".to_owned()).await, ["b"]);
}

#[tokio::test]
async fn what_was_shared_today_can_still_be_taken_back_and_blocks_nobody() {
    let (store, from, to) = two().await;
    let mut tx = store.begin().await.expect("begins");
    for (key, person) in [
        (format!("share:{from}:2026-06-01"), from),
        (format!("support:{from}:2026-06-01"), from),
        (format!("support:{to}:2026-06-01"), to),
    ] {
        run(
            &mut tx,
            format!(
                "insert into outbox (key, kind, person_id, destination, message, due_at, retry_at,
                     created_at) values ('{key}', 'share', {person}, 'room:a', '', 0, 0, 0)"
            ),
        )
        .await;
    }
    merge(&mut tx, from, to, start()).await.expect("merges");
    let keys = text(&mut tx, "select key from outbox order by id".to_owned()).await;
    let same = |kind: &str| format!("{kind}:{to}:2026-06-01");
    assert_eq!(keys[0], same("share"));
    assert!(keys[1].starts_with(&same("support")) && keys[1].ends_with(":linked:2"), "{keys:?}");
    assert_eq!(keys[2], same("support"));
}
