//! Whether the bot is spoken to.
//!
//! In a room of several it is after the prefix, or by name at the beginning. A mention elsewhere
//! counts only where what is left is a command: people also talk about the bot, and many clients
//! mention the author of what is replied to.

use super::Reader;
use crate::command::lex::lex;
use crate::command::resolve::resolve;
use matrix_sdk::ruma::UserId;
use serde_json::Value;

/// Whether `m.mentions` names the account.
pub(super) fn mentions(content: &Value, own: &UserId) -> bool {
    let users = content["m.mentions"]["user_ids"].as_array();
    users.is_some_and(|users| users.iter().any(|user| user == own.as_str()))
}

/// What is said to the bot in a room of several; none where it is not spoken to.
pub(super) fn to_us(reader: &Reader<'_>, text: &str, mentioned: bool) -> Option<String> {
    let text = text.trim();
    if let Some(rest) = after_prefix(text, reader.prefix) {
        return Some(rest.to_owned());
    }
    if let Some(rest) = after_name(reader, text, mentioned) {
        // `@bot !help` says it twice.
        return Some(after_prefix(rest, reader.prefix).unwrap_or(rest).to_owned());
    }
    // Known from other chats; a client that has no such command sends it as text.
    let slashed = text.strip_prefix('/').filter(|rest| is_command(rest));
    if let Some(rest) = slashed {
        return Some(rest.to_owned());
    }
    if mentioned {
        let rest = without_name(reader, text)?;
        return is_command(&rest).then_some(rest);
    }
    None
}

/// What is said in a direct room, where everything is for the bot and nothing needs a sign.
pub(super) fn bare(reader: &Reader<'_>, text: &str, mentioned: bool) -> String {
    let text = text.trim();
    if let Some(rest) = after_name(reader, text, mentioned) {
        return after_prefix(rest, reader.prefix).unwrap_or(rest).to_owned();
    }
    let rest = after_prefix(text, reader.prefix).or_else(|| {
        text.strip_prefix(['!', '/']).filter(|rest| rest.starts_with(char::is_alphanumeric))
    });
    rest.unwrap_or(text).to_owned()
}

fn is_command(text: &str) -> bool {
    // A command is named by its first words; what follows may be 64 KB.
    let tokens = lex(&text[..text.floor_char_boundary(200)]);
    !tokens.is_empty() && resolve(&tokens).is_ok()
}

/// The rest after the prefix, when a word follows: "!!" and "! now" are not for anybody.
fn after_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = after(text, prefix)?;
    let word =
        |rest: &str| rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '"');
    // A prefix that is itself a word ends where a word ends: `hearth help`, not `hearthstone`.
    if prefix.ends_with(char::is_alphanumeric) || prefix.ends_with(char::is_whitespace) {
        let trimmed = rest.trim_start();
        let apart = prefix.ends_with(char::is_whitespace) || trimmed.len() < rest.len();
        return (apart && word(trimmed)).then_some(trimmed);
    }
    word(rest).then_some(rest)
}

/// The rest after a beginning, in any case of letters.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    if start.is_empty() {
        return None;
    }
    let mut letters = text.chars();
    for wanted in start.chars() {
        let letter = letters.next()?;
        if letter != wanted && !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(letters.as_str())
}

/// The rest after the bot's name, as clients write it: `Hearth: `, `@hearth:example.org `, a link.
fn after_name<'a>(reader: &Reader<'_>, text: &'a str, mentioned: bool) -> Option<&'a str> {
    if let Some(rest) = after_link(reader, text) {
        return Some(end_of_name(rest).unwrap_or(rest).trim_start());
    }
    if let Some(rest) = after(text, reader.own.as_str())
        && !rest.starts_with(|letter: char| letter.is_alphanumeric() || ".-_".contains(letter))
    {
        return Some(end_of_name(rest).unwrap_or(rest).trim_start());
    }
    let plain = text.strip_prefix('@').unwrap_or(text);
    for name in [reader.name.trim(), reader.own.localpart()] {
        let Some(rest) = after(plain, name) else { continue };
        if let Some(rest) = end_of_name(rest) {
            return Some(rest.trim_start());
        }
        // Without a colon the name may be the beginning of a sentence about the bot, unless the
        // client says that it is a mention.
        if mentioned && (rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            return Some(rest.trim_start());
        }
    }
    None
}

/// After a name's colon or comma. What goes on without a space is another account's id.
fn end_of_name(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(' ').strip_prefix([':', ','])?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// `[Hearth](https://matrix.to/#/@hearth:example.org) help`, as some composers write a pill.
fn after_link<'a>(reader: &Reader<'_>, text: &'a str) -> Option<&'a str> {
    let (_, target) = text.strip_prefix('[')?.split_once("](")?;
    let (target, rest) = target.split_once(')')?;
    (target == reader.own.matrix_to_uri().to_string()
        || target.strip_prefix("https://matrix.to/#/") == Some(reader.own.as_str()))
    .then_some(rest)
}

/// The text without the first place in which the bot is named.
fn without_name(reader: &Reader<'_>, text: &str) -> Option<String> {
    let names = [reader.own.as_str(), reader.name.trim(), reader.own.localpart()];
    for (at, _) in text.char_indices() {
        let begins = text[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || before == '@');
        if !begins {
            continue;
        }
        for name in names {
            if let Some(rest) = after(&text[at..], name)
                && !rest.starts_with(char::is_alphanumeric)
            {
                let before = text[..at].trim_end_matches('@').trim();
                let rest = rest.trim_start_matches([':', ',', '.', '?', '!']).trim();
                return Some(format!("{before} {rest}").trim().to_owned());
            }
        }
    }
    None
}
