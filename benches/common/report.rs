//! The table.

use super::stats::{Times, short};
use std::fmt;
use std::time::Duration;

/// What was measured so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    subject: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    what: String,
    target: String,
    measured: String,
    held: Option<bool>,
}

impl Report {
    /// Begins a subject.
    pub(crate) fn subject(&mut self, name: &str) {
        name.clone_into(&mut self.subject);
        println!("\n{name}");
    }

    /// Something without a target.
    pub(crate) fn note(&mut self, what: &str, measured: impl fmt::Display) {
        self.row(what, "", measured.to_string(), None);
    }

    /// Many times, of which 99 of 100 should be below `target`.
    pub(crate) fn p99(&mut self, what: &str, target: Duration, times: &Times) {
        let held = times.p99() < target;
        let target = format!("p99 < {}", plain(target));
        self.row(what, &target, times.to_string(), Some(held));
    }

    /// One time, which should be below `target`.
    pub(crate) fn within(&mut self, what: &str, target: Duration, took: Duration, more: &str) {
        let measured = format!("{}{more}", short(took));
        self.row(what, &format!("< {}", plain(target)), measured, Some(took < target));
    }

    /// Anything else that has a target.
    pub(crate) fn row(&mut self, what: &str, target: &str, measured: String, held: Option<bool>) {
        println!("  {what}: {measured}");
        let what = format!("{}: {what}", self.subject);
        self.rows.push(Row { what, target: target.to_owned(), measured, held });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | target | measured | |")?;
        writeln!(f, "|---|---|---|---|")?;
        for Row { what, target, measured, held } in &self.rows {
            let held = held.map_or("", |held| if held { "held" } else { "missed" });
            writeln!(f, "| {what} | {target} | {measured} | {held} |")?;
        }
        Ok(())
    }
}

/// A round time as people write it: `10 µs`, `5 s`.
fn plain(time: Duration) -> String {
    let micros = time.as_micros();
    match micros {
        n if n % 1_000_000 == 0 => format!("{} s", n / 1_000_000),
        n if n % 1_000 == 0 => format!("{} ms", n / 1_000),
        n => format!("{n} µs"),
    }
}
