//! Why the edge cannot start, and the sentence that says what to do about it.

use crate::chat::message::Line;
use crate::store::shown;
use crate::words::Words;
use std::path::PathBuf;

/// Why the edge cannot start. Whatever another try may mend is none of these.
#[derive(Debug, thiserror::Error)]
pub enum DiscordError {
    /// No token is configured.
    #[error("no token")]
    NoToken,
    /// Its file cannot be read.
    #[error("{path}: {why}")]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// It holds nothing.
    #[error("{path}: empty")]
    TokenEmpty {
        /// The file, or the variable of the environment.
        path: PathBuf,
    },
    /// What it holds is no token.
    #[error("{path}: not a token")]
    TokenShape {
        /// The file, or the variable of the environment.
        path: PathBuf,
    },
    /// Nothing can be asked over HTTP.
    #[error("no client: {0}")]
    Client(reqwest::Error),
}

impl DiscordError {
    /// The sentence that says what to do.
    pub fn say(&self, words: &Words) -> Line {
        match self {
            Self::NoToken => words.discord_no_token(),
            Self::TokenFile { path, why } => words.discord_token_file(shown(path), why),
            Self::TokenEmpty { path } => words.discord_token_empty(shown(path)),
            Self::TokenShape { path } => words.discord_token_shape(shown(path)),
            Self::Client(why) => words.discord_no_client(why.to_string()),
        }
    }
}
