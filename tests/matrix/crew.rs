//! Members as real, independent, encrypted clients: one Python process, driven by lines of JSON.

use super::python;
use anyhow::Context as _;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::oneshot;

type Answer = Result<Value, String>;
type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Answer>>>>;

/// The process in which members live. It ends with whoever started it.
#[derive(Debug)]
pub(crate) struct Crew {
    process: Child,
    input: Mutex<Option<ChildStdin>>,
    waiting: Waiting,
    number: AtomicU64,
}

impl Crew {
    /// The one that all tests share, on the homeserver that they share.
    pub(crate) fn shared() -> Arc<Self> {
        static SHARED: OnceLock<Arc<Crew>> = OnceLock::new();
        let start = || match Self::start(super::synapse::Synapse::shared().url()) {
            Ok(crew) => Arc::new(crew),
            Err(error) => panic!("no members: {error:#}"),
        };
        Arc::clone(SHARED.get_or_init(start))
    }

    /// Starts a process whose members live on the homeserver at `url`.
    pub(crate) fn start(url: &str) -> anyhow::Result<Self> {
        let python = python::interpreter()?;
        let store = python::scratch("members")?;
        let mut process = Command::new(python)
            .arg(python::folder().join("client/serve.py"))
            .args([url.as_ref(), store.as_os_str()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the members")?;
        let input = process.stdin.take();
        let output = process.stdout.take().context("no output")?;
        let waiting = Waiting::default();
        let answers = Arc::clone(&waiting);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                deliver(&answers, &line);
            }
            // Nobody waits for what does not come any more.
            locked(&answers).clear();
        });
        Ok(Self { process, input: Mutex::new(input), waiting, number: AtomicU64::new(0) })
    }

    /// Asks a member for something.
    pub(crate) async fn ask(&self, member: &str, verb: &str, args: Value) -> Answer {
        let id = self.number.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        locked(&self.waiting).insert(id, sender);
        let mut line = json!({"id": id, "member": member, "do": verb, "args": args}).to_string();
        line.push('\n');
        let written = match locked(&self.input).as_mut() {
            Some(input) => input.write_all(line.as_bytes()).map_err(|error| error.to_string()),
            None => Err("the members are gone".to_owned()),
        };
        written?;
        answer.await.map_err(|_| "the members are gone".to_owned())?
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        locked(&self.input).take();
        // It ends with its input; whoever is told of a failure here cannot do anything.
        let _ = self.process.wait();
    }
}

fn deliver(waiting: &Waiting, line: &str) {
    let Ok(mut answer) = serde_json::from_str::<Value>(line) else {
        panic!("a member said something that is not JSON: {line}");
    };
    let id = answer["id"].as_u64();
    let Some(sender) = id.and_then(|id| locked(waiting).remove(&id)) else { return };
    let answer = match answer["error"].as_str() {
        Some(error) => Err(error.to_owned()),
        None => Ok(answer["ok"].take()),
    };
    // Whoever asked may have stopped waiting.
    let _ = sender.send(answer);
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
