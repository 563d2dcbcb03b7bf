//! The `[matrix]` section.

use super::ConfigError;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// How the bot appears on Matrix. Holds no secret, only where secrets are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixConfig {
    /// The homeserver's address: `https://matrix.example.org`.
    pub homeserver: url::Url,
    /// The bot's account: `@hearth:example.org`.
    pub user: String,
    /// The file with its password.
    pub password_file: Option<PathBuf>,
    /// The file with an access token, instead of a password.
    pub access_token_file: Option<PathBuf>,
    /// The folder of the Matrix library.
    pub data: PathBuf,
    /// The file with the key that gets encrypted history back when that folder is lost.
    pub recovery_key_file: PathBuf,
    /// Whether an identity that could still be recovered is given up for a new one.
    pub new_identity: bool,
    /// Whose invitations are accepted; nobody's when it is empty.
    pub allow_invites: Vec<Allowed>,
    /// What a command begins with in a room where others are.
    pub prefix: String,
    /// Whether the commands are described in the state of each room, for apps that show them.
    pub describe_commands: bool,
}

/// Whose invitations are accepted: one account, or everybody on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// `@ann:example.org`
    Account(String),
    /// `*:example.org`
    Server(String),
}

impl Allowed {
    /// Whether it covers an account.
    pub fn covers(&self, account: &str) -> bool {
        match self {
            Self::Account(allowed) => allowed == account,
            // Server names hold no case, account names on old servers do.
            Self::Server(allowed) => account
                .strip_prefix('@')
                .and_then(|rest| rest.split_once(':'))
                .is_some_and(|(_, server)| server.eq_ignore_ascii_case(allowed)),
        }
    }
}

impl FromStr for Allowed {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim();
        let bad = || ConfigError::Invites { asked: text.to_owned() };
        if let Some(server) = text.strip_prefix("*:") {
            let fits = !server.is_empty() && !server.contains(['*', '@', '/', ' ']);
            return if fits { Ok(Self::Server(server.to_owned())) } else { Err(bad()) };
        }
        if is_account(text) { Ok(Self::Account(text.to_owned())) } else { Err(bad()) }
    }
}

/// What may stand in the section.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FileMatrix {
    homeserver: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    access_token_file: Option<PathBuf>,
    data: Option<PathBuf>,
    recovery_key_file: Option<PathBuf>,
    new_identity: bool,
    allow_invites: Vec<String>,
    prefix: Option<String>,
    describe_commands: bool,
}

impl FileMatrix {
    /// The section, checked; relative paths are relative to `folder`.
    pub(super) fn checked(self, folder: &Path) -> Result<MatrixConfig, ConfigError> {
        let homeserver =
            self.homeserver.ok_or(ConfigError::Required { key: "matrix.homeserver" })?;
        let user = self.user.ok_or(ConfigError::Required { key: "matrix.user" })?;
        if !is_account(&user) {
            return Err(ConfigError::MatrixUser { asked: user });
        }
        let data = folder.join(self.data.unwrap_or_else(|| "matrix".into()));
        let recovery = self.recovery_key_file.unwrap_or_else(|| "matrix.recovery".into());
        let recovery_key_file = folder.join(recovery);
        if recovery_key_file.starts_with(&data) {
            return Err(ConfigError::RecoveryInside { path: recovery_key_file });
        }
        let prefix = self.prefix.unwrap_or_else(|| "!".into());
        if prefix.is_empty() || prefix.len() > 16 || prefix.contains(char::is_whitespace) {
            return Err(ConfigError::Prefix { asked: prefix });
        }
        Ok(MatrixConfig {
            homeserver: address(&homeserver)?,
            user,
            password_file: self.password_file.map(|path| folder.join(path)),
            access_token_file: self.access_token_file.map(|path| folder.join(path)),
            data,
            recovery_key_file,
            new_identity: self.new_identity,
            allow_invites: self
                .allow_invites
                .iter()
                .map(|text| text.parse())
                .collect::<Result<_, _>>()?,
            prefix,
            describe_commands: self.describe_commands,
        })
    }
}

fn address(text: &str) -> Result<url::Url, ConfigError> {
    let url = url::Url::parse(text).ok();
    url.filter(|url| {
        matches!(url.scheme(), "https" | "http")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    })
    .ok_or_else(|| ConfigError::Homeserver { asked: text.to_owned() })
}

/// `@name:server`, as the Matrix specification writes accounts, at most 255 bytes.
fn is_account(text: &str) -> bool {
    let parts = text.strip_prefix('@').and_then(|rest| rest.split_once(':'));
    let fits = |part: &str| !part.is_empty() && !part.contains(['@', '*', '/', ' ']);
    text.len() <= 255
        && parts.is_some_and(|(name, server)| {
            !name.is_empty() && !name.contains(char::is_whitespace) && fits(server)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    const LEAST: &str = "[matrix]\nhomeserver = 'https://example.org'\nuser = '@h:example.org'\n";

    fn read(more: &str) -> Result<MatrixConfig, ConfigError> {
        let config = Config::parse(&format!("{LEAST}{more}"), Path::new("folder"))?;
        Ok(config.matrix.expect("the section is there"))
    }

    #[test]
    fn the_least_that_is_needed_has_defaults_for_the_rest() {
        let config = read("").expect("reads");
        assert_eq!(config.data, Path::new("folder/matrix"));
        assert_eq!(config.recovery_key_file, Path::new("folder/matrix.recovery"));
        assert_eq!(config.prefix, "!");
        assert!(config.allow_invites.is_empty());
        assert!(!config.describe_commands);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let parse = |text: &str| Config::parse(text, Path::new("")).map(drop);
        for key in ["matrix.homeserver", "matrix.user"] {
            let text = match key {
                "matrix.user" => "[matrix]\nhomeserver = 'https://example.org'\n",
                _ => "[matrix]\nuser = '@h:example.org'\n",
            };
            assert_eq!(parse(text), Err(ConfigError::Required { key }));
        }
        for address in ["example.org", "ftp://example.org", "https://u:p@example.org", ""] {
            let text = format!("[matrix]\nhomeserver = '{address}'\nuser = '@h:example.org'\n");
            assert_eq!(parse(&text), Err(ConfigError::Homeserver { asked: address.into() }));
        }
        for user in ["h:example.org", "@h", "@:example.org", "@h:", ""] {
            let text = format!("[matrix]\nhomeserver = 'https://example.org'\nuser = '{user}'\n");
            assert_eq!(parse(&text), Err(ConfigError::MatrixUser { asked: user.into() }));
        }
        for invites in ["*", "*:", "example.org", "@a", "*:a b"] {
            let text = format!("allow_invites = ['{invites}']\n");
            assert_eq!(read(&text), Err(ConfigError::Invites { asked: invites.into() }));
        }
        assert!(matches!(read("prefix = ''\n"), Err(ConfigError::Prefix { .. })));
        assert!(matches!(read("prefix = 'a b'\n"), Err(ConfigError::Prefix { .. })));
        let inside = "data = 'm'\nrecovery_key_file = 'm/key'\n";
        assert!(matches!(read(inside), Err(ConfigError::RecoveryInside { .. })));
        assert!(matches!(
            read("password = 'secret'\n"),
            Err(ConfigError::Secret { instead: "matrix.password_file", .. })
        ));
        assert!(matches!(read("prefx = '!'\n"), Err(ConfigError::UnknownKey { .. })));
    }

    #[test]
    fn an_invitation_is_allowed_by_account_or_by_the_whole_server_name() {
        let table = [
            ("@ann:example.org", "@ann:example.org", true),
            ("@ann:example.org", "@anna:example.org", false),
            ("*:example.org", "@ann:example.org", true),
            ("*:example.org", "@ann:EXAMPLE.org", true),
            ("*:example.org", "@ann:sub.example.org", false),
            ("*:example.org", "@ann:example.org:8448", false),
            ("*:example.org:8448", "@ann:example.org:8448", true),
            ("*:example.org", "@x:example.org.evil.net", false),
        ];
        for (allowed, account, expected) in table {
            let allowed: Allowed = allowed.parse().expect("reads");
            assert_eq!(allowed.covers(account), expected, "{allowed:?} {account}");
        }
    }
}
