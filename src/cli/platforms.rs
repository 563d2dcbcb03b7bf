//! Builds the edges that a configuration switches on: the one place where an edge is named.

use super::Stop;
use crate::chat::platform::ChatPlatform;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::Store;
use crate::words::{Arg, Words};
use std::sync::Arc;

/// Chat platforms that this build can serve, by the name of their section.
const BUILT: &[&str] = &[
    #[cfg(feature = "discord")]
    "discord",
    #[cfg(feature = "matrix")]
    "matrix",
];

/// Refuses a configuration with a section for a platform that this build lacks, and one without any.
pub fn check(config: &Config, words: &Words) -> Result<(), Stop> {
    for platform in &config.platforms {
        if !BUILT.contains(platform) {
            let line = words.cli_platform_missing(*platform, Arg::code(*platform));
            return Err(Stop::Failed(line));
        }
    }
    if config.platforms.is_empty() { Err(Stop::Failed(words.cli_no_platform())) } else { Ok(()) }
}

/// Builds them. What is wrong in the configuration (a secret that is missing) stops here with its
/// sentence. What is wrong with the world (a server that is down) does not: connecting is the
/// business of [`ChatPlatform::run`], which is tried again, so that one platform's server does not
/// keep the others from starting.
#[cfg_attr(
    not(any(feature = "discord", feature = "matrix")),
    expect(unused_variables, reason = "no edge to build")
)]
pub async fn build(
    config: &Config,
    store: &Store,
    clock: &Arc<dyn Clock>,
    words: &Words,
) -> Result<Vec<Arc<dyn ChatPlatform>>, Stop> {
    check(config, words)?;
    let mut platforms: Vec<Arc<dyn ChatPlatform>> = Vec::new();
    #[cfg(feature = "discord")]
    if let Some(discord) = &config.discord {
        let (store, clock) = (store.clone(), Arc::clone(clock));
        let defaults = &config.defaults;
        let opened = crate::platform::discord::Discord::open(discord, store, clock, defaults);
        platforms.push(Arc::new(opened.map_err(|error| Stop::Failed(error.say(words)))?));
    }
    #[cfg(feature = "matrix")]
    if let Some(matrix) = &config.matrix {
        let (store, clock) = (store.clone(), Arc::clone(clock));
        let opened =
            crate::platform::matrix::Matrix::open(matrix, store, clock, &config.defaults.language);
        platforms.push(Arc::new(opened.map_err(|error| Stop::Failed(error.say(words)))?));
    }
    platforms.sort_by_key(|platform| platform.id());
    Ok(platforms)
}
