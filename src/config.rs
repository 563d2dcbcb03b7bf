//! The configuration of `hearth run`: one struct per concern, unknown keys refused, errors that name
//! the key. Secrets come from the environment or from files, never from the file itself.

pub mod discord;
pub mod error;
pub mod keys;
pub mod matrix;
#[cfg(any(feature = "discord", feature = "matrix"))]
pub(crate) mod secret;

pub use discord::DiscordConfig;
pub use error::ConfigError;
pub use matrix::MatrixConfig;

use crate::engine::ctx::Defaults;
use crate::schedule::phrase::Phrase;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the store is.
    pub store: StoreConfig,
    /// What holds where a group has set nothing.
    pub defaults: Defaults,
    /// How feeds are fetched.
    pub feeds: FeedsConfig,
    /// The listener for health and metrics, when it is wanted.
    pub health: Option<HealthConfig>,
    /// Discord, when it is switched on.
    pub discord: Option<DiscordConfig>,
    /// Matrix, when it is switched on.
    pub matrix: Option<MatrixConfig>,
    /// Which platforms the file switches on.
    pub platforms: Vec<&'static str>,
}

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreConfig {
    /// The file, relative paths already made relative to the configuration.
    pub path: PathBuf,
    /// The file with its key; none means that it is not encrypted, unless the environment has one.
    pub key_file: Option<PathBuf>,
}

/// How feeds are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedsConfig {
    /// Whether feeds may be on private addresses (a server on the same network).
    pub allow_private_addresses: bool,
    /// When they are fetched again, in UTC: a phrase.
    pub refresh: String,
}

/// The listener for health and metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthConfig {
    /// `127.0.0.1:9180`; always on this machine, as nobody is asked who they are.
    pub listen: SocketAddr,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    store: FileStore,
    defaults: FileDefaults,
    feeds: FileFeeds,
    health: Option<FileHealth>,
    discord: Option<discord::FileDiscord>,
    matrix: Option<matrix::FileMatrix>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileStore {
    path: Option<PathBuf>,
    key_file: Option<PathBuf>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileDefaults {
    zone: Option<String>,
    country: Option<String>,
    language: Option<String>,
    keep_days: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileFeeds {
    allow_private_addresses: bool,
    refresh: Option<String>,
}

#[derive(Deserialize)]
struct FileHealth {
    listen: String,
}

/// When feeds are fetched again unless something else is configured: once a day, at night in
/// Europe and America.
pub const REFRESH: &str = "daily 04:30";

/// For how many days a group may be kept after the bot is out of its last room.
pub const KEEP_DAYS: std::ops::RangeInclusive<i64> = 1..=3650;

impl Default for Config {
    fn default() -> Self {
        Self {
            store: StoreConfig { path: "hearth.db".into(), key_file: None },
            defaults: Defaults::default(),
            feeds: FeedsConfig { allow_private_addresses: false, refresh: REFRESH.into() },
            health: None,
            discord: None,
            matrix: None,
            platforms: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a file. Relative paths in it are relative to it.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ConfigError::Missing { path: path.to_owned() },
            _ => ConfigError::Unreadable { path: path.to_owned(), why: error.to_string() },
        })?;
        Self::parse(&text, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads the text of a file that stands in `folder`.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, ConfigError> {
        let table: toml::Table = text.parse().map_err(syntax)?;
        keys::check(&table)?;
        let file: File = toml::Value::Table(table).try_into().map_err(syntax)?;
        Self::checked(file, folder)
    }

    fn checked(file: File, folder: &Path) -> Result<Self, ConfigError> {
        let plain = Self::default();
        let defaults = Defaults {
            zone: match file.defaults.zone {
                None => plain.defaults.zone,
                Some(asked) => match crate::schedule::zone::lookup(&asked) {
                    Ok(zone) => zone.iana_name().unwrap_or("UTC").to_owned(),
                    Err(unknown) => {
                        return Err(ConfigError::Zone { asked: unknown.asked, near: unknown.near });
                    }
                },
            },
            country: match file.defaults.country {
                None => plain.defaults.country,
                Some(asked) => crate::feature::resource::country::Country::find(&asked)
                    .map(|country| Some(country.code().to_owned()))
                    .map_err(|_| ConfigError::Country { asked })?,
            },
            language: match file.defaults.language {
                None => plain.defaults.language,
                Some(asked) => crate::words::Words::languages()
                    .find(|code| code.eq_ignore_ascii_case(&asked))
                    .map(str::to_owned)
                    .ok_or(ConfigError::Language { asked })?,
            },
            keep_days: match file.defaults.keep_days {
                None => plain.defaults.keep_days,
                Some(days) if KEEP_DAYS.contains(&days) => days,
                Some(asked) => return Err(ConfigError::KeepDays { asked }),
            },
        };
        let refresh = file.feeds.refresh.unwrap_or(plain.feeds.refresh);
        if let Err(error) = Phrase::parse(&refresh) {
            return Err(ConfigError::Refresh { asked: refresh, error });
        }
        let mut platforms = Vec::new();
        if file.discord.is_some() {
            platforms.push("discord");
        }
        if file.matrix.is_some() {
            platforms.push("matrix");
        }
        let health = match file.health {
            None => None,
            Some(FileHealth { listen }) => match listen.parse::<SocketAddr>() {
                Ok(address) if address.ip().is_loopback() => Some(HealthConfig { listen: address }),
                _ => return Err(ConfigError::Listen { asked: listen }),
            },
        };
        Ok(Self {
            store: StoreConfig {
                path: folder.join(file.store.path.unwrap_or(plain.store.path)),
                key_file: file.store.key_file.map(|path| folder.join(path)),
            },
            defaults,
            feeds: FeedsConfig {
                allow_private_addresses: file.feeds.allow_private_addresses,
                refresh,
            },
            health,
            discord: file.discord.map(|discord| discord.checked(folder)).transpose()?,
            matrix: file.matrix.map(|matrix| matrix.checked(folder)).transpose()?,
            platforms,
        })
    }
}

/// What the reader says, with the line that it shows cut to a length that can be read.
fn syntax(error: toml::de::Error) -> ConfigError {
    let said = error.to_string();
    let lines: Vec<String> =
        said.trim().lines().map(|line| line.chars().take(LONGEST_SHOWN).collect()).collect();
    ConfigError::Syntax { why: lines.join("\n") }
}

/// In characters.
const LONGEST_SHOWN: usize = 160;
