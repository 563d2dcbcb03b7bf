//! What a group has set for itself.

use super::sql;
use crate::ids::{GroupId, PersonId, PlatformId};
use crate::store::{Conn, millis};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The keys that a group can set, in the order in which they are listed.
pub const KEYS: &[&str] = &["zone", "country", "language", ADMIN_ROOM, NO_HISTORY, CALENDAR];

/// The room in which admins are told what did not go out, as a [`RoomId`](crate::ids::RoomId).
pub const ADMIN_ROOM: &str = "admin-room";

/// The platforms on which no check-in of the group's members is kept, whatever they choose: names with
/// commas between.
pub const NO_HISTORY: &str = "no-history";

/// The platforms in whose own calendar the group's meetings stand: names with commas between.
pub const CALENDAR: &str = "calendar";

/// A group's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// All that a group has set.
    pub async fn load(conn: &mut Conn, group: GroupId) -> sqlx::Result<Self> {
        Ok(Self(sql::settings(conn, group.0).await?.into_iter().collect()))
    }

    /// From a JSON list of keys with their values.
    pub(super) fn read(list: &str) -> sqlx::Result<Self> {
        let set: Vec<(String, String)> =
            serde_json::from_str(list).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Self(set.into_iter().collect()))
    }

    /// A value by its key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether check-ins that are given on a platform may be kept, if their author wants that.
    pub fn history_on(&self, platform: PlatformId) -> bool {
        let refused = self.get(NO_HISTORY).unwrap_or_default();
        !refused.split(',').any(|name| name == platform.as_str())
    }

    /// The IANA zone.
    pub fn zone(&self) -> Option<&str> {
        self.get("zone")
    }

    /// The country, two letters.
    pub fn country(&self) -> Option<&str> {
        self.get("country")
    }

    /// The language code.
    pub fn language(&self) -> Option<&str> {
        self.get("language")
    }
}

/// One value.
pub async fn get(conn: &mut Conn, group: GroupId, key: &str) -> sqlx::Result<Option<String>> {
    sql::setting(conn, group.0, key).await
}

/// Sets a value; the caller has checked it.
pub async fn set(conn: &mut Conn, group: GroupId, key: &str, value: &str) -> sqlx::Result<()> {
    sql::set_setting(conn, group.0, key, value).await
}

/// Takes a value back; the configuration's default holds again.
pub async fn unset(conn: &mut Conn, group: GroupId, key: &str) -> sqlx::Result<()> {
    sql::unset_setting(conn, group.0, key).await
}

/// Notes who changed what in a group: names of things, never content.
pub async fn audit(
    conn: &mut Conn,
    group: GroupId,
    person: PersonId,
    now: Timestamp,
    action: &str,
    subject: &str,
) -> sqlx::Result<()> {
    sql::add_audit(conn, group.0, person.0, millis(now), action, subject).await
}
