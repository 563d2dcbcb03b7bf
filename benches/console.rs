//! The program itself on a large store: how soon it answers, and what it needs when idle.

use crate::common::people;
use crate::common::report::Report;
use crate::common::stats::{Times, short, time};
use crate::common::world::runtime;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// Starts that are timed.
const STARTS: usize = 10;
/// How long nobody says anything before memory is read.
const IDLE: Duration = Duration::from_secs(3);

pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    let path = runtime()?.block_on(people::store())?;
    let mut starts = Vec::new();
    let (mut resident, mut peak) = (0, 0);
    for turn in 0..=STARTS {
        let (took, running) = time(|| Running::start(&path));
        let running = running?;
        // The first one brings the program into memory.
        if turn > 0 {
            starts.push(took);
        }
        if turn == STARTS {
            pause();
            (resident, peak) = running.memory()?;
        }
        running.stop()?;
    }
    let times = Times::new(starts);
    let more = format!(" (median of {STARTS}, longest {})", short(times.max()));
    let what = "`hearth console`, start to the answer of `/help`, 10,000,000 answers";
    report.within(what, Duration::from_millis(300), times.p50(), &more);
    let measured = format!("{:.1} MB (at most {:.1} MB before)", mb(resident), mb(peak));
    report.row("`hearth console`, idle, resident", "< 40 MB", measured, Some(mb(resident) < 40.0));
    Ok(())
}

/// A console that was asked for help and has answered.
struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Running {
    fn start(store: &Path) -> anyhow::Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hearth"))
            .args(["console", "--store"])
            .arg(store)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            anyhow::bail!("no pipes");
        };
        input.write_all(b"/help\n")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        anyhow::ensure!(output.read_line(&mut line)? > 0, "no answer");
        Ok(Self { child, input, output })
    }

    /// Resident now and at most so far, in KiB.
    fn memory(&self) -> anyhow::Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
        };
        Ok((field("VmRSS"), field("VmHWM")))
    }

    fn stop(mut self) -> anyhow::Result<()> {
        drop(self.input);
        std::io::copy(&mut self.output, &mut std::io::sink())?;
        anyhow::ensure!(self.child.wait()?.success(), "the console did not end well");
        Ok(())
    }
}

fn mb(kib: u64) -> f64 {
    (kib * 1024) as f64 / 1e6
}

#[expect(clippy::disallowed_methods, reason = "an idle program is one that time passes for")]
fn pause() {
    std::thread::sleep(IDLE);
}
