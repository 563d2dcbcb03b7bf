//! The channels of a server.

use super::edge::Edge;
use super::read::{room, text};
use super::rest::Call;
use crate::chat::platform::NamedRoom;
use crate::ids::RoomId;
use reqwest::Method;
use std::time::Duration;

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) name: String,
    /// Whether it is one for messages.
    pub(super) writable: bool,
}

/// The channels of a server.
pub(super) async fn channels(edge: &Edge, guild: &str) -> anyhow::Result<Vec<Channel>> {
    let call = Call::new(Method::GET, format!("/guilds/{guild}/channels"))
        .patience(Duration::from_secs(2));
    let answer = edge.rest.call(&call).await?;
    let all = answer.as_array().into_iter().flatten();
    Ok(all
        .map(|channel| Channel {
            id: text(&channel["id"]),
            name: text(&channel["name"]),
            // Text, voice with text, announcements, threads, stages with text.
            writable: matches!(channel["type"].as_u64(), Some(0 | 2 | 5 | 10..=13)),
        })
        .filter(|channel| !channel.id.is_empty())
        .collect())
}

/// Those in which messages can stand.
pub(super) async fn rooms(edge: &Edge, guild: &str) -> anyhow::Result<Vec<NamedRoom>> {
    let all = channels(edge, guild).await?.into_iter().filter(|channel| channel.writable);
    Ok(all.map(|channel| NamedRoom { room: room(&channel.id), name: channel.name }).collect())
}

/// The channel of a server that somebody means: a mention, a number, a link, or a name with or without
/// its sign. None where there is no such one, or several.
pub(super) async fn room_named(
    edge: &Edge,
    guild: &str,
    typed: &str,
) -> anyhow::Result<Option<RoomId>> {
    let all = channels(edge, guild).await?;
    if let Some(id) = number(typed) {
        if all.iter().any(|channel| channel.id == id && channel.writable) {
            return Ok(Some(room(&id)));
        }
        return thread(edge, guild, &id).await;
    }
    Ok(named(&all, typed).map(|channel| room(&channel.id)))
}

/// Threads are not among the channels; one is asked for by its number.
async fn thread(edge: &Edge, guild: &str, id: &str) -> anyhow::Result<Option<RoomId>> {
    let call = Call::new(Method::GET, format!("/channels/{id}"));
    match edge.rest.call(&call).await {
        Ok(channel) => {
            let here = channel["guild_id"].as_str() == Some(guild)
                && matches!(channel["type"].as_u64(), Some(10..=12));
            Ok(here.then(|| room(id)))
        }
        Err(super::rest::RestError::Refused { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn named<'a>(all: &'a [Channel], typed: &str) -> Option<&'a Channel> {
    // Names of text channels have no spaces, those of voice channels may.
    let written = |text: &str| text.to_lowercase().replace(' ', "-");
    let name = written(typed.trim().trim_start_matches('#').trim());
    let mut found = all.iter().filter(|channel| channel.writable && written(&channel.name) == name);
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// The number in `<#1234>`, in a link to a channel, or by itself.
fn number(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let inner = typed
        .strip_prefix("<#")
        .and_then(|rest| rest.strip_suffix('>'))
        .or_else(|| typed.strip_prefix("https://discord.com/channels/")?.split('/').nth(1))
        .unwrap_or(typed);
    let digits = inner.len() >= 3 && inner.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_meant_by_its_number_or_its_name() {
        let table = [
            ("<#123456>", Some("123456")),
            ("123456", Some("123456")),
            ("https://discord.com/channels/1/234/5", Some("234")),
            ("#general", None),
            ("12", None),
            ("<#x>", None),
        ];
        for (typed, id) in table {
            assert_eq!(number(typed).as_deref(), id, "{typed}");
        }
        let channel =
            |id: &str, name: &str, writable| Channel { id: id.into(), name: name.into(), writable };
        let all = [
            channel("1", "general", true),
            channel("2", "twice", true),
            channel("3", "twice", true),
            channel("4", "a-category", false),
            channel("5", "check-ins", true),
            channel("6", "Quiet Room", true),
        ];
        let table = [
            ("#general", Some("1")),
            ("General", Some("1")),
            ("twice", None),
            ("a-category", None),
            ("check ins", Some("5")),
            ("#Quiet Room", Some("6")),
            ("none", None),
        ];
        for (typed, id) in table {
            assert_eq!(named(&all, typed).map(|found| found.id.as_str()), id, "{typed}");
        }
    }
}
