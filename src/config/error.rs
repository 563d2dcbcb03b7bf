//! What can be wrong with a configuration, and the sentence that mends it.

use crate::chat::message::Line;
use crate::schedule::phrase::PhraseError;
use crate::words::{Arg, Words};
use std::path::PathBuf;

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ConfigError {
    /// There is no such file.
    #[error("there is no file {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{path}: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// It is not TOML, or a value is of the wrong type.
    #[error("{why}")]
    Syntax {
        /// What the reader says, with the line.
        why: String,
    },
    /// A key that does not exist.
    #[error("unknown key {key}")]
    UnknownKey {
        /// The key with its section.
        key: String,
        /// The nearest that exists.
        near: Option<String>,
    },
    /// A secret stands in the file itself.
    #[error("{key} does not belong in the file")]
    Secret {
        /// The key.
        key: String,
        /// The key to use instead.
        instead: &'static str,
    },
    /// A zone that does not exist.
    #[error("unknown zone {asked}")]
    Zone {
        /// What was written.
        asked: String,
        /// Zones that are near.
        near: Vec<String>,
    },
    /// A country that does not exist.
    #[error("unknown country {asked}")]
    Country {
        /// What was written.
        asked: String,
    },
    /// A language without words.
    #[error("unknown language {asked}")]
    Language {
        /// What was written.
        asked: String,
    },
    /// Days that are too few or too many.
    #[error("defaults.keep_days: {asked}")]
    KeepDays {
        /// What was written.
        asked: i64,
    },
    /// A phrase that cannot be read.
    #[error("feeds.refresh: {asked}")]
    Refresh {
        /// What was written.
        asked: String,
        /// Why it cannot be read.
        error: PhraseError,
    },
    /// A key without which the section cannot be used.
    #[error("{key} is missing")]
    Required {
        /// The key with its section.
        key: &'static str,
    },
    /// Not the address of a homeserver.
    #[error("matrix.homeserver: {asked}")]
    Homeserver {
        /// What was written.
        asked: String,
    },
    /// Not a Matrix account.
    #[error("matrix.user: {asked}")]
    MatrixUser {
        /// What was written.
        asked: String,
    },
    /// Neither an account nor a server.
    #[error("matrix.allow_invites: {asked}")]
    Invites {
        /// What was written.
        asked: String,
    },
    /// Not something that a command can begin with.
    #[error("matrix.prefix: {asked}")]
    Prefix {
        /// What was written.
        asked: String,
    },
    /// The recovery key would be lost together with what it recovers.
    #[error("matrix.recovery_key_file is inside matrix.data: {path}")]
    RecoveryInside {
        /// Where it would be.
        path: PathBuf,
    },
    /// Not an address that can be asked.
    #[error("{key}: {asked}")]
    Address {
        /// The key with its section.
        key: &'static str,
        /// What was written.
        asked: String,
    },
    /// Not a choice of shards.
    #[error("discord.shards: {asked}")]
    Shards {
        /// What was written.
        asked: String,
    },
    /// Not an address of this machine and a port.
    #[error("health.listen: {asked}")]
    Listen {
        /// What was written.
        asked: String,
    },
}

impl ConfigError {
    /// The sentence that says what to do.
    pub fn say(&self, words: &Words) -> Line {
        match self {
            Self::Missing { path } => words.config_missing(Arg::code(path.display().to_string())),
            Self::Unreadable { path, why } => {
                words.config_unreadable(Arg::code(path.display().to_string()), why)
            }
            Self::Syntax { why } => words.config_syntax(why),
            Self::UnknownKey { key, near } => {
                let line = words.config_unknown_key(Arg::code(key));
                match near {
                    Some(near) => line.then(words.usage_did_you_mean(Arg::code(near))),
                    None => line.then(words.config_see_example()),
                }
            }
            Self::Secret { key, instead } => {
                words.config_secret(Arg::code(key), Arg::code(*instead))
            }
            Self::Zone { asked, near } => crate::command::error::zone(words, asked, near),
            Self::Country { asked } => words.usage_unknown_country(Arg::code(asked)),
            Self::Language { asked } => {
                let known: Vec<&str> = Words::languages().collect();
                words.config_language(Arg::code(asked), known.join(", "))
            }
            Self::KeepDays { asked } => {
                words.config_keep_days(*asked, *super::KEEP_DAYS.start(), *super::KEEP_DAYS.end())
            }
            Self::Refresh { asked, error } => words
                .config_refresh(Arg::code(asked))
                .then(crate::schedule::say::error(words, error)),
            Self::Required { key } => words.config_required(Arg::code(*key)),
            Self::Homeserver { asked } => words.config_matrix_homeserver(Arg::code(asked)),
            Self::MatrixUser { asked } => words.config_matrix_user(Arg::code(asked)),
            Self::Invites { asked } => words.config_matrix_invites(Arg::code(asked)),
            Self::Prefix { asked } => words.config_matrix_prefix(Arg::code(asked)),
            Self::RecoveryInside { path } => {
                words.config_matrix_recovery_inside(Arg::code(path.display().to_string()))
            }
            Self::Address { key, asked } => words.config_address(Arg::code(*key), Arg::code(asked)),
            Self::Shards { asked } => words.config_discord_shards(Arg::code(asked)),
            Self::Listen { asked } => words.config_listen(Arg::code(asked)),
        }
    }
}
