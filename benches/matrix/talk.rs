//! Commands: one after another, and all at once.

use super::voice::{Heard, Voice};
use crate::common::stats::Times;
use anyhow::{Context as _, ensure};
use futures_util::future::{join_all, try_join_all};
use std::time::Duration;

/// From each command to its answer, by the server's clock; the next is given when the answer is
/// there. The answer repeats the command's last word.
pub(crate) async fn one_after_another(
    person: &Voice,
    room: &str,
    bot: &str,
    commands: usize,
) -> anyhow::Result<Times> {
    let mut times = Vec::new();
    for number in 0..commands {
        times.push(one(person, room, bot, number).await?);
    }
    Ok(Times::new(times))
}

/// One command, from when it is there to its answer.
pub(crate) async fn one(
    person: &Voice,
    room: &str,
    bot: &str,
    number: usize,
) -> anyhow::Result<Duration> {
    let word = format!("word-{number}.");
    let said = person.say(room, &format!("meetings show {word}")).await?;
    let answer = |heard: &[Heard]| {
        let mut answers = heard.iter().filter(|one| one.sender == bot);
        answers.find(|one| one.body.contains(&word)).map(|one| one.at)
    };
    let there = person.until(room, |heard| answer(heard).is_some()).await?;
    ensure!(there, "command {number} was not answered");
    let heard = person.heard(room).await?;
    let asked = heard.iter().find(|one| one.event == said).map(|one| one.at);
    let (asked, answered) = (asked.context("not there")?, answer(&heard).context("no answer")?);
    Ok(Duration::from_millis(u64::try_from(answered - asked).unwrap_or(0)))
}

/// How many commands were answered once, and how many more often, when everybody in one room gives
/// theirs at once. Each is answered in the direct room of who asked.
pub(crate) async fn all_at_once(
    people: &[Voice],
    room: &str,
    bot: &str,
    each: usize,
) -> anyhow::Result<(usize, usize)> {
    let mut alone = Vec::new();
    for person in people {
        let direct = person.direct(bot).await?;
        person.say(&direct, "crisis zzready.").await?;
        let ready = person.until(&direct, |heard| of(heard, bot, "zzready.") == 1).await?;
        ensure!(ready, "the bot does not answer");
        alone.push(direct);
    }
    let words = |index: usize| (0..each).map(move |number| format!("burst-{index}-{number}."));
    let saying = people.iter().enumerate().flat_map(|(index, person)| {
        words(index).map(move |word| async move {
            person.say(room, &format!("!meetings show {word}")).await
        })
    });
    try_join_all(saying).await?;
    let waiting =
        people.iter().zip(&alone).enumerate().map(|(index, (person, direct))| async move {
            person.until(direct, |heard| words(index).all(|word| of(heard, bot, &word) > 0)).await
        });
    join_all(waiting).await.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    let (mut once, mut more) = (0, 0);
    for (index, (person, direct)) in people.iter().zip(&alone).enumerate() {
        let heard = person.heard(direct).await?;
        for word in words(index) {
            match of(&heard, bot, &word) {
                0 => {}
                1 => once += 1,
                _ => more += 1,
            }
        }
    }
    Ok((once, more))
}

/// How many messages of the bot have a word.
pub(crate) fn of(heard: &[Heard], bot: &str, word: &str) -> usize {
    heard.iter().filter(|one| one.sender == bot && one.body.contains(word)).count()
}
