//! What Hearth promises about speed, measured. No test: nothing here fails on a slow machine.
//!
//! `cargo bench --no-default-features` measures everything, with `-- console meetings` these subjects.
//! Without the chat platforms, because nothing here uses them and their release build takes longer than
//! all that is measured. Stores that take long to fill are kept in `target/bench` and used again.

#![expect(clippy::print_stdout, reason = "a table for whoever runs it")]

mod checkins;
mod common;
mod console;
#[cfg(feature = "discord")]
mod discord;
#[cfg(feature = "matrix")]
mod matrix;
mod meetings;
mod outbox;
mod phrases;
#[cfg(any(feature = "discord", feature = "matrix"))]
#[expect(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/process.rs"]
mod process;
#[cfg(feature = "matrix")]
#[path = "../tests/python.rs"]
mod python;
mod schedules;

use common::machine;
use common::report::Report;

/// Who measures what, in the order of the table.
const SUBJECTS: &[(&str, fn(&mut Report) -> anyhow::Result<()>)] = &[
    ("phrases", phrases::measure),
    ("schedules", schedules::measure),
    ("outbox", outbox::measure),
    ("meetings", meetings::measure),
    ("checkins", checkins::measure),
    ("console", console::measure),
    #[cfg(feature = "discord")]
    ("discord", discord::measure),
    #[cfg(feature = "matrix")]
    ("matrix-memory", matrix::memory),
    #[cfg(feature = "matrix")]
    ("matrix-plain-commands", matrix::plain_commands),
    #[cfg(feature = "matrix")]
    ("matrix-plain-messages", matrix::plain_messages),
    #[cfg(feature = "matrix")]
    ("matrix-encrypted", matrix::encrypted),
    #[cfg(feature = "matrix")]
    ("matrix-limits", matrix::limits),
];

/// Whether a subject is meant: `matrix-plain` by its name, and by `matrix`.
fn is_named(name: &str, wanted: &str) -> bool {
    name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn main() -> anyhow::Result<()> {
    // Cargo adds `--bench`.
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    println!("{}", machine::describe()?);
    let mut report = Report::default();
    for (name, measure) in SUBJECTS {
        if wanted.is_empty() || wanted.iter().any(|one| is_named(name, one)) {
            report.subject(name);
            // One that cannot be measured does not take the others down.
            if let Err(error) = measure(&mut report) {
                report.note("stopped", format!("{error:#}"));
            }
        }
    }
    println!("\n{report}");
    Ok(())
}
