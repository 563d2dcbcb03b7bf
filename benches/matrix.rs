//! Matrix, on a real homeserver: every figure that the README quotes, beside the bots that people use.
//!
//! Plain rooms are measured with clients that are nothing but HTTP, beside an echo that is too, the
//! floor; encrypted rooms with whole encrypted clients, which take their share of the machine.

mod due;
mod floor;
mod memory;
mod stage;
mod talk;
mod voice;

use crate::common::report::Report;
use crate::common::stats::short;
use crate::common::world::runtime;
use crate::process::Process;
use due::{Outcome, kind};
use jiff::SignedDuration;
use stage::crew::Crew;
use stage::home::Home;
use stage::member::Sealed;
use stage::synapse::{Limits, Synapse};
use std::sync::Arc;
use voice::Voice;

/// How many commands and messages.
const MANY: usize = 200;
/// In how many rooms messages are due.
const ROOMS: usize = 10;
/// How often messages are due at once: the server takes twice as long from one minute to the next.
const ROUNDS: usize = 3;
/// How many people type at once.
const PEOPLE: usize = 20;

/// How long setting up may take before all is due at once; where the server limits how fast the bot
/// and who sets it up may write, four times as long as it takes to write so much there.
const AHEAD: SignedDuration = SignedDuration::from_secs(100);
const AHEAD_LIMITED: SignedDuration = SignedDuration::from_mins(4);

/// What the program takes.
pub(crate) fn memory(report: &mut Report) -> anyhow::Result<()> {
    let free = Synapse::start(Limits::None)?;
    runtime()?.block_on(async {
        let (idle, full) = memory::resident(free.url(), MANY).await?;
        report.row("resident, idle", "< 45 MiB", format!("{idle:.1} MiB"), Some(idle < 45.0));
        let held = Some(full < 120.0);
        report.row("resident, 200 encrypted rooms", "< 120 MiB", format!("{full:.1} MiB"), held);
        anyhow::Ok(())
    })
}

/// Commands in plain rooms.
pub(crate) fn plain_commands(report: &mut Report) -> anyhow::Result<()> {
    let free = Synapse::start(Limits::None)?;
    let crew = Arc::new(Crew::start(free.url())?);
    runtime()?.block_on(commands(report, free.url(), &crew, Sealed::No))
}

/// Messages in plain rooms; takes some minutes, as schedules have whole ones.
pub(crate) fn plain_messages(report: &mut Report) -> anyhow::Result<()> {
    let free = Synapse::start(Limits::None)?;
    let crew = Arc::new(Crew::start(free.url())?);
    runtime()?.block_on(messages(report, free.url(), &crew, Sealed::No))
}

/// Commands and messages in encrypted rooms.
pub(crate) fn encrypted(report: &mut Report) -> anyhow::Result<()> {
    let free = Synapse::start(Limits::None)?;
    let crew = Arc::new(Crew::start(free.url())?);
    runtime()?.block_on(async {
        commands(report, free.url(), &crew, Sealed::Yes).await?;
        messages(report, free.url(), &crew, Sealed::Yes).await
    })
}

/// A server that limits how fast accounts may write, as it does unless somebody exempts the bot.
pub(crate) fn limits(report: &mut Report) -> anyhow::Result<()> {
    let strict = Synapse::start(Limits::Default)?;
    let crew = Arc::new(Crew::start(strict.url())?);
    runtime()?.block_on(async {
        let organizer = Voice::new(strict.url(), &crew, Sealed::No).await?;
        let shape = (1, 20);
        let outcome = due::at_once(strict.url(), organizer, shape, AHEAD_LIMITED, false).await?;
        lost(report, "20 due at once, usual rate limits", &outcome);
        report.note("the last of them is late by", short(outcome.late.max()));
        anyhow::Ok(())
    })
}

async fn commands(
    report: &mut Report,
    url: &str,
    crew: &Arc<Crew>,
    sealed: Sealed,
) -> anyhow::Result<()> {
    let kind = kind(sealed);
    let home = Home::new(url).await;
    let mut bot = Process::start(&home);
    let person = Voice::new(url, crew, sealed).await?;
    let room = person.direct(home.user()).await?;
    let known = person.room("Where they are known", &[]).await?;
    person.let_in(&known, home.user()).await?;
    person.say(&known, "!meetings show zzready.").await?;
    person.until(&room, |heard| talk::of(heard, home.user(), "zzready.") > 0).await?;
    let what = format!("200 commands one after another, {kind}");
    match sealed {
        Sealed::No => {
            let bot = (room.as_str(), home.user());
            let (floor, times) = floor::in_turns(url, &person, bot, MANY).await?;
            report.note(&format!("{what}, floor"), &floor);
            let ratio = times.p50().as_secs_f64() / floor.p50().as_secs_f64();
            let shown = format!("{times} ({ratio:.2}×)");
            report.row(&what, "p50 < 1.15× the floor's", shown, Some(ratio < 1.15));
        }
        Sealed::Yes => {
            let times = talk::one_after_another(&person, &room, home.user(), MANY).await?;
            report.note(&what, &times);
        }
    }

    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(Voice::new(url, crew, sealed).await?);
    }
    let others: Vec<&Voice> = people[1..].iter().collect();
    let room = people[0].room("Everybody", &others).await?;
    people[0].let_in(&room, home.user()).await?;
    let (once, more) = talk::all_at_once(&people, &room, home.user(), MANY / PEOPLE).await?;
    let what = format!("200 commands of 20 people at once, {kind}");
    let held = Some(once == MANY && more == 0);
    report.row(&what, "200 answered once", format!("{once} once, {more} more often"), held);
    bot.stop().await;
    Ok(())
}

async fn messages(
    report: &mut Report,
    url: &str,
    crew: &Arc<Crew>,
    sealed: Sealed,
) -> anyhow::Result<()> {
    let kind = kind(sealed);
    let shape = (ROOMS, MANY / ROOMS);
    let organizer = || Voice::new(url, crew, sealed);
    let all = format!("200 messages at one instant, {kind}");
    let what = format!("how late they are, {kind}");
    match sealed {
        Sealed::No => {
            let mut ratios = Vec::new();
            for round in 1..=ROUNDS {
                let (floor, outcome) =
                    due::beside_floor(url, organizer().await?, shape, AHEAD).await?;
                lost(report, &all, &outcome);
                report.note(&format!("their floor, round {round}"), &floor);
                report.note(&format!("{what}, round {round}"), &outcome.late);
                ratios.push(outcome.late.p99().as_secs_f64() / floor.p99().as_secs_f64());
            }
            ratios.sort_by(f64::total_cmp);
            let shown: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}×")).collect();
            let held = Some(ratios[ROUNDS / 2] < 1.25);
            report.row(&what, "p99 < 1.25× the floor's (median)", shown.join(", "), held);
        }
        Sealed::Yes => {
            let outcome = due::at_once(url, organizer().await?, shape, AHEAD, false).await?;
            lost(report, &all, &outcome);
            report.note(&what, &outcome.late);
        }
    }
    let outcome = due::at_once(url, organizer().await?, shape, AHEAD, true).await?;
    lost(report, &format!("killed a second after the first of 200, {kind}"), &outcome);
    let (outcome, late) = due::while_away(url, organizer().await?, 20).await?;
    lost(report, &format!("20 due while stopped for two minutes, {kind}"), &outcome);
    report.row("of them marked late", "20", late.to_string(), Some(late == 20));
    Ok(())
}

fn lost(report: &mut Report, what: &str, outcome: &Outcome) {
    let (lost, doubled) = (outcome.lost, outcome.doubled);
    let held = Some(lost == 0 && doubled == 0);
    report.row(what, "0 lost, 0 doubled", format!("{lost} lost, {doubled} doubled"), held);
}
