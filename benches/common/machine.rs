//! On what it was measured.

use super::stats::{Times, time};
use super::world::folder;
use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::sync::mpsc;
use std::thread;

/// Date, processor, cores, kernel, compiler; how long the disk takes to keep a page; and how long one thread
/// waits for another.
pub(crate) fn describe() -> anyhow::Result<String> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("processor unknown", |(_, name)| name.trim())
        .to_owned();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    let facts = [
        said("date", &["--utc", "+%Y-%m-%d %H:%M UTC"]),
        processor,
        format!("{cores} cores"),
        said("uname", &["-sr"]),
        said("rustc", &["--version"]),
        format!("load {load}"),
    ];
    let (facts, disk, threads) = (facts.join(" · "), disk()?, threads());
    Ok(format!(
        "{facts}\ndisk, fdatasync of a page: {disk}\none thread asks another and has its answer: {threads}"
    ))
}

/// How long the disk takes until it has kept a page: no answer that promises to keep something
/// can be faster.
pub(crate) fn disk() -> anyhow::Result<Times> {
    let path = folder()?.join("disk.tmp");
    let mut file = fs::File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..200 {
        file.write_all(&[b'.'; 4096])?;
        let (took, kept) = time(|| file.sync_data());
        kept?;
        times.push(took);
    }
    fs::remove_file(path)?;
    Ok(Times::new(times))
}

/// How long it takes until another thread, which slept, was asked something and has answered. SQLite has a
/// thread of its own, so a turn does that for each statement.
fn threads() -> Times {
    let ((ask, asked), (answer, answered)) = (mpsc::channel::<()>(), mpsc::channel());
    let other = thread::spawn(move || asked.iter().try_for_each(|()| answer.send(())));
    let times = (0..5_000).map(|_| time(|| ask.send(()).is_ok() && answered.recv().is_ok()).0);
    let times = Times::new(times.collect());
    drop(ask);
    drop(other.join());
    times
}

fn said(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&text).trim().to_owned()
}
