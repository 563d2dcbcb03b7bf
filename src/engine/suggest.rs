//! Names of things, while somebody types one.

use super::handle::Engine;
use crate::chat::event::Event;
use crate::chat::platform::ChatPlatform;
use crate::command::Thing;
use crate::feature::names;

impl Engine {
    /// Shows what could be meant by letters. Nobody waits for it for long, and nothing depends on it.
    pub(super) async fn suggest(
        &self,
        event: &Event,
        thing: Thing,
        typed: &str,
        platform: &dyn ChatPlatform,
    ) {
        let names = names::matching(self.ctx(), &event.account, thing, typed).await;
        let names = names.unwrap_or_else(|error| {
            tracing::warn!(%error, "names were not looked up");
            Vec::new()
        });
        if let Err(error) = platform.suggest(event.turn, &names).await {
            tracing::debug!(%error, "names came too late");
        }
        platform.finished(event.turn).await;
    }
}
