//! Messages as the outbox keeps them: whatever can be read is written and read the same.

use hearth::chat::{plain, wire};

/// Reads `bytes` as a kept message.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(message) = wire::decode(text) else { return };
    let again = wire::decode(&wire::encode(&message)).expect("what was written can be read");
    assert_eq!(again, message);
    let _ = plain::with_choices(&message);
}
