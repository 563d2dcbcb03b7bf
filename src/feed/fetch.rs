//! Fetches feeds from the web, and only from the web: never from the machine it runs on or
//! its neighbours, however the address or a redirect names them.

mod address;
mod error;

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, Response, StatusCode, redirect};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub use address::is_public;
pub use error::FetchError;

use super::{FeedError, MAX_BYTES, bytes};

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 5;

/// What a fetch may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body, as sent and as unpacked.
    pub bytes: usize,
    /// For a connection to stand.
    pub connect: Duration,
    /// For everything, from the first redirect to the last byte.
    pub total: Duration,
}

impl Default for Limits {
    /// 32 MiB, 10 seconds, 60 seconds.
    fn default() -> Self {
        Self { bytes: MAX_BYTES, connect: Duration::from_secs(10), total: Duration::from_mins(1) }
    }
}

/// What a server said to tell whether a feed has changed. Give it back with the next fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag`, as it came.
    pub etag: Option<String>,
    /// The `Last-Modified`, as it came.
    pub last_modified: Option<String>,
}

/// What a fetch brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The feed is the same as when the validators were given.
    NotModified,
    /// The feed.
    Body {
        /// Unpacked, ready for [`read`](super::read).
        bytes: Vec<u8>,
        /// For the next time.
        validators: Validators,
    },
}

/// Fetches feeds. Cheap to keep; connections are shared.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    limits: Limits,
    allow_private: bool,
}

impl Fetcher {
    /// A fetcher. `allow_private_addresses` lets it reach this machine and its network: only
    /// for those who run their feed there.
    ///
    /// # Errors
    ///
    /// [`FetchError::Setup`] when TLS cannot be set up, for instance without root
    /// certificates.
    pub fn new(allow_private_addresses: bool, limits: Limits) -> Result<Self, FetchError> {
        // Whoever comes second finds a provider in place, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("Hearth/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits.connect)
            // Redirects are followed by hand, so that each is checked.
            .redirect(redirect::Policy::none())
            // A proxy would look up names by itself, behind our back.
            .no_proxy()
            // Unpacked by hand, so that what is sent is limited as well.
            .no_gzip()
            .no_deflate()
            .dns_resolver(Arc::new(address::Resolver::new(allow_private_addresses)))
            .build()
            .map_err(|error| FetchError::Setup { reason: error.to_string() })?;
        Ok(Self { client, limits, allow_private: allow_private_addresses })
    }

    /// Fetches a feed. With validators, a feed that has not changed is not sent again.
    ///
    /// # Errors
    ///
    /// [`FetchError`], always within the time limit.
    pub async fn fetch(
        &self,
        url: &str,
        validators: Option<&Validators>,
    ) -> Result<Fetched, FetchError> {
        let within = crate::clock::within(self.limits.total, self.follow(url, validators));
        within.await.unwrap_or(Err(FetchError::TimedOut))
    }

    async fn follow(
        &self,
        url: &str,
        validators: Option<&Validators>,
    ) -> Result<Fetched, FetchError> {
        let mut at = Url::parse(url.trim()).map_err(|_| FetchError::BadUrl)?;
        for _ in 0..=MAX_REDIRECTS {
            self.check(&at)?;
            let response = self.ask(&at, validators).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED && validators.is_some() {
                return Ok(Fetched::NotModified);
            }
            if status.is_success() {
                return self.body(response).await;
            }
            let next = header(response.headers(), &LOCATION).filter(|_| status.is_redirection());
            match next {
                Some(next) => at = at.join(&next).map_err(|_| FetchError::BadUrl)?,
                None => {
                    return Err(FetchError::Status { status: status.as_u16() });
                }
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    /// Whether this address may be asked at all. Names are checked again when they are
    /// looked up.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme { scheme: url.scheme().to_owned() });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Credentials);
        }
        let literal = match url.host() {
            None => return Err(FetchError::BadUrl),
            Some(Host::Domain(_)) => return Ok(()),
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
        };
        if self.allow_private || is_public(literal) {
            return Ok(());
        }
        Err(FetchError::PrivateAddress)
    }

    async fn ask(
        &self,
        url: &Url,
        validators: Option<&Validators>,
    ) -> Result<Response, FetchError> {
        let mut request = self
            .client
            .get(url.clone())
            .header(ACCEPT, "application/json, text/calendar, */*;q=0.5")
            .header(ACCEPT_ENCODING, "gzip");
        if let Some(validators) = validators {
            if let Some(etag) = &validators.etag {
                request = request.header(IF_NONE_MATCH, etag);
            }
            if let Some(date) = &validators.last_modified {
                request = request.header(IF_MODIFIED_SINCE, date);
            }
        }
        request.send().await.map_err(|error| FetchError::of(&error))
    }

    async fn body(&self, mut response: Response) -> Result<Fetched, FetchError> {
        let limit = self.limits.bytes;
        let too_large = || FetchError::TooLarge { limit };
        if response
            .content_length()
            .is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limit))
        {
            return Err(too_large());
        }
        let packed = match header(response.headers(), &CONTENT_ENCODING).as_deref() {
            None | Some("" | "identity") => false,
            Some("gzip" | "x-gzip") => true,
            Some(other) => {
                return Err(FetchError::Encoding { encoding: other.to_owned() });
            }
        };
        let validators = Validators {
            etag: header(response.headers(), &ETAG),
            last_modified: header(response.headers(), &LAST_MODIFIED),
        };
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| FetchError::of(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        let bytes = if packed {
            bytes::unpack(&body, limit).map_err(|error| match error {
                FeedError::TooLarge { limit } => FetchError::TooLarge { limit },
                _ => FetchError::Encoding { encoding: "gzip".to_owned() },
            })?
        } else {
            body
        };
        Ok(Fetched::Body { bytes, validators })
    }
}

/// A header of reasonable length, as text.
fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (value.len() <= 4096).then(|| value.to_owned())
}

#[cfg(test)]
mod tests;
