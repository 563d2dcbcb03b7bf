//! What a closed connection means.

/// What follows from the code with which Discord closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The session goes on.
    Resume,
    /// A new session.
    Identify,
    /// More shards are needed: ask how many, and begin again.
    Reshard,
    /// Another try would not help.
    Stop(Reason),
}

/// Why another try would not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The token is not valid, or no longer.
    Token,
    /// There is no such shard.
    Shard,
    /// The version or the intents are not known: this Hearth is too old.
    Version,
    /// An intent that was not granted.
    Intents,
}

/// What follows from a close code; none means that the connection just ended.
pub fn after(code: Option<u16>) -> After {
    match code {
        Some(4004) => After::Stop(Reason::Token),
        Some(4010) => After::Stop(Reason::Shard),
        Some(4011) => After::Reshard,
        Some(4012 | 4013) => After::Stop(Reason::Version),
        Some(4014) => After::Stop(Reason::Intents),
        // Not authenticated, invalid sequence, session no longer valid, session timed out.
        Some(4003 | 4006 | 4007 | 4009) => After::Identify,
        _ => After::Resume,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_meaning_and_none_hangs() {
        let table = [
            (None, After::Resume),
            (Some(1000), After::Resume),
            (Some(1001), After::Resume),
            (Some(1006), After::Resume),
            (Some(4000), After::Resume),
            (Some(4001), After::Resume),
            (Some(4002), After::Resume),
            (Some(4003), After::Identify),
            (Some(4004), After::Stop(Reason::Token)),
            (Some(4005), After::Resume),
            (Some(4006), After::Identify),
            (Some(4007), After::Identify),
            (Some(4008), After::Resume),
            (Some(4009), After::Identify),
            (Some(4010), After::Stop(Reason::Shard)),
            (Some(4011), After::Reshard),
            (Some(4012), After::Stop(Reason::Version)),
            (Some(4013), After::Stop(Reason::Version)),
            (Some(4014), After::Stop(Reason::Intents)),
            (Some(4999), After::Resume),
        ];
        for (code, expected) in table {
            assert_eq!(after(code), expected, "{code:?}");
        }
    }
}
