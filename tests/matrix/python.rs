//! The Python in which the homeserver and the members run: a virtual environment under `target/`,
//! made on first use.

use anyhow::{Context as _, bail, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The scripts and what they require.
pub(crate) fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix"))
}

/// What the requirements have wheels for, in the order in which it is looked for.
const INTERPRETERS: [&str; 4] = ["python3.11", "python3.12", "python3.13", "python3"];

const WANTED: &str = "The Matrix tests run a real homeserver and real clients, which need Python 3.11, 3.12 or \
                      3.13 with its venv module. Install it, for example with `apt-get install python3 \
                      python3-venv`, so that one of python3.11, python3.12, python3.13 or python3 is it.";

/// The interpreter of the environment, which is made if it is not there yet. Whoever comes while it
/// is being made, from another thread or another process, waits.
pub(crate) fn interpreter() -> anyhow::Result<PathBuf> {
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let environment = place.join("matrix-python");
    let python = environment.join("bin/python");
    let wanted = fs::read_to_string(folder().join("requirements.txt"))?;
    fs::create_dir_all(&place)?;
    let lock = File::create(place.join("matrix-python.lock"))?;
    lock.lock()?;
    // Written last: what was interrupted is not taken for whole.
    let whole = environment.join("whole.txt");
    if fs::read_to_string(&whole).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if environment.exists() {
        fs::remove_dir_all(&environment)?;
    }
    let system = system()?;
    run(Command::new(system).args(["-m", "venv"]).arg(&environment)).context(WANTED)?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--requirement"])
        .arg(folder().join("requirements.txt")))
    .context("installing what the Matrix tests require; the first time, this needs the network")?;
    fs::write(whole, wanted)?;
    Ok(python)
}

fn system() -> anyhow::Result<&'static str> {
    let suits = |name: &&str| {
        let check = "import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))";
        Command::new(name).args(["-c", check]).output().is_ok_and(|output| output.status.success())
    };
    INTERPRETERS.into_iter().find(suits).context(WANTED)
}

fn run(command: &mut Command) -> anyhow::Result<Output> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    Ok(output)
}

/// A folder for what lives as long as one server: in memory where the machine has such a place, as a
/// disk that is asked to keep each of thousands of events takes minutes.
pub(crate) fn scratch(name: &str) -> anyhow::Result<PathBuf> {
    let memory = Path::new("/dev/shm");
    let prefix = format!("hearth-{name}-");
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix(&prefix);
    let folder = if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() };
    match folder {
        Ok(folder) => Ok(folder.keep()),
        Err(error) => bail!("no folder for {name}: {error}"),
    }
}
