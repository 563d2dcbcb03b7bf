//! On what it was measured.

use super::stats::{Times, time};
use super::world::folder;
use std::fs;
use std::io::Write as _;
use std::process::Command;

/// One line: date, processor, cores, kernel, compiler; and how long the disk takes to keep a page.
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
    Ok(format!("{}\ndisk, fdatasync of a page: {}", facts.join(" · "), disk()?))
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

fn said(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&text).trim().to_owned()
}
