//! Why the edge stops, and the sentence that says what to do about it.

use crate::chat::message::Line;
use crate::store::{StoreError, say, shown};
use crate::words::{Arg, Words};
use std::path::PathBuf;

/// Why the edge stops. Whatever another try may mend is tried again and is none of these.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// Neither a password nor an access token is configured.
    #[error("no password and no access token")]
    NoSecret,
    /// The file with the password or the token cannot be read.
    #[error("{path}: {why}")]
    SecretFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// It holds nothing.
    #[error("{path}: empty")]
    SecretEmpty {
        /// The file, or the variable of the environment.
        path: PathBuf,
    },
    /// A file or the folder of the library cannot be written.
    #[error(transparent)]
    File(#[from] StoreError),
    /// Another Hearth uses the folder.
    #[error("{0}: in use")]
    Locked(PathBuf),
    /// What says which device the bot is cannot be read.
    #[error("{0}: not a session")]
    Session(PathBuf),
    /// The folder belongs to another account.
    #[error("{path} belongs to {found}")]
    OtherAccount {
        /// The folder.
        path: PathBuf,
        /// Whose it is.
        found: String,
    },
    /// The folder is encrypted with a key that is not there.
    #[error("{0}: encrypted")]
    Sealed(PathBuf),
    /// The folder cannot be opened.
    #[error("{path}: {why}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the library says.
        why: String,
    },
    /// The system gives no thread.
    #[error("no thread: {0}")]
    Thread(std::io::Error),
    /// The server does not take the account and password.
    #[error("the server refused the account or its password")]
    Refused,
    /// The server takes no passwords.
    #[error("the server takes no passwords")]
    NoPasswords,
    /// The access token is not valid, or no longer.
    #[error("the access token is not valid any more")]
    Token,
    /// The access token is somebody else's.
    #[error("the access token belongs to {found}")]
    OtherToken {
        /// Whose it is.
        found: String,
    },
    /// The account was switched off.
    #[error("the account is switched off")]
    Deactivated,
    /// The account's identity can be had with a recovery key, and there is none.
    #[error("no recovery key for the account's identity")]
    Identity(PathBuf),
    /// The recovery key is not the account's.
    #[error("{0}: not the account's recovery key")]
    WrongRecoveryKey(PathBuf),
    /// Nobody but another app has the account's identity, and a token cannot make a new one.
    #[error("the account's identity is held by another app")]
    IdentityNeedsPassword(PathBuf),
}

impl MatrixError {
    /// Whether it may be over at the next try without anybody doing anything: a disk that was full.
    /// A password that was refused is not sent again and again.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::File(_) | Self::Folder { .. } | Self::Thread(_))
    }

    /// The sentence that says what to do.
    pub fn say(&self, words: &Words) -> Line {
        match self {
            Self::NoSecret => words.matrix_no_secret(),
            Self::SecretFile { path, why } => words.matrix_secret_file(shown(path), why),
            Self::SecretEmpty { path } => words.matrix_secret_empty(shown(path)),
            Self::File(error) => say(error, words),
            Self::Locked(path) => words.matrix_locked(shown(path)),
            Self::Session(path) => words.matrix_session(shown(path)),
            Self::OtherAccount { path, found } => {
                words.matrix_other_account(shown(path), Arg::code(found))
            }
            Self::Sealed(path) => words.matrix_sealed(shown(path)),
            Self::Folder { path, why } => words.matrix_folder(shown(path), why),
            Self::Thread(why) => words.matrix_no_thread(why.to_string()),
            Self::Refused => words.matrix_refused(),
            Self::NoPasswords => words.matrix_no_passwords(),
            Self::Token => words.matrix_token(),
            Self::OtherToken { found } => words.matrix_other_token(Arg::code(found)),
            Self::Deactivated => words.matrix_deactivated(),
            Self::Identity(path) => words.matrix_identity(shown(path)),
            Self::WrongRecoveryKey(path) => words.matrix_wrong_recovery_key(shown(path)),
            Self::IdentityNeedsPassword(path) => words.matrix_identity_needs_password(shown(path)),
        }
    }
}
