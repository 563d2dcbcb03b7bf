//! What people may do in a server.

use super::edge::Edge;
use super::rest::Call;
use crate::chat::role::Role;
use crate::command::resolve::exact;
use crate::ids::AccountId;
use reqwest::Method;
use serde_json::Value;
use serenity::model::Permissions;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// For how long what was seen is believed, in milliseconds.
const FRESH: u64 = 60_000;
/// How many are remembered before those that are old are let go of.
const MANY: usize = 4_096;

/// What people may do, as far as it was seen lately.
#[derive(Debug, Default)]
pub(super) struct Roles(Mutex<HashMap<(String, String), (Role, u64)>>);

impl Roles {
    pub(super) fn saw(&self, account: &str, guild: &str, role: Role, now: u64) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MANY {
            seen.retain(|_, (_, at)| now.saturating_sub(*at) < FRESH);
        }
        seen.insert((account.to_owned(), guild.to_owned()), (role, now));
    }

    fn seen(&self, account: &str, guild: &str, now: u64) -> Option<Role> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (role, at) = seen.get(&(account.to_owned(), guild.to_owned()))?;
        (now.saturating_sub(*at) < FRESH).then_some(*role)
    }
}

/// What permissions make somebody.
pub fn of_permissions(bits: u64) -> Role {
    let permissions = Permissions::from_bits_truncate(bits);
    if permissions.intersects(Permissions::ADMINISTRATOR | Permissions::MANAGE_GUILD) {
        Role::Admin
    } else if permissions.intersects(Permissions::MANAGE_EVENTS | Permissions::MANAGE_CHANNELS) {
        Role::Organizer
    } else {
        Role::Member
    }
}

/// What somebody may do who was let use a command. Discord shows commands for organizers only to who
/// manages the server, or to whom the server's own settings give them: those organize.
pub fn of_command(bits: u64, path: &str) -> Role {
    let role = of_permissions(bits);
    let hidden = exact(path).is_some_and(|command| command.needs >= Role::Organizer);
    if hidden { role.max(Role::Organizer) } else { role }
}

/// What an account may do in a guild. Somebody who is not in it is a guest.
pub(super) async fn role_of(edge: &Edge, account: &AccountId, guild: &str) -> anyhow::Result<Role> {
    let now = edge.clock.ticks();
    if let Some(role) = edge.roles.seen(account.native(), guild, now) {
        return Ok(role);
    }
    let patience = Duration::from_secs(2);
    let get = |path: String| Call::new(Method::GET, path).patience(patience);
    let member = get(format!("/guilds/{guild}/members/{}", account.native()));
    let member = match edge.rest.call(&member).await {
        Ok(member) => member,
        Err(super::rest::RestError::Refused { status: 404, .. }) => return Ok(Role::Guest),
        Err(error) => return Err(error.into()),
    };
    let guild_data = edge.rest.call(&get(format!("/guilds/{guild}"))).await?;
    let role = of_permissions(permissions(&member, &guild_data, guild, account.native()));
    edge.roles.saw(account.native(), guild, role, now);
    Ok(role)
}

/// What somebody may do in a whole guild: what everybody may, and what their roles add.
fn permissions(member: &Value, guild: &Value, guild_id: &str, account: &str) -> u64 {
    if guild["owner_id"].as_str() == Some(account) {
        return Permissions::ADMINISTRATOR.bits();
    }
    let own: Vec<&str> =
        member["roles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let roles = guild["roles"].as_array().into_iter().flatten();
    roles
        .filter(|role| {
            let id = role["id"].as_str().unwrap_or_default();
            id == guild_id || own.contains(&id)
        })
        .filter_map(|role| role["permissions"].as_str()?.parse::<u64>().ok())
        .fold(0, |all, more| all | more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn permissions_make_a_role() {
        let table = [
            (0, Role::Member),
            (1 << 3, Role::Admin),
            (1 << 5, Role::Admin),
            (1 << 33, Role::Organizer),
            (1 << 4, Role::Organizer),
            (1 << 11 | 1 << 10, Role::Member),
            (u64::MAX, Role::Admin),
        ];
        for (bits, role) in table {
            assert_eq!(of_permissions(bits), role, "{bits}");
        }
    }

    #[test]
    fn who_is_given_the_commands_of_organizers_organizes() {
        let table = [
            (0, "admin schedule list", Role::Organizer),
            (0, "admin settings", Role::Organizer),
            (1 << 5, "admin settings", Role::Admin),
            (0, "help", Role::Member),
            (0, "no such command", Role::Member),
        ];
        for (bits, path, role) in table {
            assert_eq!(of_command(bits, path), role, "{bits} {path}");
        }
    }

    #[test]
    fn what_everybody_may_and_what_roles_add_is_put_together() {
        let guild = json!({ "owner_id": "1", "roles": [
            { "id": "100", "permissions": "1024" },
            { "id": "200", "permissions": "32" },
            { "id": "300", "permissions": "8" } ] });
        let table = [
            ("2", json!({ "roles": [] }), 1024),
            ("2", json!({ "roles": ["200"] }), 1024 | 32),
            ("2", json!({ "roles": ["999"] }), 1024),
            ("1", json!({ "roles": [] }), 8),
            ("2", json!(null), 1024),
        ];
        for (account, member, bits) in table {
            assert_eq!(permissions(&member, &guild, "100", account), bits, "{account} {member}");
        }
    }
}
