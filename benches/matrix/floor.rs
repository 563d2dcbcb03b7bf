//! The fastest bot that there can be on this homeserver: what it takes, any bot takes. It is measured
//! in turns with Hearth, in the same rooms where that is possible, because the server takes twice as
//! long from one minute to the next, and longer in rooms where much was said.

use super::stage::home::{Home, unique};
use super::stage::raw::Raw;
use super::talk;
use super::voice::Voice;
use crate::common::stats::Times;
use anyhow::Context as _;
use futures_util::future::try_join_all;
use hearth::clock::{Clock as _, SystemClock};
use serde_json::Value;
use std::time::Duration;

/// Answers whatever is said, as soon as it is there.
async fn echo(bot: &Raw) -> anyhow::Result<()> {
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

/// From each command to its answer, by the server's clock: with the echo and with the bot, in turns.
pub(crate) async fn in_turns(
    url: &str,
    person: &Voice,
    (room, bot): (&str, &str),
    commands: usize,
) -> anyhow::Result<(Times, Times)> {
    let echo_bot = Raw::register(url, &unique("echo")).await?;
    let id = echo_bot.id().to_owned();
    let running = tokio::spawn(async move { echo(&echo_bot).await });
    let other = person.direct(&id).await?;
    let (mut floor, mut ours) = (Vec::new(), Vec::new());
    for number in 0..commands {
        floor.push(talk::one(person, &other, &id, number).await?);
        ours.push(talk::one(person, room, bot, number).await?);
    }
    running.abort();
    Ok((Times::new(floor), Times::new(ours)))
}

/// How late messages are that are sent at one instant in several rooms, in order in each: by the bot's
/// own account, while it is stopped.
pub(crate) async fn due(
    url: &str,
    home: &Home,
    rooms: &[String],
    each: usize,
) -> anyhow::Result<Vec<Duration>> {
    let name = home.user().strip_prefix('@').and_then(|user| user.split(':').next());
    let bot = Raw::log_in(url, name.context("no name")?).await?;
    // A bot hears what is said in its rooms, its own messages included.
    let hearing = async {
        let mut since = None;
        loop {
            match bot.sync(since.as_deref()).await {
                Ok(news) => since = news["next_batch"].as_str().map(str::to_owned),
                Err(error) => return error,
            }
        }
    };
    let talking = async {
        let start = SystemClock.now().as_millisecond();
        let sending = rooms.iter().map(|room| async {
            let mut sent = Vec::new();
            for number in 0..each {
                sent.push(bot.say(room, &format!("floor-{number}")).await?);
            }
            anyhow::Ok(sent)
        });
        let mut late = Vec::new();
        for (room, sent) in rooms.iter().zip(try_join_all(sending).await?) {
            for event in bot.history(room).await? {
                if event["event_id"].as_str().is_some_and(|id| sent.iter().any(|one| one == id)) {
                    late.push(lateness(&event["origin_server_ts"], start));
                }
            }
        }
        anyhow::Ok(late)
    };
    tokio::select! {
        result = talking => result,
        error = hearing => Err(error),
    }
}

fn lateness(at: &Value, start: i64) -> Duration {
    let at = at.as_i64().unwrap_or(i64::MAX);
    Duration::from_millis(u64::try_from(at - start).unwrap_or(0))
}
