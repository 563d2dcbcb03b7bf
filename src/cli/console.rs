//! `hearth console`: the bot in a terminal.

use super::store::key_of;
use super::{Stop, complain, print};
use crate::app::Setup;
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::platform::console::script::{self, Ending};
use crate::platform::console::{live, piped};
use crate::words::{Arg, Words};
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A conversation, or a transcript.
pub async fn run(script: Option<&Path>, store: Option<&Path>, words: &Words) -> Result<(), Stop> {
    let key = key_of(None)?;
    let mut setup = Setup::new(&Config::default(), key);
    let Some(path) = script else {
        if let Some(store) = store {
            store.clone_into(&mut setup.store);
        }
        let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        if terminal {
            live::run(setup, words).await?
        } else {
            piped::run(setup, words).await?
        }
        return Ok(());
    };
    let (text, folder) = read(path, words)?;
    // A transcript without a store plays on one that is gone afterwards.
    let temporary = tempfile::tempdir()?;
    setup.store = store.map_or_else(|| temporary.path().join("hearth.db"), Path::to_owned);
    let start = SystemClock.now();
    let output: script::Output = Arc::new(|line| print(&line));
    match script::play(&text, &folder, setup, start, output).await? {
        Ending::Done => Ok(()),
        Ending::Wrong { line, why } => Err(Stop::Usage(words.cli_script_wrong(line, why))),
    }
}

fn read(path: &Path, words: &Words) -> Result<(String, PathBuf), Stop> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        return Ok((String::from_utf8_lossy(&bytes).into_owned(), PathBuf::from(".")));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        complain(&error.to_string());
        Stop::Usage(words.cli_no_file(Arg::code(path.display().to_string())))
    })?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok((String::from_utf8_lossy(&bytes).into_owned(), folder))
}
