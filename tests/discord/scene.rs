//! A server with people in it.

use super::member::Member;
use super::world::{World, text};
use serde_json::json;
use std::sync::Arc;

/// `MANAGE_GUILD`, by which Discord's client shows who runs a server.
pub(crate) const ADMIN: u64 = 1 << 5;
/// `MANAGE_MESSAGES`, `MANAGE_EVENTS`: who helps to run it.
pub(crate) const ORGANIZER: u64 = 1 << 13 | 1 << 33;

/// A server. Its first channel is where people talk.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) world: Arc<World>,
    pub(crate) guild: String,
    pub(crate) channels: Vec<String>,
}

impl Scene {
    /// A server that the bot is in.
    pub(crate) async fn new(world: &Arc<World>) -> Self {
        Self::with(world, &["general", "lounge"], false).await
    }

    /// The same with these channels, the first of which Discord writes to, if it `speaks`.
    pub(crate) async fn with(world: &Arc<World>, channels: &[&str], speaks: bool) -> Self {
        let asked = json!({"name": "Harbour group", "channels": channels, "system": speaks});
        let made = world.ask("guild", asked).await;
        let channels = serde_json::from_value(made["channels"].clone()).expect("channels");
        Self { world: Arc::clone(world), guild: text(&made, "guild"), channels }
    }

    /// Where people talk.
    pub(crate) fn room(&self) -> &str {
        &self.channels[0]
    }

    /// Somebody who may do this in the server.
    pub(crate) async fn person(&self, name: &str, permissions: u64) -> Member {
        let user = text(&self.world.ask("user", json!({ "name": name })).await, "user");
        let member = Member::new(&self.world, name, user, &self.guild);
        self.let_in(&member, permissions).await;
        member
    }

    /// An admin lets somebody use a command that Discord would not show to them.
    pub(crate) async fn allow(&self, who: &Member, command: &str) {
        let asked = json!({"guild": self.guild, "user": who.id(), "command": command});
        self.world.ask("allow", asked).await;
    }

    /// Somebody from another server comes to this one as well.
    pub(crate) async fn let_in(&self, who: &Member, permissions: u64) {
        let asked = json!({"user": who.id(), "guild": self.guild, "permissions": permissions});
        self.world.ask("join", asked).await;
    }
}
