//! The fastest bot that there can be on this homeserver: what it takes, any bot takes.

use super::stage::raw::Raw;
use super::talk;
use super::voice::Voice;
use crate::common::stats::Times;
use futures_util::future::try_join_all;
use hearth::clock::{Clock as _, SystemClock};
use serde_json::Value;
use std::time::Duration;

/// Answers whatever is said, as soon as it is there.
pub(crate) async fn echo(bot: Raw) -> anyhow::Result<()> {
    let mut since = bot.sync(None).await?["next_batch"].as_str().map(str::to_owned);
    loop {
        let news = bot.sync(since.as_deref()).await?;
        since = news["next_batch"].as_str().map(str::to_owned);
        for room in news["rooms"]["invite"].as_object().into_iter().flat_map(|rooms| rooms.keys()) {
            bot.join(room).await?;
        }
        for (room, now) in news["rooms"]["join"].as_object().into_iter().flatten() {
            for event in now["timeline"]["events"].as_array().into_iter().flatten() {
                if event["type"] == "m.room.message" && event["sender"] != bot.id() {
                    let said = event["content"]["body"].as_str().unwrap_or_default();
                    bot.say(room, &format!("pong {said}")).await?;
                }
            }
        }
    }
}

/// From a command to its answer, by the server's clock, with the echo.
pub(crate) async fn sequential(
    url: &str,
    person: &Voice,
    commands: usize,
) -> anyhow::Result<Times> {
    let bot = Raw::register(url, &super::stage::home::unique("echo")).await?;
    let id = bot.id().to_owned();
    let running = tokio::spawn(echo(bot));
    let room = person.direct(&id).await?;
    let times = talk::one_after_another(person, &room, &id, commands).await;
    running.abort();
    times
}

/// How late messages are that are sent at one instant in several rooms, in order in each.
pub(crate) async fn due(url: &str, rooms: usize, messages: usize) -> anyhow::Result<Times> {
    let bot = Raw::register(url, &super::stage::home::unique("echo")).await?;
    let mut places = Vec::new();
    for number in 0..rooms {
        places.push(bot.room(&format!("Room {number}"), false, &[]).await?);
    }
    let start = SystemClock.now().as_millisecond();
    let sending = places.iter().map(|room| async {
        for number in 0..messages / rooms {
            bot.say(room, &format!("due-{number}")).await?;
        }
        anyhow::Ok(())
    });
    try_join_all(sending).await?;
    let mut late = Vec::new();
    for room in &places {
        for event in bot.history(room).await? {
            if event["type"] == "m.room.message" {
                late.push(lateness(&event["origin_server_ts"], start));
            }
        }
    }
    Ok(Times::new(late))
}

fn lateness(at: &Value, start: i64) -> Duration {
    let at = at.as_i64().unwrap_or(i64::MAX);
    Duration::from_millis(u64::try_from(at - start).unwrap_or(0))
}
