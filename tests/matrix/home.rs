//! What a bot has before it starts and keeps when it ends: its account, its folder, its
//! configuration.

use super::raw::{Raw, password};
use hearth::config::Config;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// The bot's own folder and account.
#[derive(Debug)]
pub(crate) struct Home {
    folder: TempDir,
    user: String,
    url: String,
    more: String,
}

impl AsRef<Path> for Home {
    fn as_ref(&self) -> &Path {
        self.folder.path()
    }
}

/// A name that no other test uses.
pub(crate) fn unique(name: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

impl Home {
    /// A new account on the homeserver at `url`, and a configuration with which everybody there may
    /// invite the bot.
    pub(crate) async fn new(url: &str) -> Self {
        let name = unique("hearth");
        let account = Raw::register(url, &name).await.expect("an account");
        Self::of(url, &name, account.id())
    }

    /// The same for an account that somebody has made.
    pub(crate) fn of(url: &str, name: &str, id: &str) -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let home = Self {
            folder: folder.expect("a folder"),
            user: id.to_owned(),
            url: url.to_owned(),
            more: "allow_invites = ['*:localhost']\n".to_owned(),
        };
        fs::write(home.path("matrix.password"), password(name)).expect("a password");
        home.write();
        home
    }

    /// The bot finds the homeserver there from its next start on.
    pub(crate) fn move_to(&mut self, url: &str) {
        url.clone_into(&mut self.url);
        self.write();
    }

    /// What stands in the section besides the address and the account, from its next start on.
    pub(crate) fn configure(&mut self, more: &str) {
        more.clone_into(&mut self.more);
        self.write();
    }

    fn write(&self) {
        let Self { user, url, more, .. } = self;
        let text = format!(
            "[matrix]\nhomeserver = '{url}'\nuser = '{user}'\npassword_file = 'matrix.password'\n{more}"
        );
        fs::write(self.path("config.toml"), text).expect("a configuration");
    }

    /// `@hearth-7:localhost`
    pub(crate) fn user(&self) -> &str {
        &self.user
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
