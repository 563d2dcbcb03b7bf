//! `hearth run`: the bot on its platforms.

use super::store::key_of;
use super::{Stop, complain};
use crate::app::{App, Setup};
use crate::chat::platform::ChatPlatform;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::outbox::Pace;
use crate::store::Store;
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
    let setup = Setup::new(&config, key);
    let store = Store::open(&setup.store, setup.key.as_ref()).await?;
    let platforms = platforms(&config, &store, words)?;
    if platforms.is_empty() {
        return Err(Stop::Failed(words.cli_no_platform()));
    }
    let app = App::on(store, &setup, Arc::new(SystemClock), platforms, Pace::SideBySide).await?;
    let stop = CancellationToken::new();
    let until = stop.clone();
    tokio::spawn(async move {
        signalled().await;
        until.cancel();
    });
    app.run(stop).await?;
    Ok(())
}

/// The platforms that the configuration switches on.
fn platforms(
    config: &Config,
    store: &Store,
    words: &Words,
) -> Result<Vec<Arc<dyn ChatPlatform>>, Stop> {
    let mut platforms: Vec<Arc<dyn ChatPlatform>> = Vec::new();
    #[cfg(feature = "matrix")]
    if let Some(matrix) = &config.matrix {
        let language = &config.defaults.language;
        let opened = crate::platform::matrix::Matrix::open(
            matrix,
            store.clone(),
            Arc::new(SystemClock),
            language,
        );
        platforms.push(Arc::new(opened.map_err(|error| Stop::Failed(error.say(words)))?));
    }
    Ok(platforms)
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
