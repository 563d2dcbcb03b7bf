//! The bot as what people run: `hearth run`, a process of its own.

use hearth::clock::within;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// A running process, which is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    log: Arc<Log>,
}

#[derive(Debug, Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    /// How many there are; `None` when there will be no more.
    count: watch::Sender<Option<usize>>,
}

/// How long something may take that takes seconds on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_mins(3);

impl Process {
    /// Starts it in a folder with its `config.toml`.
    pub(crate) fn start(home: &impl AsRef<Path>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearth"));
        command.arg("run");
        Self::spawn(command, home)
    }

    /// Starts it where no file can grow: as on a disk that is full, what it writes fails.
    pub(crate) fn start_without_room(home: &impl AsRef<Path>) -> Self {
        let mut command = Command::new("sh");
        let limited = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
        command.args(["-c", limited, env!("CARGO_BIN_EXE_hearth"), "run"]);
        Self::spawn(command, home)
    }

    fn spawn(mut command: Command, home: &impl AsRef<Path>) -> Self {
        let mut child = command
            .arg("--config")
            .arg(home.as_ref().join("config.toml"))
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let output = child.stderr.take().expect("standard error");
        let log = Arc::new(Log { count: watch::Sender::new(Some(0)), ..Log::default() });
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                kept.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                kept.count.send_modify(|count| *count = count.map(|count| count + 1));
            }
            kept.count.send_replace(None);
        });
        Self { child, log }
    }

    /// What it has written so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns when it has written a line with all of these words.
    pub(crate) async fn says(&self, words: &[&str]) -> String {
        let mut count = self.log.count.subscribe();
        let found = || {
            let log = self.log();
            log.into_iter().find(|line| words.iter().all(|word| line.contains(word)))
        };
        let waiting = async {
            loop {
                let ended = count.borrow_and_update().is_none();
                match found() {
                    Some(line) => return Some(line),
                    None if ended => return None,
                    None => count.changed().await.ok()?,
                }
            }
        };
        match within(PATIENCE, waiting).await.flatten() {
            Some(line) => line,
            None => panic!("it did not say {words:?} but:\n{}", self.log().join("\n")),
        }
    }

    /// Returns when it has ended by itself.
    pub(crate) async fn ends(&mut self) -> ExitStatus {
        let mut count = self.log.count.subscribe();
        let waiting = count.wait_for(Option::is_none);
        let ended = within(PATIENCE, waiting).await.is_some();
        assert!(ended, "it still runs:\n{}", self.log().join("\n"));
        self.child.wait().expect("a status")
    }

    /// SIGKILL. Returns when it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("a status");
    }

    /// SIGTERM. Returns when it has ended in order.
    pub(crate) async fn stop(&mut self) -> ExitStatus {
        let told = Command::new("kill").arg(self.pid().to_string()).status().expect("kill");
        assert!(told.success(), "it runs");
        self.ends().await
    }

    /// The number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its memory, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()));
        let status = status.expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        number.expect("a number")
    }
}

impl Drop for Process {
    #[expect(clippy::print_stderr, reason = "a test that fails shows what the bot wrote")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the bot wrote:\n{}", self.log().join("\n"));
        }
        // It may have ended, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
