//! The bot on Discord, inside the test.

use super::home::Home;
pub(crate) use crate::bot::Bot;
use hearth::clock::{Clock, ManualClock};
use hearth::platform::discord::Discord;
use std::sync::Arc;

/// Starts it on a clock that stands still.
pub(crate) async fn start(home: &Home, clock: &ManualClock) -> Bot {
    on(home, Arc::new(clock.clone())).await
}

/// Starts it on any clock.
pub(crate) async fn on(home: &Home, clock: Arc<dyn Clock>) -> Bot {
    let (section, defaults) = (home.config().discord.expect("a section"), home.config().defaults);
    Bot::start(&home.config(), clock, move |store, clock| {
        Ok(Arc::new(Discord::open(&section, store, clock, &defaults)?))
    })
    .await
}
