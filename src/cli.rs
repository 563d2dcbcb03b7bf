//! The command line: what can be asked of the program, and its exit codes: 0 done, 1 failed,
//! 2 used wrongly.

pub mod check;
pub mod console;
pub mod meetings;
pub mod platforms;
pub mod preview;
pub mod run;
pub mod store;

use crate::chat::message::Line;
use crate::words::Words;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// A peer-support bot for recovery communities.
#[derive(Debug, Parser)]
#[command(name = "hearth", version, about, max_term_width = 100)]
pub struct Cli {
    /// How log lines look. They go to standard error and never hold what people wrote.
    #[arg(long, global = true, value_enum, default_value_t = Log::Lines)]
    pub log: Log,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// For people.
    Lines,
    /// For programs: one JSON object a line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the bot on the platforms that the configuration switches on.
    Run {
        /// The configuration file.
        #[arg(long, default_value = "config.toml")]
        config: PathBuf,
    },
    /// Try the bot in this terminal, with the real engine, scheduler and store.
    Console {
        /// Play a transcript (or `-` for standard input) and print one JSON object per event.
        #[arg(long, value_name = "FILE")]
        script: Option<PathBuf>,
        /// The store; `hearth.db` here, or a temporary one for a transcript.
        #[arg(long, value_name = "FILE")]
        store: Option<PathBuf>,
    },
    /// Check a configuration and the shipped resources; connects nowhere.
    Check {
        /// The configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Read meetings from a feed and show what was read, kept, skipped and why.
    Import {
        /// What to import.
        #[command(subcommand)]
        what: Import,
    },
    /// Write meetings as Meeting Guide JSON, or everything that a group owns.
    Export(Export),
    /// Show when a schedule would happen, with the changes of clocks.
    Preview(Preview),
    /// Copy the store to a new file while it is in use.
    Backup {
        /// The new file.
        file: PathBuf,
        /// The store.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Check that a store or a backup is whole; changes nothing.
    Verify {
        /// The file.
        file: PathBuf,
        /// The file with its key.
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
    },
    /// Put a backup in the place of the store; the old file is kept beside it.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The store.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Make the key with which a store is encrypted.
    Key {
        /// What to do.
        #[command(subcommand)]
        what: Key,
    },
}

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Meetings, from a file or a URL: Meeting Guide (TSML), BMLT or iCalendar.
    Meetings(ImportMeetings),
}

/// How to import meetings.
#[derive(Debug, Args)]
pub struct ImportMeetings {
    /// A file or an http(s) URL.
    pub source: String,
    /// The zone of meetings that name none, such as Europe/London.
    #[arg(long)]
    pub zone: String,
    /// Keep them in this store; without it nothing is kept.
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// The file with the store's key.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// The group that gets them.
    #[arg(long, default_value = crate::platform::console::COMMUNITY)]
    pub group: String,
    /// Whose type codes the feed uses: aa, na, al-anon, …
    #[arg(long)]
    pub fellowship: Option<String>,
    /// A BMLT `GetFormats` answer that explains the feed's formats.
    #[arg(long, value_name = "FILE")]
    pub formats: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// What to export.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Export {
    /// A part.
    #[command(subcommand)]
    pub what: Option<ExportWhat>,
    /// Which store, which group.
    #[command(flatten)]
    pub from: ExportFrom,
}

/// A part of a group.
#[derive(Debug, Subcommand)]
pub enum ExportWhat {
    /// The group's meetings and those of its feeds, as Meeting Guide JSON.
    Meetings(ExportFrom),
}

/// Which store, which group.
#[derive(Debug, Args, Clone)]
pub struct ExportFrom {
    /// The store.
    #[arg(long, value_name = "FILE", default_value = "hearth.db")]
    pub store: PathBuf,
    /// The file with its key.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// The group.
    #[arg(long, default_value = crate::platform::console::COMMUNITY)]
    pub group: String,
}

/// What to preview.
#[derive(Debug, Args)]
pub struct Preview {
    /// When: `daily 09:00`, `monthly first sat 19:00`, …
    pub phrase: String,
    /// The zone, such as Europe/London.
    #[arg(long)]
    pub zone: String,
    /// From when on; now if it is left out.
    #[arg(long, value_name = "T")]
    pub from: Option<String>,
    /// How many.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub count: u16,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// What to do with a key.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Write a new key to a new file that only you can read.
    New {
        /// The file.
        #[arg(default_value = "hearth.key")]
        file: PathBuf,
    },
    /// Copy a store that is not in use to a new, encrypted file.
    Encrypt {
        /// The new file.
        to: PathBuf,
        /// The file with the key that the new file gets.
        #[arg(long = "new-key-file", value_name = "FILE")]
        key_file: PathBuf,
        /// The store, and its present key if it has one.
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Which store.
#[derive(Debug, Args)]
pub struct StoreArgs {
    /// The store.
    #[arg(long, value_name = "FILE", default_value = "hearth.db")]
    pub store: PathBuf,
    /// The file with its key.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// Why the program ends without having done what it was asked.
#[derive(Debug)]
pub enum Stop {
    /// It was asked in a wrong way: exit code 2.
    Usage(Line),
    /// It could not be done: exit code 1.
    Failed(Line),
    /// Something broke: exit code 1.
    Broken(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// Does what the arguments say.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log(cli.log);
    let words = Words::english();
    let done = match &cli.command {
        Command::Preview(preview) => preview::run(preview, &words),
        other => asynchronous(other, &words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Usage(line)) => {
            complain(&line.plain());
            ExitCode::from(2)
        }
        Err(Stop::Failed(line)) => {
            complain(&line.plain());
            ExitCode::FAILURE
        }
        Err(Stop::Broken(error)) => {
            complain(&broken(&error, &words).plain());
            ExitCode::FAILURE
        }
    }
}

/// What broke, as a sentence that says what to do where that is known.
fn broken(error: &anyhow::Error, words: &Words) -> Line {
    use crate::store::{StoreError, say};
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<StoreError>() {
            return say(error, words);
        }
        if let Some(error) = cause.downcast_ref::<sqlx::Error>().and_then(StoreError::from_sqlx) {
            return say(&error, words);
        }
        if let Some(error) = cause.downcast_ref::<std::io::Error>()
            && matches!(error.kind(), std::io::ErrorKind::StorageFull)
        {
            return say(&StoreError::Full, words);
        }
    }
    words.cli_broken(format!("{error:#}"))
}

fn asynchronous(command: &Command, words: &Words) -> Result<(), Stop> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let done = runtime.block_on(async {
        match command {
            Command::Run { config } => run::run(config, words).await,
            Command::Console { script, store } => {
                console::run(script.as_deref(), store.as_deref(), words).await
            }
            Command::Check { config } => check::run(config.as_deref(), words).await,
            Command::Import { what: Import::Meetings(import) } => {
                meetings::import(import, words).await
            }
            Command::Export(export) => match &export.what {
                Some(ExportWhat::Meetings(from)) => meetings::export(from, words).await,
                None => meetings::export_group(&export.from, words).await,
            },
            Command::Backup { file, store } => {
                let key = store::key_of(store.key_file.as_deref())?;
                store::finish(store::backup(&store.store, file, key, words).await)
            }
            Command::Verify { file, key_file } => {
                let key = store::key_of(key_file.as_deref())?;
                store::finish(store::verify(file, key, words).await)
            }
            Command::Restore { file, store } => {
                let key = store::key_of(store.key_file.as_deref())?;
                store::finish(store::restore(file, &store.store, key, words).await)
            }
            Command::Key { what: Key::New { file } } => store::finish(store::key_new(file, words)),
            Command::Key { what: Key::Encrypt { to, key_file, store } } => {
                let old = store::key_of(store.key_file.as_deref())?;
                let key = crate::store::StoreKey::read(key_file)?;
                store::finish(store::encrypt(&store.store, old, to, key, words).await)
            }
            Command::Preview(preview) => preview::run(preview, words),
        }
    });
    // A console's reader of standard input may still wait for a line.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    done
}

/// Prints a line on standard output. A closed pipe ends the program quietly, as it should.
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Prints a line on standard error.
pub fn complain(text: &str) {
    // Nobody is there to be told when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn log(form: Log) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("HEARTH_LOG")
        // `rrule` warns of rules without dates, which are told to whom they concern.
        .unwrap_or_else(|_| {
            EnvFilter::new(format!("warn,hearth=info,rrule=error,{}", crate::platform::QUIET))
        });
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match form {
        Log::Lines => builder.with_target(false).compact().init(),
        Log::Json => builder.json().init(),
    }
}
