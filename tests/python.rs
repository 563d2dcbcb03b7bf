//! The Python in which independent servers and clients run: virtual environments under `target/`,
//! made on first use.

use anyhow::{Context as _, bail, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Scripts with what they require.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scripts {
    /// The folder under `tests/`, with its `requirements.txt`; the environment is named after it.
    pub(crate) name: &'static str,
    /// What runs there, for whoever has no Python.
    pub(crate) what: &'static str,
}

/// What the requirements have wheels for, in the order in which it is looked for.
const INTERPRETERS: [&str; 4] = ["python3.11", "python3.12", "python3.13", "python3"];

const WANTED: &str = "which needs Python 3.11, 3.12 or 3.13 with its venv module. Install it, for example with \
                      `apt-get install python3 python3-venv`, so that one of python3.11, python3.12, python3.13 \
                      or python3 is it.";

impl Scripts {
    /// Where they are.
    pub(crate) fn folder(self) -> PathBuf {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).join(self.name)
    }

    /// The interpreter of the environment, which is made if it is not there yet. Whoever comes while
    /// it is being made, from another thread or another process, waits.
    pub(crate) fn interpreter(self) -> anyhow::Result<PathBuf> {
        let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let environment = place.join(format!("{}-python", self.name));
        let python = environment.join("bin/python");
        let wanted = fs::read_to_string(self.folder().join("requirements.txt"))?;
        fs::create_dir_all(&place)?;
        let lock = File::create(place.join(format!("{}-python.lock", self.name)))?;
        lock.lock()?;
        // Written last: what was interrupted is not taken for whole.
        let whole = environment.join("whole.txt");
        if fs::read_to_string(&whole).is_ok_and(|installed| installed == wanted) {
            return Ok(python);
        }
        if environment.exists() {
            fs::remove_dir_all(&environment)?;
        }
        let hint = || format!("The {} tests run {}, {WANTED}", self.name, self.what);
        let system = system().with_context(hint)?;
        run(Command::new(system).args(["-m", "venv"]).arg(&environment)).with_context(hint)?;
        run(Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(["--require-hashes", "--requirement"])
            .arg(self.folder().join("requirements.txt")))
        .with_context(|| {
            let name = self.name;
            format!(
                "installing what the {name} tests require; the first time, this needs the network"
            )
        })?;
        fs::write(whole, wanted)?;
        Ok(python)
    }
}

fn system() -> Option<&'static str> {
    let suits = |name: &&str| {
        let check = "import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))";
        Command::new(name).args(["-c", check]).output().is_ok_and(|output| output.status.success())
    };
    INTERPRETERS.into_iter().find(suits)
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
