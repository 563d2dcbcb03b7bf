//! Discord, against a server of our own that does nothing but answer: every figure that the README
//! quotes. The server shares the machine with the bot.

mod fake;
mod load;
mod person;

use crate::common::report::Report;
use crate::common::world::runtime;
use crate::process::Process;
use fake::Fake;
use std::time::Duration;

/// How many commands one after another.
const MANY: usize = 1_000;
/// How many interactions a second, and for how many seconds.
const RATE: usize = 1_000;
const SECONDS: usize = 60;
/// In how many servers the bot is.
const FEW: usize = 100;
const SERVERS: usize = 10_000;
/// What one command may take, to its answer or a first sign of life.
const SOON: Duration = Duration::from_millis(50);
/// How much memory ten thousand servers may take, and how much more a minute of load, in MiB.
const MOST: f64 = 200.0;
const GROWTH: f64 = 64.0;

/// Measures all of it; takes about two minutes.
pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let fake = Fake::start(FEW).await?;
        let home = fake.home()?;
        let bot = Process::start(&home);
        fake.ready().await?;
        report.note("resident, 100 servers", format!("{:.1} MiB", mebibytes(&bot)));
        let times = load::one_after_another(&fake, MANY).await?;
        report.p99("1,000 commands one after another, to answer or deferral", SOON, &times);

        // What is taken once and kept (connections, caches) is not growth.
        load::paced(&fake, RATE, 5).await?;
        let before = mebibytes(&bot);
        let outcome = load::paced(&fake, RATE, SECONDS).await?;
        let after = mebibytes(&bot);
        let what = format!("{RATE} interactions a second for {SECONDS} s");
        let all = RATE * SECONDS;
        let held = Some(outcome.answered == all && outcome.more == 0);
        let measured = format!("{} once, {} more often", outcome.answered, outcome.more);
        report.row(&what, &format!("{all} answered once"), measured, held);
        report.note("how fast they were offered", format!("{:.0} a second", outcome.rate));
        report.p99(
            "to answer or deferral, under that load",
            Duration::from_secs(3),
            &outcome.times,
        );
        let grown = after - before;
        let measured = format!("{before:.1} MiB before, {after:.1} MiB after");
        report.row("memory over that minute", "< 64 MiB more", measured, Some(grown < GROWTH));
        drop(bot);

        let fake = Fake::start(SERVERS).await?;
        let home = fake.home()?;
        let bot = Process::start(&home);
        fake.ready().await?;
        load::one_after_another(&fake, 100).await?;
        let resident = mebibytes(&bot);
        let held = Some(resident < MOST);
        report.row("resident, 10,000 servers", "< 200 MiB", format!("{resident:.1} MiB"), held);
        Ok(())
    })
}

fn mebibytes(bot: &Process) -> f64 {
    bot.memory() as f64 / 1024.0
}
