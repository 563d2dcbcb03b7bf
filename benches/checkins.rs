//! A check-in in a large community, from the event to its answer.

use crate::common::fill::{self, run};
use crate::common::people::{self, DAYS, MEMBERS};
use crate::common::report::Report;
use crate::common::stats::{Times, short, time_async};
use crate::common::world::{NOW, World, runtime};
use crate::common::{machine, people::memory};
use hearth::chat::event::RoomKind;
use hearth::feature::checkin::expiry::expire;
use std::path::Path;
use std::time::Duration;

/// Check-ins that are timed, each of another member.
const TURNS: i64 = 2_000;

pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let path = people::store().await?;
        turns(report, &path, "").await?;
        if let Some(path) = memory(&path)? {
            turns(report, &path, ", store in memory").await?;
            fill::remove(&path)?;
        }
        report.note("the disk meanwhile, fdatasync of a page", machine::disk()?);
        expiry(report, &path).await
    })
}

async fn turns(report: &mut Report, path: &Path, with: &str) -> anyhow::Result<()> {
    // What an earlier run left.
    let today = fill::millis(NOW)?;
    run(path, &[format!(
        "delete from checkin where answered_at >= {today};
         delete from prompt; delete from seen_event; update account set seen_at = 0 where seen_at > 0"
    )])
    .await?;
    let world = World::open(path).await?;
    let mut times = Vec::new();
    for turn in 0..TURNS + 50 {
        let who = format!("m{}", 1 + (turn * 7_919) % MEMBERS);
        let kind = if turn % 2 == 0 { RoomKind::Group } else { RoomKind::Direct };
        let event = world.says(&who, kind, "checkin 4 2");
        let took = world.answer(event).await?;
        let answer = world.platform.answer();
        anyhow::ensure!(answer.contains("365"), "not kept: {answer}");
        if turn >= 50 {
            times.push(took);
        }
    }
    let kept = fill::number(&world.ctx().store, "select count(*) from checkin").await?;
    anyhow::ensure!(kept == MEMBERS * DAYS + TURNS + 50, "{kept} check-ins");
    let what = format!("`/checkin 4 2`, 100,000 members, 10,000,000 answers{with}");
    report.p99(&what, Duration::from_millis(5), &Times::new(times));
    world.close().await;
    Ok(())
}

/// The daily look for what is older than its owner agreed to; here it finds nothing.
async fn expiry(report: &mut Report, path: &Path) -> anyhow::Result<()> {
    let world = World::open(path).await?;
    let mut tx = world.ctx().store.begin().await?;
    let (took, gone) = time_async(expire(&mut tx, world.now())).await;
    anyhow::ensure!(gone? == 0, "all agreed to a year");
    tx.commit().await?;
    report.note("the daily search for check-ins that are too old", short(took));
    world.close().await;
    Ok(())
}
