//! `hearth run`: the bot on its platforms.

use super::store::key_of;
use super::{Stop, complain};
use crate::app::{App, Setup};
use crate::chat::platform::ChatPlatform;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::outbox::Pace;
use crate::words::Words;
use std::path::Path;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Runs until SIGTERM or SIGINT.
pub async fn run(path: &Path, words: &Words) -> Result<(), Stop> {
    let config = Config::load(path).map_err(|error| Stop::Failed(error.say(words)))?;
    let key = key_of(config.store.key_file.as_deref())?;
    if key.is_none() {
        complain(&words.cli_not_encrypted().plain());
    }
    let platforms: Vec<Arc<dyn ChatPlatform>> = Vec::new();
    if platforms.is_empty() {
        return Err(Stop::Failed(words.cli_no_platform()));
    }
    let app =
        App::build(&Setup::new(&config, key), Arc::new(SystemClock), platforms, Pace::SideBySide)
            .await?;
    let stop = CancellationToken::new();
    let until = stop.clone();
    tokio::spawn(async move {
        signalled().await;
        until.cancel();
    });
    app.run(stop).await?;
    Ok(())
}

/// Returns when somebody asks the program to stop.
pub async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
