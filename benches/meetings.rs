//! A hundred thousand meetings: read, kept, found.

use crate::common::feed;
use crate::common::fill::{self, SCENE, fresh};
use crate::common::report::Report;
use crate::common::stats::{Times, short, time};
use crate::common::world::{World, folder, runtime};
use hearth::chat::event::RoomKind;
use hearth::feed::{ReadOptions, read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Meetings of the feed.
const MEETINGS: usize = 100_000;
/// Turns of each kind that are timed.
const TURNS: usize = 2_000;

/// What people look for: misspelt, in part, with days, types and places.
const QUERIES: &[&str] = &[
    "thursdy womens zoom",
    "womens",
    "monday morning meditation",
    "big bok study",
    "zurich",
    "san jose noon",
    "sunrise westport",
    "newcomers online tuesday",
    "candelight",
    "young people friday",
    "oak harbor",
    "hall 12",
    "serenity",
    "step study brighton saturday",
    "nothing like this anywhere",
    "sunday",
];

pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    let text = feed::meetings(MEETINGS);
    let file = folder()?.join("feed.json");
    std::fs::write(&file, &text)?;
    let runtime = runtime()?;
    runtime.block_on(async {
        let store = fresh("meetings", &[SCENE.to_owned()]).await?;
        let world = World::open(&store).await?;
        let (took, reading) = time(|| read(text.as_bytes(), &ReadOptions::new(world.now())));
        anyhow::ensure!(reading?.meetings.len() == MEETINGS, "all of them are meetings");
        world.close().await;
        let size = text.len() / 1_000_000;
        report.note(&format!("100,000 meetings read ({size} MB), nothing kept"), short(took));
        let (took, done) = time(|| import(&file, &store));
        done?;
        let world = World::open(&store).await?;
        let kept = fill::number(&world.ctx().store, "select count(*) from meeting").await?;
        anyhow::ensure!(kept == MEETINGS as i64, "{kept} meetings kept");
        let what = "100,000 meetings imported, `hearth import meetings --store` from start to end";
        report.within(what, Duration::from_secs(5), took, "");
        let find: Vec<String> =
            QUERIES.iter().map(|text| format!("meetings find {text}")).collect();
        let each = turns(&world, &find).await?;
        let all = Times::new(each.concat());
        report.p99("`/meetings find`, 16 searches in turns", Duration::from_millis(10), &all);
        let each = find.iter().zip(each).map(|(line, times)| (Times::new(times), line));
        if let Some((times, line)) = each.max_by_key(|(times, _)| times.p50()) {
            report.note(&format!("the slowest of them, `/{line}`"), times);
        }
        let times = turns(&world, &["meetings next".to_owned()]).await?;
        report.p99("`/meetings next`", Duration::from_millis(2), &Times::new(times.concat()));
        world.close().await;
        fill::remove(&store)
    })
}

/// What the program does with a feed, in a process of its own.
fn import(file: &Path, store: &Path) -> anyhow::Result<()> {
    let status = Command::new(env!("CARGO_BIN_EXE_hearth"))
        .args(["import", "meetings", "--zone", "America/New_York", "--store"])
        .arg(store)
        .arg(file)
        .stdout(Stdio::null())
        .status()?;
    anyhow::ensure!(status.success(), "the import ended with {status}");
    Ok(())
}

/// How long each line takes, said in turns with the others.
async fn turns(world: &World, lines: &[String]) -> anyhow::Result<Vec<Vec<Duration>>> {
    let mut times = vec![Vec::new(); lines.len()];
    for turn in 0..TURNS + lines.len() {
        let at = turn % lines.len();
        let event = world.says(&format!("m{}", turn % 500), RoomKind::Direct, &lines[at]);
        let took = world.answer(event).await?;
        let answer = world.platform.answer();
        if turn < lines.len() {
            println!("    {}: {}", lines[at], answer.lines().next().unwrap_or("nothing"));
        } else {
            times[at].push(took);
        }
    }
    Ok(times)
}
