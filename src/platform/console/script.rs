//! Plays a transcript on a manual clock and prints one JSON object for each thing that appears:
//! the way to try a set-up, to dry-run a week of schedules, and to test.

use super::board::{Board, Kind, Shown};
use super::directive::{self, Line};
use super::voice::Speaker;
use super::{COMMUNITY, Console};
use crate::app::{App, Setup};
use crate::chat::plain;
use crate::chat::prompt::Expect;
use crate::clock::{Clock as _, ManualClock};
use crate::outbox::{Pace, ledger};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the lines go.
pub type Output = Arc<dyn Fn(String) + Send + Sync>;

/// How a transcript ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It was played to its end.
    Done,
    /// The script itself is wrong, at this line.
    Wrong {
        /// From 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
}

#[derive(Serialize)]
struct Printed<'a> {
    at: String,
    event: &'a str,
    to: &'a str,
    private: bool,
    #[serde(rename = "for")]
    only: Option<&'a str>,
    text: String,
    prompt: Option<PrintedPrompt>,
    files: Vec<PrintedFile<'a>>,
}

#[derive(Serialize)]
struct PrintedPrompt {
    n: usize,
    choices: Vec<String>,
}

#[derive(Serialize)]
struct PrintedFile<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    media_type: &'a str,
    bytes: usize,
}

#[derive(Serialize)]
struct End {
    event: &'static str,
    pending: u64,
    failed: u64,
}

/// Plays `script`, whose relative paths are relative to `folder`.
pub async fn play(
    script: &str,
    folder: &Path,
    setup: Setup,
    start: Timestamp,
    output: Output,
) -> anyhow::Result<Ending> {
    play_noting(script, folder, setup, start, output, &|_| {}).await
}

/// Plays `script` and says the number of each line, from 1, before it plays it.
pub async fn play_noting(
    script: &str,
    folder: &Path,
    setup: Setup,
    start: Timestamp,
    output: Output,
    begun: &(dyn Fn(usize) + Send + Sync),
) -> anyhow::Result<Ending> {
    let clock = ManualClock::new(start);
    let screen_clock = clock.clone();
    let out = Arc::clone(&output);
    let gate = Mutex::new(());
    let screen = move |shown: &Shown| {
        // One line at a time, whoever prints.
        let _one = gate.lock().unwrap_or_else(PoisonError::into_inner);
        out(print(shown, screen_clock.now()));
    };
    let board = Arc::new(Board::new(Box::new(screen)));
    let mut player = Player {
        app: None,
        setup,
        speaker: Speaker::new(Arc::clone(&board)),
        board,
        clock,
        folder: folder.to_owned(),
    };
    let mut ending = Ending::Done;
    for (index, line) in script.lines().enumerate() {
        begun(index + 1);
        if let Err(wrong) = player.line(line).await {
            match wrong {
                Wrong::Script(why) => {
                    output(error(&why, player.clock.now()));
                    ending = Ending::Wrong { line: index + 1, why };
                    break;
                }
                Wrong::Broken(error) => return Err(error),
            }
        }
    }
    output(player.end().await?);
    Ok(ending)
}

enum Wrong {
    Script(String),
    Broken(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

struct Player {
    app: Option<App>,
    setup: Setup,
    speaker: Speaker,
    board: Arc<Board>,
    clock: ManualClock,
    folder: PathBuf,
}

impl Player {
    async fn start(&mut self) -> anyhow::Result<()> {
        let console = Arc::new(Console::new(Arc::clone(&self.board)));
        let app =
            App::build(&self.setup, Arc::new(self.clock.clone()), vec![console], Pace::InOrder)
                .await?;
        app.community(COMMUNITY).await?;
        self.app = Some(app);
        Ok(())
    }

    /// Starts the application on first use, so that a transcript that says when it plays starts
    /// there and not now.
    async fn ready(&mut self) -> anyhow::Result<()> {
        if self.app.is_none() {
            self.start().await?;
            self.app()?.settle().await?;
        }
        Ok(())
    }

    /// The process ends without warning: nothing is finished, nothing is said.
    async fn kill(&mut self) {
        if let Some(app) = self.app.take() {
            app.abandon().await;
        }
    }

    fn app(&self) -> anyhow::Result<&App> {
        self.app.as_ref().ok_or_else(|| anyhow::anyhow!("the application is not running"))
    }

    async fn line(&mut self, line: &str) -> Result<(), Wrong> {
        let script = |why: String| Wrong::Script(why);
        match directive::read(line).map_err(|error| script(error.to_string()))? {
            Line::Nothing => {}
            Line::At(target) => self.move_to(target).await?,
            Line::Advance(by) => {
                self.ready().await?;
                let target = later(self.clock.now(), by)?;
                self.move_to(target).await?;
            }
            Line::As(voice, role) => self.speaker.speak_as(voice, role),
            Line::In(room) => self.speaker.go(room),
            Line::Attach(path) => self.attach(&path)?,
            Line::Restart => {
                self.kill().await;
                self.start().await?;
                self.app()?.settle().await?;
            }
            Line::Down(by) => {
                let target = later(self.clock.now(), by)?;
                self.kill().await;
                self.clock.set(target);
                self.start().await?;
                self.app()?.settle().await?;
            }
            Line::Type(text) => {
                let event = self.speaker.typed(&text, self.clock.now());
                self.happen(event).await?;
            }
            Line::Click(number, choice) => {
                let event = self.speaker.click(number, &choice, self.clock.now());
                self.happen(event.map_err(|error| script(error.to_string()))?).await?;
            }
            Line::Fill(number, fields) => {
                let event = self.speaker.fill(number, fields, self.clock.now());
                self.happen(event.map_err(|error| script(error.to_string()))?).await?;
            }
        }
        Ok(())
    }

    fn attach(&mut self, path: &str) -> Result<(), Wrong> {
        let beside = self.folder.join(path);
        let path = if beside.is_file() { beside } else { PathBuf::from(path) };
        if !path.is_file() {
            return Err(Wrong::Script(format!("there is no file {}", path.display())));
        }
        self.speaker.attach(&path);
        Ok(())
    }

    async fn move_to(&mut self, target: Timestamp) -> Result<(), Wrong> {
        // The first @at may be anywhere: a transcript says when it plays.
        if self.app.is_none() {
            self.clock.set(target);
            self.ready().await?;
            return Ok(());
        }
        if target < self.clock.now() {
            return Err(Wrong::Script(format!(
                "the clock only moves forward: it is {} already",
                self.clock.now()
            )));
        }
        let clock = self.clock.clone();
        self.app()?.walk_to(&clock, target).await?;
        Ok(())
    }

    async fn happen(&mut self, event: crate::chat::event::Event) -> Result<(), Wrong> {
        self.ready().await?;
        let app = self.app()?;
        app.engine().handle(event).await;
        app.settle().await?;
        Ok(())
    }

    async fn end(&mut self) -> anyhow::Result<String> {
        self.ready().await?;
        let Some(app) = &self.app else { anyhow::bail!("the application is not running") };
        let counts = {
            let mut tx = app.ctx().store.read().await?;
            ledger::totals(&mut tx).await?
        };
        let end = End { event: "end", pending: counts.waiting, failed: counts.failed };
        let line = serde_json::to_string(&end)?;
        if let Some(app) = self.app.take() {
            app.abandon().await;
        }
        Ok(line)
    }
}

fn later(now: Timestamp, by: SignedDuration) -> Result<Timestamp, Wrong> {
    now.checked_add(by).map_err(|_| Wrong::Script("that is further than time goes".into()))
}

fn print(shown: &Shown, now: Timestamp) -> String {
    let prompt = shown.message.prompt.as_ref().zip(shown.number).map(|(prompt, n)| {
        let choices = match &prompt.expect {
            Expect::OneOf(choices) => choices.iter().map(|c| c.label.plain()).collect(),
            Expect::Form(fields) => fields.iter().map(|field| field.key.clone()).collect(),
        };
        PrintedPrompt { n, choices }
    });
    let printed = Printed {
        at: second(now),
        event: match shown.kind {
            Kind::Message => "message",
            Kind::Edit => "edit",
        },
        to: &shown.to,
        private: shown.only.is_some(),
        only: shown.only.as_deref(),
        text: plain::text(&shown.message),
        prompt,
        files: shown
            .message
            .files
            .iter()
            .map(|file| PrintedFile {
                name: &file.name,
                media_type: file.media_type,
                bytes: file.bytes.len(),
            })
            .collect(),
    };
    serde_json::to_string(&printed).unwrap_or_default()
}

fn error(why: &str, now: Timestamp) -> String {
    let printed = Printed {
        at: second(now),
        event: "error",
        to: "",
        private: false,
        only: None,
        text: why.to_owned(),
        prompt: None,
        files: Vec::new(),
    };
    serde_json::to_string(&printed).unwrap_or_default()
}

fn second(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
