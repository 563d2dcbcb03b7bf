//! Why a fetch brought nothing.

use std::error::Error as _;

use super::address::Refused;

/// Why a fetch brought nothing. Carries no address: those may hold keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// TLS could not be set up.
    #[error("cannot set up TLS: {reason}")]
    Setup {
        /// What the library says.
        reason: String,
    },
    /// Not an address of the web.
    #[error("not a web address")]
    BadUrl,
    /// Neither http nor https.
    #[error("{scheme} addresses are not fetched")]
    Scheme {
        /// What it is.
        scheme: String,
    },
    /// The address carries a user name or a password.
    #[error("the address carries a login")]
    Credentials,
    /// The address belongs to this machine or its network.
    #[error("the address is not a public one")]
    PrivateAddress,
    /// The name cannot be looked up, or nobody answers there.
    #[error("cannot connect")]
    Connect,
    /// The connection broke off, or what came was not HTTP.
    #[error("the connection broke off")]
    Broken,
    /// The time was up.
    #[error("it took too long")]
    TimedOut,
    /// More redirects than are followed.
    #[error("too many redirects")]
    TooManyRedirects,
    /// The server refused or could not answer.
    #[error("the server answered {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// More than `limit` bytes, as sent or as unpacked.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// An encoding that was not asked for, or broken gzip.
    #[error("cannot unpack {encoding}")]
    Encoding {
        /// The encoding.
        encoding: String,
    },
}

impl FetchError {
    /// A stable name for output that programs read.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Setup { .. } => "setup",
            Self::BadUrl => "bad_url",
            Self::Scheme { .. } => "scheme",
            Self::Credentials => "credentials",
            Self::PrivateAddress => "private_address",
            Self::Connect => "connect",
            Self::Broken => "broken",
            Self::TimedOut => "timed_out",
            Self::TooManyRedirects => "too_many_redirects",
            Self::Status { .. } => "status",
            Self::TooLarge { .. } => "too_large",
            Self::Encoding { .. } => "encoding",
        }
    }

    /// Whether the same fetch may work later without anybody doing anything.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Connect | Self::Broken | Self::TimedOut => true,
            Self::Status { status } => *status >= 500 || matches!(status, 408 | 425 | 429),
            _ => false,
        }
    }

    /// What a library error means here.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        let mut source = error.source();
        while let Some(cause) = source {
            if cause.is::<Refused>() {
                return Self::PrivateAddress;
            }
            source = cause.source();
        }
        if error.is_timeout() {
            Self::TimedOut
        } else if error.is_connect() {
            Self::Connect
        } else if error.is_builder() {
            Self::BadUrl
        } else {
            Self::Broken
        }
    }
}
