//! How much memory the bot holds.

use super::stage::home::{Home, unique};
use super::stage::raw::Raw;
use crate::process::Process;
use anyhow::Context as _;
use hearth::clock::{Clock as _, SystemClock};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// In MiB: when it has nothing to do, and when it has come into so many encrypted rooms and has said
/// something in each.
pub(crate) async fn resident(url: &str, rooms: usize) -> anyhow::Result<(f64, f64)> {
    let home = Home::new(url).await;
    let bot = Process::start(&home);
    let owner = Raw::register(url, &unique("owner")).await?;
    let direct = owner.direct(home.user()).await?;
    owner.wait_joined(&direct, home.user()).await?;
    rest().await;
    let idle = mebibytes(&bot);
    let mut left = BTreeSet::new();
    let mut since = owner.sync(None).await?["next_batch"].as_str().map(str::to_owned);
    for number in 0..rooms {
        left.insert(owner.room(&format!("Room {number}"), true, &[home.user()]).await?);
    }
    while !left.is_empty() {
        let news = owner.sync(since.as_deref()).await?;
        since = Some(news["next_batch"].as_str().context("no next_batch")?.to_owned());
        for (room, now) in news["rooms"]["join"].as_object().into_iter().flatten() {
            let events = now["timeline"]["events"].as_array().into_iter().flatten();
            let mut greeted =
                events.filter(|e| e["type"] == "m.room.encrypted" && e["sender"] == home.user());
            if greeted.next().is_some() {
                left.remove(room);
            }
        }
    }
    rest().await;
    Ok((idle, mebibytes(&bot)))
}

/// What was begun ends.
async fn rest() {
    super::due::Due::wait_until(SystemClock.now() + SignedDuration::from_secs(20)).await;
}

fn mebibytes(bot: &Process) -> f64 {
    bot.memory() as f64 / 1024.0
}
