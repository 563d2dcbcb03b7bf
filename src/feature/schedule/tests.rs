//! Schedules through the runner.

use crate::chat::platforms::Platforms;
use crate::chat::wire;
use crate::clock::ManualClock;
use crate::engine::ctx::{Ctx, Defaults};
use crate::engine::interview::Interviews;
use crate::feature::meeting::search::Timetables;
use crate::feed::fetch::{Fetcher, Limits};
use crate::job::{NewJob, put_all, runner};
use crate::outbox::Bell;
use crate::store::{Store, instant, millis};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

const START: &str = "2026-06-01T09:00:00Z";

async fn stage() -> Ctx {
    let now: Timestamp = START.parse().unwrap();
    let ctx = Ctx {
        store: Store::in_memory().await.unwrap(),
        clock: Arc::new(ManualClock::new(now)),
        defaults: Defaults::default(),
        platforms: Platforms::new(),
        bell: Bell::new(),
        fetcher: Fetcher::new(false, Limits::default()).unwrap(),
        interviews: Interviews::default(),
        timetables: Timetables::default(),
        refresh: "daily 04:30".into(),
    };
    let mut tx = ctx.store.begin().await.unwrap();
    sqlx::query("insert into community (id, slug, created_at) values (1, 'home', 0)")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    ctx
}

/// `count` schedules, every other one a check-in, in 50 rooms, due over one hour in an order that is
/// not that of their numbers.
async fn fill(ctx: &Ctx, count: i64) {
    let mut tx = ctx.store.begin().await.unwrap();
    let first: Timestamp = START.parse().unwrap();
    let mut jobs = Vec::new();
    for id in 1..=count {
        let kind = if id % 2 == 0 { "checkin" } else { "message" };
        let minute = id * 7919 % 60;
        let at = instant(millis(first) + minute * 60_000);
        let civil = format!("2026-06-01T09:{minute:02}:00");
        sqlx::query(
            "insert into schedule (id, group_id, slug, kind, timing, zone, room, text, next_at,
                 next_civil, created_at)
             values (?1, 1, 's' || ?1, ?2, ?3, 'UTC', ?4, ?1 || '', ?5, ?6, 0)",
        )
        .bind(id)
        .bind(kind)
        .bind(format!("daily 09:{minute:02}"))
        .bind(format!("console:#room{}", id % 50))
        .bind(millis(at))
        .bind(&civil)
        .execute(&mut *tx)
        .await
        .unwrap();
        jobs.push(NewJob::new(format!("schedule:{id}"), "schedule", id, civil, at));
    }
    put_all(&mut tx, &jobs).await.unwrap();
    tx.commit().await.unwrap();
}

type Row = (i64, String, i64, String, Option<i64>);

async fn outbox(ctx: &Ctx) -> Vec<Row> {
    let mut tx = ctx.store.read().await.unwrap();
    sqlx::query_as("select id, destination, due_at, message, prompt_id from outbox order by id")
        .fetch_all(&mut *tx)
        .await
        .unwrap()
}

async fn count(ctx: &Ctx, sql: &'static str) -> i64 {
    let mut tx = ctx.store.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *tx).await.unwrap()
}

#[tokio::test]
async fn thousands_are_enqueued_once_and_in_the_order_of_their_rooms() {
    let ctx = stage().await;
    fill(&ctx, 5000).await;
    let now: Timestamp = "2026-06-01T10:00:00Z".parse().unwrap();
    let next = runner::run_due(&ctx, now).await.unwrap();
    assert_eq!(next, Some("2026-06-02T09:00:00Z".parse().unwrap()));

    let rows = outbox(&ctx).await;
    assert_eq!(rows.len(), 5000);
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, room, due, message, prompt) in &rows {
        let before = last.insert(room, *due);
        assert!(before.is_none_or(|before| before <= *due), "{room} goes backwards");
        let message = wire::decode(message).unwrap();
        assert_eq!(message.prompt.map(|prompt| prompt.id.0), *prompt);
    }
    assert_eq!(last.len(), 50);
    assert_eq!(count(&ctx, "select count(*) from prompt").await, 2500);
    let asked = "select count(*) from prompt p join outbox o on o.prompt_id = p.id
                 join schedule s on s.id = p.subject_id
                 where p.detail = '2026-06-01' and o.key like 'schedule:' || s.id || ':%'
                     and s.room = substr(o.destination, 6) and p.expires_at = o.expires_at";
    assert_eq!(count(&ctx, asked).await, 2500);
    assert_eq!(count(&ctx, "select count(*) from job").await, 5000);
    let moved = "select count(*) from schedule s join job j on j.subject_id = s.id
                 where s.next_at = j.due_at and s.next_civil = j.detail
                     and s.next_civil like '2026-06-02T09:%'";
    assert_eq!(count(&ctx, moved).await, 5000);

    // The same jobs once more, as after a store that was put back: nothing is said twice.
    runner::run_due(&ctx, now).await.unwrap();
    assert_eq!(outbox(&ctx).await.len(), 5000);
}

#[tokio::test]
async fn a_job_without_its_schedule_is_harmless() {
    let ctx = stage().await;
    fill(&ctx, 3).await;
    let mut tx = ctx.store.begin().await.unwrap();
    sqlx::query("delete from schedule where id = 1").execute(&mut *tx).await.unwrap();
    sqlx::query("update schedule set paused_at = 1, next_at = null where id = 2")
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("update schedule set zone = 'Mars/Olympus' where id = 3")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let now: Timestamp = "2026-06-01T10:00:00Z".parse().unwrap();
    assert_eq!(runner::run_due(&ctx, now).await.unwrap(), None);
    assert!(outbox(&ctx).await.is_empty());
    let ended = "select count(*) from schedule where id = 3 and ended_at is not null";
    assert_eq!(count(&ctx, ended).await, 1);
}
