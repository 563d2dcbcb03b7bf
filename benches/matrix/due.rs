//! Messages that are due at one instant.

use super::floor;
use super::stage::home::Home;
use super::stage::member::Sealed;
use super::talk::of;
use super::voice::{Heard, Voice};
use crate::common::stats::Times;
use crate::process::Process;
use anyhow::{Context as _, ensure};
use futures_util::future::try_join_all;
use hearth::clock::{Clock as _, SystemClock};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

/// How often it is looked whether all are there.
const LOOK: SignedDuration = SignedDuration::from_secs(15);
/// How long none may come before it is given up.
const SILENCE: SignedDuration = SignedDuration::from_secs(90);

/// Rooms of one organizer, in which something is due.
pub(crate) struct Due {
    organizer: Voice,
    rooms: Vec<String>,
    /// How many messages are due in each.
    each: usize,
    /// When.
    pub(crate) at: Timestamp,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Messages that are in no room.
    pub(crate) lost: usize,
    /// Messages that are in their room more than once.
    pub(crate) doubled: usize,
    /// How late the others are, by the server's clock.
    pub(crate) late: Times,
}

impl Due {
    /// An organizer schedules messages in several rooms, all for one minute that is at least
    /// `ahead` away when they begin.
    pub(crate) async fn schedule(
        organizer: Voice,
        bot: &str,
        rooms: usize,
        each: usize,
        ahead: SignedDuration,
    ) -> anyhow::Result<Self> {
        let mut places = Vec::new();
        for number in 0..rooms {
            let room = organizer.room(&format!("Room {number}"), &[]).await?;
            organizer.let_in(&room, bot).await?;
            places.push(room);
        }
        let direct = organizer.direct(bot).await?;
        organizer.say(&direct, "crisis zzready.").await?;
        ensure!(
            organizer.until(&direct, |heard| of(heard, bot, "zzready.") == 1).await?,
            "the bot does not answer"
        );
        let minute = (SystemClock.now() + ahead).as_second() / 60 + 1;
        let at = Timestamp::from_second(minute * 60)?;
        let time = at.strftime("%Y-%m-%d %H:%M").to_string();
        let asking = places.iter().map(|room| async {
            for number in 0..each {
                let line = format!(
                    "!admin schedule add message \"{time}\" --text \"due-{number}. Good morning\""
                );
                organizer.say(room, &line).await?;
            }
            anyhow::Ok(())
        });
        try_join_all(asking).await?;
        let all = rooms * each;
        let set = |heard: &[Heard]| of(heard, bot, "It's set up") >= all;
        ensure!(organizer.until(&direct, set).await?, "not all of {all} were scheduled");
        ensure!(SystemClock.now() < at, "scheduling took longer than {ahead:#}");
        Ok(Self { organizer, rooms: places, each, at })
    }

    /// Returns at an instant.
    pub(crate) async fn wait_until(at: Timestamp) {
        while SystemClock.now() < at {
            SystemClock.sleep_until(at).await;
        }
    }

    /// Returns when the first of them is in a room.
    pub(crate) async fn first(&self, bot: &str) -> anyhow::Result<()> {
        let waiting = self.rooms.iter().map(|room| {
            Box::pin(async move {
                let there = self.organizer.until(room, |heard| of(heard, bot, "due-") > 0).await?;
                ensure!(there, "none came");
                Ok(())
            })
        });
        futures_util::future::select_ok(waiting).await.map(drop)
    }

    /// Waits until all are there, or nothing comes any more.
    pub(crate) async fn outcome(&self, bot: &str) -> anyhow::Result<Outcome> {
        Self::wait_until(self.at).await;
        let (mut there, mut news_at) = (0, SystemClock.now());
        while there < self.rooms.len() * self.each {
            // Whoever looks takes the server's time from the bot, so not often.
            let now = SystemClock.now();
            SystemClock.sleep_until(now + LOOK).await;
            let mut all = 0;
            for room in &self.rooms {
                all += of(&self.organizer.heard(room).await?, bot, "due-");
            }
            if all > there {
                (there, news_at) = (all, now);
            } else if now.duration_since(news_at) >= SILENCE {
                break;
            }
        }
        let due = self.at.as_millisecond();
        let (mut lost, mut doubled, mut late) = (0, 0, Vec::new());
        for room in &self.rooms {
            let mut times: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
            for one in self.organizer.heard(room).await?.iter().filter(|one| one.sender == bot) {
                let number = (0..self.each).find(|n| one.body.contains(&format!("due-{n}.")));
                if let Some(number) = number {
                    times.entry(number).or_default().push(one.at);
                }
            }
            lost += self.each - times.len();
            doubled += times.values().filter(|times| times.len() > 1).count();
            late.extend(
                times
                    .values()
                    .map(|times| Duration::from_millis(u64::try_from(times[0] - due).unwrap_or(0))),
            );
        }
        Ok(Outcome { lost, doubled, late: Times::new(late) })
    }
}

/// How many messages the ledger calls late, once the bot has ended.
pub(crate) async fn marked_late(home: &Home) -> anyhow::Result<i64> {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(home.config().store.path);
    let mut store = sqlx::ConnectOptions::connect(&options).await?;
    let count = sqlx::query_scalar("select count(*) from outbox where late = 1 and state = 'sent'");
    Ok(count.fetch_one(&mut store).await?)
}

/// All of it is due while the bot runs, which has to be set up within `ahead`; with `kill`, it is killed a second after the first.
pub(crate) async fn at_once(
    url: &str,
    organizer: Voice,
    shape: (usize, usize),
    ahead: SignedDuration,
    kill: bool,
) -> anyhow::Result<Outcome> {
    let home = Home::new(url).await;
    let mut bot = Process::start(&home);
    let due = Due::schedule(organizer, home.user(), shape.0, shape.1, ahead).await?;
    if kill {
        due.first(home.user()).await?;
        Due::wait_until(SystemClock.now() + SignedDuration::from_secs(1)).await;
        bot.kill();
        bot = Process::start(&home);
    }
    let outcome = due.outcome(home.user()).await?;
    bot.stop().await;
    Ok(outcome)
}

/// All of it is due while the bot runs. Before and after, while the bot is held still, the floor sends
/// as many to the same rooms: its lateness of both times, and the outcome.
pub(crate) async fn beside_floor(
    url: &str,
    organizer: Voice,
    shape: (usize, usize),
    ahead: SignedDuration,
) -> anyhow::Result<(Times, Outcome)> {
    let home = Home::new(url).await;
    let mut bot = Process::start(&home);
    let due = Due::schedule(organizer, home.user(), shape.0, shape.1, ahead).await?;
    signal(&bot, "STOP")?;
    let mut floor = floor::due(url, &home, &due.rooms, shape.1).await?;
    signal(&bot, "CONT")?;
    ensure!(SystemClock.now() < due.at, "it took longer than {ahead:#}");
    let outcome = due.outcome(home.user()).await?;
    signal(&bot, "STOP")?;
    floor.extend(floor::due(url, &home, &due.rooms, shape.1).await?);
    signal(&bot, "CONT")?;
    bot.stop().await;
    Ok((Times::new(floor), outcome))
}

fn signal(bot: &Process, name: &str) -> anyhow::Result<()> {
    let status =
        Command::new("kill").arg(format!("-{name}")).arg(bot.pid().to_string()).status()?;
    ensure!(status.success(), "the bot has ended");
    Ok(())
}

/// All of it is due while the bot is stopped for two minutes. The outcome, and how many the ledger
/// calls late.
pub(crate) async fn while_away(
    url: &str,
    organizer: Voice,
    each: usize,
) -> anyhow::Result<(Outcome, i64)> {
    let home = Home::new(url).await;
    let mut bot = Process::start(&home);
    let ahead = SignedDuration::from_secs(40);
    let due = Due::schedule(organizer, home.user(), 1, each, ahead).await?;
    bot.stop().await;
    let stopped = SystemClock.now();
    // What is a minute late is called so.
    let called_late = due.at + SignedDuration::from_secs(75);
    Due::wait_until((stopped + SignedDuration::from_mins(2)).max(called_late)).await;
    let mut bot = Process::start(&home);
    let outcome = due.outcome(home.user()).await?;
    bot.stop().await;
    let late = marked_late(&home).await.context("the ledger")?;
    Ok((outcome, late))
}

/// What rooms are.
pub(crate) fn kind(sealed: Sealed) -> &'static str {
    match sealed {
        Sealed::No => "plain",
        Sealed::Yes => "encrypted",
    }
}
