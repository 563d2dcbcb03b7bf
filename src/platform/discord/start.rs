//! Getting in: the token, and the link by which the bot is let into a server.

mod token;

pub use token::Token;

use serenity::model::Permissions;

/// What the bot needs in a server: to see channels and write in them, also in threads, to attach
/// charts and calendar files, and to find its own messages again after a crash.
pub const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// The scopes of the invitation.
pub const SCOPES: &str = "bot applications.commands";

/// The link by which somebody who manages a server lets the bot in.
pub fn invite(application: &str) -> String {
    let scopes = SCOPES.replace(' ', "%20");
    let permissions = PERMISSIONS.bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope={scopes}&permissions={permissions}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_asks_for_what_is_needed_and_no_more() {
        assert_eq!(
            invite("1234"),
            "https://discord.com/oauth2/authorize?client_id=1234&scope=bot%20applications.commands\
             &permissions=274878008320"
        );
        assert!(!PERMISSIONS.administrator() && !PERMISSIONS.mention_everyone());
    }
}
