//! The process in which the Discords live.

use crate::python::Scripts;
use anyhow::Context as _;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Scripts of the simulator.
pub(crate) const SCRIPTS: Scripts =
    Scripts { name: "discord", what: "an independent model of Discord's server" };

/// A running simulator. It ends with whoever started it.
#[derive(Debug)]
pub(crate) struct Simulator {
    url: String,
    process: Child,
}

impl Simulator {
    /// The one that all tests share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Simulator> = OnceLock::new();
        SHARED.get_or_init(|| match Self::start() {
            Ok(simulator) => simulator,
            Err(error) => panic!("no Discord: {error:#}"),
        })
    }

    /// Starts one and waits until it listens.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let python = SCRIPTS.interpreter()?;
        let mut process = Command::new(python)
            .arg(SCRIPTS.folder().join("simulator/serve.py"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the simulator")?;
        let output = process.stdout.take().context("no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        let url = url.trim().to_owned();
        anyhow::ensure!(url.starts_with("http://"), "the simulator said “{url}”");
        Ok(Self { url, process })
    }

    /// Where Discords are made.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends by itself now; whoever is told of a failure here cannot do anything.
        let _ = self.process.wait();
    }
}
