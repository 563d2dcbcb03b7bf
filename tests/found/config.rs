//! Configurations: read, or refused with a sentence.

use std::path::Path;

use hearth::config::Config;
use hearth::words::Words;

/// Reads `bytes` as a configuration.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = Config::parse(text, Path::new("/somewhere")) {
        let said = error.say(&Words::english());
        assert!(!hearth::words::plain(&said.0).is_empty(), "{error:?}");
    }
}
