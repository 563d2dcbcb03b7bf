//! Bad input: from members, from the homeserver, from the machine. Whatever comes, it is a clear line
//! in the log without anybody's words in it, another try or a clear stop, and nothing is lost.

mod credentials;
mod disk;
mod events;
mod flood;
mod leaving;
mod server;

use super::process::Process;

/// No task has panicked, and nothing that people wrote or the bot proves itself with is in the log.
pub(super) fn is_clean(bot: &Process, secrets: &[&str]) {
    let log = bot.log();
    for line in &log {
        assert!(!line.contains("panicked"), "{}", log.join("\n"));
        for secret in secrets {
            assert!(!line.contains(secret), "“{secret}” is in the log: {line}");
        }
    }
}
