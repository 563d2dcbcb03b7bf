//! What Discord tells of servers and of people's commands, in its usual length.

use super::fake::APPLICATION;
use serde_json::{Value, json};

/// The first server's number; others follow.
const FIRST: u64 = 200_000_000_000_000_000;

/// A server with twenty channels and ten roles.
pub(crate) fn guild(number: usize) -> Value {
    let id = (FIRST + number as u64 * 1_000).to_string();
    let channel = |at: usize| {
        json!({"id": (FIRST + number as u64 * 1_000 + 100 + at as u64).to_string(), "type": 0,
            "name": format!("channel-{at}"), "position": at, "permission_overwrites": [],
            "parent_id": null, "topic": "What we talk about here", "nsfw": false,
            "rate_limit_per_user": 0, "last_message_id": null})
    };
    let role = |at: usize| {
        json!({"id": (FIRST + number as u64 * 1_000 + at as u64).to_string(),
            "name": format!("role-{at}"), "permissions": "1071698660929", "position": at,
            "color": 0, "hoist": false, "managed": false, "mentionable": false, "flags": 0})
    };
    json!({
        "id": id, "name": format!("Server {number}"), "owner_id": "300000000000000000",
        "system_channel_id": null, "joined_at": "2026-11-01T00:00:00.000000+00:00",
        "large": false, "unavailable": false, "member_count": 40, "preferred_locale": "en-US",
        "roles": (0..10).map(role).collect::<Vec<_>>(),
        "channels": (0..20).map(channel).collect::<Vec<_>>(),
        "members": [], "threads": [], "presences": [], "voice_states": [], "emojis": [],
        "stickers": [], "features": [], "stage_instances": [], "guild_scheduled_events": [],
    })
}

/// What people ask for under load: nothing that leads to more than an answer.
const COMMANDS: [(&str, Option<(&str, &str, &str)>); 5] = [
    ("help", None),
    ("crisis", None),
    ("coping", None),
    ("meetings", Some(("next", "", ""))),
    ("resources", Some(("find", "text", "drinking"))),
];

/// The command number `id`, of one of many people in one of `servers`.
pub(crate) fn command(id: u64, servers: usize) -> Value {
    let server = FIRST + id % servers as u64 * 1_000;
    let (name, sub) = COMMANDS[id as usize % COMMANDS.len()];
    let options = match sub {
        None => json!([]),
        Some((sub, "", _)) => json!([{"name": sub, "type": 1, "options": []}]),
        Some((sub, option, value)) => json!([{"name": sub, "type": 1, "options": [
            {"name": option, "type": 3, "value": value}]}]),
    };
    let user = (400_000_000_000_000_000 + id % 5_000).to_string();
    json!({"t": "INTERACTION_CREATE", "d": {
        "id": id.to_string(), "application_id": APPLICATION, "type": 2,
        "token": format!("token-{id}-{}", "x".repeat(180)), "version": 1,
        "guild_id": server.to_string(), "channel_id": (server + 100).to_string(),
        "channel": {"id": (server + 100).to_string(), "type": 0, "name": "channel-0"},
        "member": {"user": {"id": user, "username": "somebody", "global_name": "Somebody",
                "discriminator": "0", "avatar": null}, "roles": [], "nick": null,
            "permissions": "1071698660929", "joined_at": "2026-01-01T00:00:00.000000+00:00"},
        "data": {"id": "500", "name": name, "type": 1, "options": options},
        "locale": "en-US", "guild_locale": "en-US", "app_permissions": "1071698660929",
        "entitlements": [], "authorizing_integration_owners": {"0": server.to_string()},
        "context": 0, "attachment_size_limit": 10_485_760,
    }})
}
