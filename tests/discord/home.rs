//! What a bot has before it starts and keeps when it ends: its folder and its configuration.

use super::world::{TOKEN, World};
use hearth::config::Config;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The bot's own folder.
#[derive(Debug)]
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    /// A bot of this Discord.
    pub(crate) fn new(world: &World) -> Self {
        Self::with(world, "")
    }

    /// The same, with more in its section and in others after it.
    pub(crate) fn with(world: &World, more: &str) -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let home = Self { folder: folder.expect("a folder") };
        fs::write(home.path("discord.token"), TOKEN).expect("a token");
        let text = format!("{}{more}", Self::section(world));
        fs::write(home.path("config.toml"), text).expect("a configuration");
        home
    }

    /// The section of the configuration.
    pub(crate) fn section(world: &World) -> String {
        format!("[discord]\napi_base = '{}'\ntoken_file = 'discord.token'\n", world.url())
    }

    /// A file in the bot's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The configuration as the bot reads it.
    pub(crate) fn config(&self) -> Config {
        Config::load(&self.path("config.toml")).expect("a configuration")
    }
}

impl AsRef<Path> for Home {
    fn as_ref(&self) -> &Path {
        self.folder.path()
    }
}
