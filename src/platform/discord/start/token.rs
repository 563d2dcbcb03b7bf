//! The bot's token, which is never shown.

use crate::config::{DiscordConfig, secret};
use crate::platform::discord::trouble::DiscordError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::fmt;
use std::path::Path;

/// The variable with the token.
const VARIABLE: &str = "HEARTH_DISCORD_TOKEN";

/// The bot's token.
#[derive(Clone)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// What is configured: the environment first, then the file.
    pub fn find(
        config: &DiscordConfig,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, DiscordError> {
        if let Some(token) = variable(VARIABLE) {
            return Self::read(&token, Path::new(VARIABLE));
        }
        let Some(path) = &config.token_file else { return Err(DiscordError::NoToken) };
        let text = secret::read(path).map_err(|error| DiscordError::TokenFile {
            path: path.into(),
            why: error.to_string(),
        })?;
        Self::read(&text, path)
    }

    /// People copy it with line ends, and sometimes with the word that stands before it in requests.
    fn read(text: &str, path: &Path) -> Result<Self, DiscordError> {
        let text = text.trim();
        let text = text.strip_prefix("Bot ").unwrap_or(text).trim();
        if text.is_empty() {
            return Err(DiscordError::TokenEmpty { path: path.into() });
        }
        let fits = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        let parts: Vec<&str> = text.split('.').collect();
        if parts.len() != 3 || !parts.into_iter().all(fits) {
            return Err(DiscordError::TokenShape { path: path.into() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The token as requests carry it.
    pub(in crate::platform::discord) fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of the bot's application, with which the token begins.
    pub fn application(&self) -> Option<String> {
        let first = self.0.split('.').next()?;
        let bytes = STANDARD_NO_PAD.decode(first).ok()?;
        let number = String::from_utf8(bytes).ok()?;
        number.parse::<u64>().ok().map(|number| number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn find(more: &str, folder: &Path, set: Option<&str>) -> Result<Token, DiscordError> {
        let config = Config::parse(&format!("[discord]\n{more}"), folder).expect("reads");
        let config = config.discord.expect("is there");
        Token::find(&config, |name| (name == VARIABLE).then_some(set?.to_owned()))
    }

    #[test]
    fn a_token_comes_from_the_environment_or_a_file_and_is_not_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        std::fs::write(path.join("t"), "MTIzNDU2.abc.d-f_0\r\n").expect("written");
        std::fs::write(path.join("e"), "\n").expect("written");
        std::fs::write(path.join("s"), "a secret with spaces").expect("written");
        let found = find("token_file = 't'\n", path, None).expect("a token");
        assert_eq!(found.as_str(), "MTIzNDU2.abc.d-f_0");
        assert_eq!(found.application().as_deref(), Some("123456"));
        assert_eq!(format!("{found:?}"), "Token");
        let found = find("token_file = 't'\n", path, Some("Bot a.b.c")).expect("a token");
        assert_eq!((found.as_str(), found.application()), ("a.b.c", None));
        assert!(matches!(find("", path, None), Err(DiscordError::NoToken)));
        let error = |text: &str| find(text, path, None).map(drop);
        assert!(matches!(error("token_file = 'e'\n"), Err(DiscordError::TokenEmpty { .. })));
        assert!(matches!(error("token_file = 's'\n"), Err(DiscordError::TokenShape { .. })));
        assert!(matches!(error("token_file = 'x'\n"), Err(DiscordError::TokenFile { .. })));
    }
}
