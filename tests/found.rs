//! Replays the seeds of the fuzz targets and what they found: everything that once broke stays read.
//!
//! The bodies are those of `fuzz/fuzz_targets`. A case is a file in `fuzz/seeds/<target>` or
//! `fuzz/found/<target>`; a failure names it.

mod command;
mod config;
mod feed_ics;
mod feed_json;
mod phrase;
mod wire;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The cases of a target, in order.
fn cases(target: &str) -> Vec<PathBuf> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut cases: Vec<PathBuf> = ["seeds", "found"]
        .into_iter()
        .filter_map(|kind| std::fs::read_dir(fuzz.join(kind).join(target)).ok())
        .flatten()
        .map(|entry| entry.expect("a folder that can be read").path())
        .collect();
    cases.sort();
    cases
}

/// Runs every case and names those that do not pass.
fn replay(target: &str, run: fn(&[u8])) {
    let cases = cases(target);
    assert!(!cases.is_empty(), "no cases of {target}");
    let broken: Vec<PathBuf> = cases
        .into_iter()
        .filter(|case| {
            let bytes = std::fs::read(case).expect("a case that can be read");
            catch_unwind(AssertUnwindSafe(|| run(&bytes))).is_err()
        })
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn phrases_are_read() {
    replay("phrase", phrase::run);
}

#[test]
fn commands_are_read() {
    replay("command", command::run);
}

#[test]
fn feeds_are_read() {
    replay("feed_json", feed_json::run);
}

#[test]
fn calendars_are_read() {
    replay("feed_ics", feed_ics::run);
}

#[test]
fn kept_messages_are_read() {
    replay("wire", wire::run);
}

#[test]
fn configurations_are_read() {
    replay("config", config::run);
}
