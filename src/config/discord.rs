//! The `[discord]` section.

use super::ConfigError;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where Discord is, unless something else is configured.
pub const API_BASE: &str = "https://discord.com";

/// How the bot appears on Discord. Holds no secret, only where secrets are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordConfig {
    /// The file with the bot's token; none means that the environment has it.
    pub token_file: Option<PathBuf>,
    /// Where requests go: `https://discord.com`, a proxy or a test server.
    pub api_base: url::Url,
    /// Where the gateway is (`wss://…`), if it is not to be asked for.
    pub gateway_base: Option<url::Url>,
    /// Which shards this process serves; as many as Discord recommends when there is none.
    pub shards: Option<Shards>,
}

/// Which of how many shards a process serves: `0-3/8` is the first four of eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// How many there are in all processes together.
    pub total: u32,
}

impl FromStr for Shards {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let read = || {
            let (range, total) = text.trim().split_once('/')?;
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let number = |text: &str| text.trim().parse::<u32>().ok();
            let shards = Self { first: number(first)?, last: number(last)?, total: number(total)? };
            let fits = shards.first <= shards.last && shards.last < shards.total;
            (fits && shards.total <= MOST_SHARDS).then_some(shards)
        };
        read().ok_or_else(|| ConfigError::Shards { asked: text.to_owned() })
    }
}

/// Far more than the largest bot has.
const MOST_SHARDS: u32 = 16_384;

/// What may stand in the section.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FileDiscord {
    token_file: Option<PathBuf>,
    api_base: Option<String>,
    gateway_base: Option<String>,
    shards: Option<String>,
}

impl FileDiscord {
    /// The section, checked; relative paths are relative to `folder`.
    pub(super) fn checked(self, folder: &Path) -> Result<DiscordConfig, ConfigError> {
        let api_base = self.api_base.as_deref().unwrap_or(API_BASE);
        let gateway_base = self.gateway_base.as_deref();
        Ok(DiscordConfig {
            token_file: self.token_file.map(|path| folder.join(path)),
            api_base: address("discord.api_base", api_base, &["https", "http"])?,
            gateway_base: gateway_base
                .map(|text| address("discord.gateway_base", text, &["wss", "ws"]))
                .transpose()?,
            shards: self.shards.map(|text| text.parse()).transpose()?,
        })
    }
}

fn address(key: &'static str, text: &str, schemes: &[&str]) -> Result<url::Url, ConfigError> {
    let url = url::Url::parse(text).ok();
    url.filter(|url| {
        schemes.contains(&url.scheme())
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    })
    .ok_or_else(|| ConfigError::Address { key, asked: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> Result<DiscordConfig, ConfigError> {
        let config = Config::parse(&format!("[discord]\n{text}"), Path::new("folder"))?;
        Ok(config.discord.expect("the section is there"))
    }

    #[test]
    fn an_empty_section_is_the_defaults() {
        let config = read("").expect("reads");
        assert_eq!(config.api_base.as_str(), "https://discord.com/");
        assert_eq!((config.token_file, config.gateway_base, config.shards), (None, None, None));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for asked in ["discord.com", "ftp://discord.com", "https://u:p@discord.com", ""] {
            let text = format!("api_base = '{asked}'\n");
            let key = "discord.api_base";
            assert_eq!(read(&text), Err(ConfigError::Address { key, asked: asked.into() }));
        }
        let key = "discord.gateway_base";
        let asked = "https://gateway.discord.gg".to_owned();
        let text = format!("gateway_base = '{asked}'\n");
        assert_eq!(read(&text), Err(ConfigError::Address { key, asked }));
        for asked in ["", "3", "0/0", "1/1", "2-1/8", "0-8/8", "a/2", "-1/2"] {
            let text = format!("shards = '{asked}'\n");
            assert_eq!(read(&text), Err(ConfigError::Shards { asked: asked.into() }), "{asked}");
        }
        assert!(matches!(read("token = 'x'\n"), Err(ConfigError::Secret { .. })));
    }

    #[test]
    fn shards_are_split_over_processes() {
        let table = [("0/1", (0, 0, 1)), ("0-3/8", (0, 3, 8)), (" 7 / 8 ", (7, 7, 8))];
        for (text, (first, last, total)) in table {
            let config = read(&format!("shards = '{text}'\n")).expect("reads");
            assert_eq!(config.shards, Some(Shards { first, last, total }), "{text}");
        }
    }
}
