//! Plays every conversation in `tests/transcripts/` and compares what is said.
//!
//! A transcript is a script as `hearth console --script` plays it. Below each line stands what
//! appears because of it, in lines that begin with `#> `, which the player takes for comments:
//!
//! ```text
//! @as ann
//! /checkin 4
//! #> #general (ann): Thank you …            only ann sees it
//! #> #general: 1 person has checked in [1: very low | low | …]
//! ```
//!
//! `UPDATE=1 cargo test transcripts` rewrites the expectations. Read what it wrote.

use hearth::app::Setup;
use hearth::config::Config;
use hearth::platform::console::script;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Where a transcript begins that does not say when it plays.
const START: &str = "2026-01-05T09:00:00Z";

#[tokio::test(flavor = "multi_thread")]
async fn conversations_go_as_they_are_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the transcripts")
        .map(|entry| entry.expect("a transcript").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() > 20, "the transcripts are gone");
    let mut wrong = String::new();
    for path in paths {
        let written = std::fs::read_to_string(&path).expect("a transcript");
        let played = play(&written, &folder).await;
        if played == written {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &played).expect("the transcript can be written");
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = writeln!(wrong, "{name}:\n{}", difference(&written, &played));
    }
    assert!(wrong.is_empty(), "\n{wrong}\nUPDATE=1 rewrites them; read what it writes.");
}

/// The script with what appears written below each line.
async fn play(written: &str, folder: &Path) -> String {
    let lines: Vec<&str> = written.lines().filter(|line| !line.starts_with("#> ")).collect();
    let temporary = tempfile::tempdir().expect("a folder");
    let mut setup = Setup::new(&Config::default(), None);
    setup.store = temporary.path().join("hearth.db");
    let printed = Arc::new(Mutex::new(Vec::<(usize, String)>::new()));
    let at = Arc::new(Mutex::new(0_usize));
    let (sink, place) = (Arc::clone(&printed), Arc::clone(&at));
    let output: script::Output = Arc::new(move |line| {
        let place = *place.lock().unwrap_or_else(PoisonError::into_inner);
        sink.lock().unwrap_or_else(PoisonError::into_inner).push((place, line));
    });
    let start = START.parse().expect("an instant");
    let begun = move |line: usize| *at.lock().unwrap_or_else(PoisonError::into_inner) = line;
    let text = lines.join("\n");
    script::play_noting(&text, folder, setup, start, output, &begun).await.expect("it plays");
    let printed = printed.lock().unwrap_or_else(PoisonError::into_inner);
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let _ = writeln!(out, "{line}");
        for (_, event) in printed.iter().filter(|(place, _)| *place == index + 1) {
            if let Some(event) = shown(event) {
                let _ = writeln!(out, "#> {event}");
            }
        }
    }
    out
}

fn shown(event: &str) -> Option<String> {
    let event: serde_json::Value = serde_json::from_str(event).expect("one JSON object a line");
    let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
    let kind = text("event");
    if kind == "end" {
        let (pending, failed) = (&event["pending"], &event["failed"]);
        return (*pending != 0 || *failed != 0)
            .then(|| format!("end: {pending} pending, {failed} failed"));
    }
    if kind == "error" {
        return Some(format!("error: {}", text("text")));
    }
    let mut out = if kind == "edit" { "edit ".to_owned() } else { String::new() };
    out.push_str(&text("to"));
    if event["private"] == true {
        let _ = write!(out, " ({})", text("for"));
    }
    let said = text("text").replace("\n\n", " ⏎ ").replace('\n', " ⏎ ");
    let _ = write!(out, ": {said}");
    let list = |value: &serde_json::Value, key: Option<&str>| {
        let items = value.as_array().into_iter().flatten();
        let items = items.map(|item| key.map_or(item, |key| &item[key]));
        items.map(|item| item.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    if let Some(number) = event["prompt"]["n"].as_u64() {
        let choices = list(&event["prompt"]["choices"], None).join(" | ");
        let _ = write!(out, " [{number}: {choices}]");
    }
    let files = list(&event["files"], Some("name"));
    if !files.is_empty() {
        let _ = write!(out, " {{{}}}", files.join(", "));
    }
    Some(out)
}

fn difference(written: &str, played: &str) -> String {
    let (mut written, mut played) = (written.lines(), played.lines());
    let mut last = "";
    loop {
        match (written.next(), played.next()) {
            (Some(a), Some(b)) if a == b => {
                if !a.starts_with("#> ") && !a.is_empty() {
                    last = a;
                }
            }
            (a, b) => {
                let (a, b) = (a.unwrap_or("(nothing)"), b.unwrap_or("(nothing)"));
                return format!("  after:   {last}\n  written: {a}\n  said:    {b}\n");
            }
        }
    }
}
