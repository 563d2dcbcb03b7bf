//! What is written about Hearth is true: the command table, the example configuration, the words.

use hearth::command::table::COMMANDS;
use hearth::command::{Kind, Need};
use hearth::config::{Config, keys};
use hearth::words::{KEYS, Words};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The table of the README, from the declarations.
fn table() -> String {
    let words = Words::english();
    let mut out = String::from("| command | who | does |\n|---|---|---|\n");
    for command in COMMANDS {
        let usage = command.usage().replace('|', "\\|");
        let summary = (command.summary)(&words).plain();
        let _ = writeln!(out, "| `{usage}` | {} | {summary} |", command.needs.as_str());
    }
    out
}

#[test]
fn the_readme_lists_every_command() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let (begin, end) = ("<!-- commands -->\n", "<!-- /commands -->");
    let (before, rest) = readme.split_once(begin).expect("the table's begin");
    let (listed, after) = rest.split_once(end).expect("the table's end");
    if listed != table() && std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{begin}{}{end}{after}", table())).expect("written");
        return;
    }
    assert_eq!(listed, table(), "UPDATE=1 cargo test documents rewrites it");
}

#[test]
fn the_example_configuration_is_complete_and_holds_the_defaults() {
    let text = std::fs::read_to_string(root().join("config.example.toml")).expect("the example");
    let example = Config::parse(&text, Path::new("")).expect("it can be read");
    assert_eq!(example, Config::default());
    // With every commented key switched on it still names nothing that does not exist.
    let key = |line: &str| {
        line.split(" = ")
            .next()
            .is_some_and(|k| k.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
    };
    let full: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || (rest.contains(" = ") && key(rest)) => rest,
            _ => line,
        })
        .fold(String::new(), |all, line| all + line + "\n");
    let parsed: toml::Table = full.parse().expect("it is TOML");
    keys::check(&parsed).expect("every key exists");
    for (section, names) in keys::SECTIONS {
        let written = parsed.get(*section).and_then(toml::Value::as_table);
        let written = written.unwrap_or_else(|| panic!("[{section}] is not in the example"));
        for name in *names {
            assert!(written.contains_key(*name), "{section}.{name} is not in the example");
        }
    }
}

/// What native slash commands allow, checked here so that a command that no platform could register
/// does not compile into one that fails at night.
#[test]
fn commands_fit_every_platform() {
    let words = Words::english();
    let lower = |name: &str| {
        !name.is_empty()
            && name.len() <= 32
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut paths = HashSet::new();
    for command in COMMANDS {
        assert!(paths.insert(command.path), "{} is there twice", command.path);
        assert!(command.path.split(' ').all(lower), "{}", command.path);
        assert!(command.path.split(' ').count() <= 3, "{}", command.path);
        let summary = (command.summary)(&words).plain();
        assert!((1..=100).contains(&summary.chars().count()), "{}: {summary}", command.path);
        assert!(command.params.len() <= 25, "{}", command.path);
        let mut names = HashSet::new();
        let mut optional = false;
        for param in command.params {
            assert!(
                lower(param.name) && names.insert(param.name),
                "{} {}",
                command.path,
                param.name
            );
            let summary = (param.summary)(&words).plain();
            assert!((1..=100).contains(&summary.chars().count()), "{}: {summary}", command.path);
            assert!(
                !(optional && param.need == Need::Required),
                "{}: {} is required behind an optional one",
                command.path,
                param.name
            );
            optional |= param.need == Need::Optional;
            if let Kind::Choice(choices) | Kind::Scale(choices) = param.kind {
                assert!((1..=25).contains(&choices.len()), "{} {}", command.path, param.name);
            }
        }
    }
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn every_sentence_is_said_somewhere() {
    let mut paths = Vec::new();
    sources(&root().join("src"), &mut paths);
    let code: String = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a source"))
        .collect::<Vec<_>>()
        .join("\n");
    let silent: Vec<&&str> =
        KEYS.iter().filter(|key| !code.contains(&key.replace('-', "_"))).collect();
    assert!(silent.is_empty(), "nothing says: {silent:?}");
}

#[test]
fn files_have_one_job() {
    let mut paths = Vec::new();
    sources(&root().join("src"), &mut paths);
    for path in paths {
        let lines = std::fs::read_to_string(&path).expect("a source").lines().count();
        assert!(lines <= 400, "{} has {lines} lines: split it by noun", path.display());
    }
}

/// A turn that changes something marks its event in the same transaction. What begins one by itself is
/// harmless when it is done twice: numbers below an exercise, a feed that is fetched once more, and a
/// calendar that is compared again.
#[test]
fn a_turn_begins_its_transactions_itself() {
    let allowed = ["coping/rate.rs", "feed/refresh.rs", "meeting/calendar.rs"];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/feature");
    let mut folders = vec![root];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a file");
            seen += 1;
            let by_itself = text.contains("ctx.store.begin") && !name.contains("test");
            let known = allowed.iter().any(|end| name.ends_with(end));
            assert!(!by_itself || known, "{name}: use Turn::begin");
        }
    }
    assert!(seen > 100, "{seen} files were read");
}
