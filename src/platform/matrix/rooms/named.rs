//! The room that somebody means by what they typed.

use super::space::{is_room, rooms_of};
use crate::chat::platform::NamedRoom;
use crate::ids::RoomId;
use crate::platform::matrix::edge::{Edge, apart, room_id};
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::matrix_uri::MatrixId;
use matrix_sdk::ruma::{MatrixToUri, MatrixUri, RoomAliasId};
use matrix_sdk::{Client, Room};

/// What was typed, by its form.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    /// A room's id, also in a link.
    Id(String),
    /// An alias with its server, also in a link.
    Alias(String),
    /// A name, or an alias without its server.
    Name(String),
}

/// The room of a group that somebody means: an id, an alias, a link, or a name that one room of the
/// group alone has.
pub(in crate::platform::matrix) async fn room_named(
    edge: &Edge,
    client: &Client,
    community: &str,
    typed: &str,
) -> anyhow::Result<Option<RoomId>> {
    let rooms = rooms_of(edge, client, community).await;
    let meant = match read(typed) {
        Typed::Id(id) => rooms.iter().find(|room| room.room_id().as_str() == id),
        Typed::Alias(alias) => {
            let known = rooms.iter().find(|room| has_alias(room, &alias));
            match (known, RoomAliasId::parse(&alias)) {
                (None, Ok(alias)) => match apart(client.resolve_room_alias(&alias)).await {
                    Ok(found) => rooms.iter().find(|room| room.room_id() == found.room_id),
                    Err(error)
                        if matches!(error.client_api_error_kind(), Some(ErrorKind::NotFound)) =>
                    {
                        None
                    }
                    Err(error) => return Err(error.into()),
                },
                (known, _) => known,
            }
        }
        Typed::Name(name) => {
            let mut same = rooms.iter().filter(|room| has_name(room, &name));
            // Of two with one name neither is meant.
            same.next().filter(|_| same.next().is_none())
        }
    };
    Ok(meant.map(|room| room_id(room.room_id().as_str())))
}

/// The rooms of a group that have a name.
pub(in crate::platform::matrix) async fn named_rooms(
    edge: &Edge,
    client: &Client,
    community: &str,
) -> Vec<NamedRoom> {
    let rooms = rooms_of(edge, client, community).await;
    let named = rooms.iter().filter_map(|room| {
        let alias = || room.canonical_alias().map(|alias| alias.alias().to_owned());
        let name = room.name().filter(|name| !name.trim().is_empty()).or_else(alias)?;
        Some(NamedRoom { room: room_id(room.room_id().as_str()), name: name.trim().to_owned() })
    });
    named.collect()
}

fn read(typed: &str) -> Typed {
    let typed = typed.trim().trim_start_matches('<').trim_end_matches('>');
    let linked = MatrixToUri::parse(typed)
        .map(|link| link.id().clone())
        .or_else(|_| MatrixUri::parse(typed).map(|link| link.id().clone()));
    match linked {
        Ok(MatrixId::Room(id)) => Typed::Id(id.to_string()),
        Ok(MatrixId::RoomAlias(alias)) => Typed::Alias(alias.to_string()),
        _ if typed.starts_with('!') && is_room(typed) => Typed::Id(typed.to_owned()),
        _ if typed.starts_with('#') && typed.contains(':') => Typed::Alias(typed.to_owned()),
        _ => Typed::Name(typed.trim_start_matches('#').to_owned()),
    }
}

fn has_alias(room: &Room, alias: &str) -> bool {
    room.canonical_alias().into_iter().chain(room.alt_aliases()).any(|one| one.as_str() == alias)
}

fn has_name(room: &Room, name: &str) -> bool {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    room.name().is_some_and(|own| same(&own))
        || room.canonical_alias().is_some_and(|alias| same(alias.alias()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_told_apart_by_its_form() {
        let id = |text: &str| Typed::Id(text.into());
        let alias = |text: &str| Typed::Alias(text.into());
        let name = |text: &str| Typed::Name(text.into());
        let table = [
            ("!abc:example.org", id("!abc:example.org")),
            (
                "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM",
                id("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"),
            ),
            ("https://matrix.to/#/!abc:example.org?via=example.org", id("!abc:example.org")),
            ("https://matrix.to/#/%23team:example.org", alias("#team:example.org")),
            ("https://matrix.to/#/#team:example.org", alias("#team:example.org")),
            ("matrix:r/team:example.org", alias("#team:example.org")),
            ("#team:example.org", alias("#team:example.org")),
            ("#team", name("team")),
            (" Team Room ", name("Team Room")),
            ("https://matrix.to/#/@ann:example.org", name("https://matrix.to/#/@ann:example.org")),
            ("", name("")),
        ];
        for (typed, expected) in table {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }
}
