//! `hearth run`: the bot on its platforms.

use super::store::key_of;
use super::{Stop, complain, platforms};
use crate::app::{AllEnded, App, Setup};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::outbox::Pace;
use crate::store::Store;
use crate::words::{Arg, Words};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Runs until SIGTERM or SIGINT.
pub async fn run(path: &Path, words: &Words) -> Result<(), Stop> {
    let config = Config::load(path).map_err(|error| Stop::Failed(error.say(words)))?;
    platforms::check(&config, words)?;
    let key = key_of(config.store.key_file.as_deref())?;
    let listener = listener(&config, words).await?;
    // Signals from here on end it in order.
    let stop = CancellationToken::new();
    let until = stop.clone();
    tokio::spawn(async move {
        signalled().await;
        until.cancel();
    });
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    // Claims the store: a second process on it is told so.
    let store = Store::open(&config.store.path, key.as_ref()).await?;
    let encrypted = store.encrypted();
    let edges = platforms::build(&config, &store, &clock, words).await?;
    let names = config.platforms.join(", ");
    complain(&words.cli_running(env!("CARGO_PKG_VERSION"), names).plain());
    complain(&if encrypted { words.cli_encrypted() } else { words.cli_not_encrypted() }.plain());
    let app = App::on(store, &Setup::new(&config, key), clock, edges, Pace::SideBySide).await?;
    let app = match listener {
        Some((listener, address)) => {
            complain(&words.cli_health(format!("http://{address}/healthz")).plain());
            app.listen(listener)
        }
        None => app,
    };
    app.run(stop).await.map_err(|error| match error.downcast_ref::<AllEnded>() {
        Some(AllEnded) => Stop::Failed(words.cli_all_ended()),
        None => Stop::Broken(error),
    })
}

/// The listener for health and metrics, when the configuration wants one.
async fn listener(
    config: &Config,
    words: &Words,
) -> Result<Option<(TcpListener, std::net::SocketAddr)>, Stop> {
    let Some(health) = &config.health else { return Ok(None) };
    if !cfg!(feature = "health") {
        return Err(Stop::Failed(words.cli_health_missing()));
    }
    let bound = async {
        let listener = TcpListener::bind(health.listen).await?;
        // Port 0 lets the system choose.
        let address = listener.local_addr()?;
        Ok::<_, std::io::Error>((listener, address))
    };
    bound.await.map(Some).map_err(|error| {
        let address = Arg::code(health.listen.to_string());
        Stop::Failed(words.cli_health_busy(address, error.to_string()))
    })
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
