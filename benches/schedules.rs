//! What a tick costs with many schedules, and many schedules due in one minute.

use crate::common::fill::{self, SCENE, fresh, kept, millis};
use crate::common::report::Report;
use crate::common::stats::{Times, short, time_async};
use crate::common::world::{World, runtime};
use hearth::job::runner::run_due;
use jiff::ToSpan as _;
use std::time::Duration;

/// Schedules that are due at once.
const DUE: i64 = 100_000;
/// The rooms that they are for.
const ROOMS: i64 = 1_000;
/// When they are due.
const NINE: &str = "2026-03-30T09:00:00Z";
/// Ticks that are timed.
const TICKS: usize = 2_000;

pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        idle(report).await?;
        due(report).await
    })
}

/// Half of them check-ins, half messages; five ways to say nine o'clock.
fn schedules(count: i64, due_at: i64) -> Vec<String> {
    vec![
        SCENE.to_owned(),
        format!(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < {ROOMS})
             insert into room (id, group_id, seen_at) select 'console:#room' || i, 1, 0 from n;
             with recursive n (i) as (select 1 union all select i + 1 from n where i < {count})
             insert into schedule (id, group_id, slug, kind, timing, zone, room, text, next_at,
                 next_civil, created_at)
             select i, 1, 's' || i, case i % 2 when 0 then 'checkin' else 'message' end,
                 case i % 5
                     when 0 then 'daily 09:00'
                     when 1 then 'weekdays 11:00'
                     when 2 then 'every 2 weeks mon 05:00 from 2026-03-02'
                     when 3 then 'cron 0 9 * * 1-5'
                     else 'rrule FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0' end,
                 case i % 5 when 1 then 'Europe/Berlin' when 2 then 'America/New_York'
                     else 'UTC' end,
                 'console:#room' || (1 + (i * 7919) % {ROOMS}),
                 case i % 2 when 0 then '' else 'Message ' || i || ': the kettle is on.' end,
                 {due_at},
                 case i % 5 when 1 then '2026-03-30T11:00:00' when 2 then '2026-03-30T05:00:00'
                     else '2026-03-30T09:00:00' end,
                 0
             from n;
             insert into job (key, kind, subject_id, detail, due_at)
             select 'schedule:' || id, 'schedule', id, next_civil, next_at from schedule;"
        ),
    ]
}

/// With nothing due, a million cost what a thousand cost.
async fn idle(report: &mut Report) -> anyhow::Result<()> {
    let nine = millis(NINE)?;
    let few = World::open(&fresh("schedules-1000", &schedules(1_000, nine)).await?).await?;
    let many = World::open(&kept("schedules-1000000", &schedules(1_000_000, nine)).await?).await?;
    let mut times = [Vec::new(), Vec::new()];
    for tick in 0..TICKS + 100 {
        // In turns, so that what else the machine does meets both.
        for (world, times) in [&few, &many].into_iter().zip(&mut times) {
            let (took, next) = time_async(run_due(world.ctx(), world.now())).await;
            anyhow::ensure!(next? == Some(NINE.parse()?), "nothing may be due");
            if tick >= 100 {
                times.push(took);
            }
        }
    }
    let [few_times, many_times] = times.map(Times::new);
    let ratio = many_times.p50().as_secs_f64() / few_times.p50().as_secs_f64();
    report.note("idle tick, 1,000 schedules", &few_times);
    report.note("idle tick, 1,000,000 schedules", &many_times);
    let measured = format!("{ratio:.2}×");
    report.row("idle tick, 1,000,000 to 1,000 (p50)", "within 1.5×", measured, Some(ratio < 1.5));
    few.close().await;
    many.close().await;
    Ok(())
}

/// All of them in the outbox, in order.
async fn due(report: &mut Report) -> anyhow::Result<()> {
    let path = fresh("schedules-due", &schedules(DUE, millis(NINE)?)).await?;
    let world = World::open(&path).await?;
    world.clock.set(NINE.parse()?);
    let (took, next) = time_async(run_due(world.ctx(), world.now())).await;
    anyhow::ensure!(next? > Some(world.now().checked_add(1.hour())?), "each has a next one");
    let store = &world.ctx().store;
    let queued = fill::number(store, "select count(*) from outbox where state = 'pending'").await?;
    let asked = fill::number(store, "select count(*) from prompt").await?;
    // A key is 'schedule:7:2026-…', and jobs of one minute are taken in the order of their rows.
    let swapped = fill::number(
        store,
        "select count(*) from (
             select cast(substr(key, 10) as integer) as subject,
                 lag(cast(substr(key, 10) as integer)) over (partition by destination order by id)
                     as before
             from outbox)
         where subject <= before",
    )
    .await?;
    anyhow::ensure!(queued == DUE && asked == DUE / 2, "{queued} queued, {asked} questions");
    anyhow::ensure!(swapped == 0, "{swapped} stand before what was due earlier");
    let more = format!(" ({} per schedule, order kept)", short(took / DUE as u32));
    let what = "100,000 due in one minute, enqueued for 1,000 rooms";
    report.within(what, Duration::from_secs(5), took, &more);
    world.close().await;
    fill::remove(&path)
}
