//! A group's own resources: the same facts as the shipped ones, kept in the store.

use super::channel::{BadChannel, Channel, Kind};
use super::checked::Checked;
use super::model::{Confidence, Resource};
use super::topic::Topic;
use crate::chat::platform::Suggestion;
use crate::engine::ctx::Ctx;
use crate::ids::{AccountId, GroupId, PersonId};
use crate::store::{Conn, millis};
use jiff::Timestamp;

mod sql;

/// A row, with the number that its jobs and notes name it by.
#[derive(Debug, Clone)]
pub struct Own {
    /// The row.
    pub id: i64,
    /// What it says.
    pub resource: Resource,
    /// The age of which its organizers were told last.
    pub told: Option<String>,
}

/// Every resource of a group, by name.
pub async fn all(conn: &mut Conn, group: GroupId) -> sqlx::Result<Vec<Own>> {
    Ok(sql::all(conn, group.0).await?.into_iter().filter_map(own).collect())
}

/// The resources of the group in which an account was seen last, for completion.
pub(crate) async fn suggestions(ctx: &Ctx, account: &AccountId) -> sqlx::Result<Vec<Suggestion>> {
    let mut tx = ctx.store.read().await?;
    let rows = sql::names(&mut tx, &account.to_string()).await?;
    Ok(rows.into_iter().map(|(value, name)| Suggestion { value, shown: Some(name) }).collect())
}

/// The country of whoever has an account: theirs, or whoever runs the bot has chosen it.
pub(crate) async fn country(ctx: &Ctx, account: &AccountId) -> sqlx::Result<String> {
    let mut tx = ctx.store.read().await?;
    let own = sql::country(&mut tx, &account.to_string()).await?;
    Ok(own.or_else(|| ctx.defaults.country.clone()).unwrap_or_default())
}

/// Keeps a new resource.
pub async fn add(
    conn: &mut Conn,
    group: GroupId,
    by: PersonId,
    resource: &Resource,
    now: Timestamp,
) -> sqlx::Result<()> {
    sql::add(conn, group.0, by.0, &row(resource), millis(now)).await
}

/// Changes a resource.
pub async fn change(
    conn: &mut Conn,
    id: i64,
    resource: &Resource,
    now: Timestamp,
) -> sqlx::Result<()> {
    sql::change(conn, id, &row(resource), millis(now)).await
}

/// Takes a resource away.
pub async fn remove(conn: &mut Conn, id: i64) -> sqlx::Result<()> {
    sql::remove(conn, id).await
}

/// Notes of which age the organizers were told, so that they are told of it once.
pub async fn told(conn: &mut Conn, id: i64, age: &str) -> sqlx::Result<()> {
    sql::tell(conn, id, age).await
}

/// The groups that have resources of their own.
pub async fn groups(conn: &mut Conn) -> sqlx::Result<Vec<GroupId>> {
    Ok(sql::groups(conn).await?.into_iter().map(GroupId).collect())
}

fn row(resource: &Resource) -> sql::Row {
    sql::Row {
        id: 0,
        slug: resource.slug.clone(),
        name: resource.name.clone(),
        country: resource.country.clone(),
        topics: resource.topics.iter().map(|t| t.as_str()).collect::<Vec<_>>().join(","),
        channels: serde_json::to_string(&resource.channels).unwrap_or_default(),
        hours: resource.hours.clone(),
        url: resource.url.clone(),
        source: resource.source.clone(),
        checked_on: resource.checked.to_string(),
        told: None,
    }
}

/// A row that cannot be read any more (a topic that is gone) is left out rather than shown wrong.
fn own(row: sql::Row) -> Option<Own> {
    let topics: Vec<Topic> = row.topics.split(',').filter_map(|t| t.parse().ok()).collect();
    let channels: Vec<Channel> = serde_json::from_str(&row.channels).ok()?;
    let resource = Resource {
        slug: row.slug,
        country: row.country,
        name: row.name,
        topics,
        channels,
        hours: row.hours,
        languages: Vec::new(),
        url: row.url,
        source: row.source,
        checked: row.checked_on.parse().unwrap_or(Checked::Undated),
        confidence: Confidence::B,
        stale_at_release: false,
        notes: None,
    };
    Some(Own { id: row.id, resource, told: row.told })
}

/// A short name that no other resource of the group has, nor a shipped one.
pub fn free_slug(name: &str, taken: &[Own]) -> String {
    let folded = deunicode::deunicode(name).to_lowercase();
    let mut base: String =
        folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    while base.contains("--") {
        base = base.replace("--", "-");
    }
    let base: String = base.trim_matches('-').chars().take(40).collect();
    let base = base.trim_matches('-');
    let base = if base.is_empty() { "resource" } else { base };
    let used = |slug: &str| {
        taken.iter().any(|own| own.resource.slug == slug)
            || super::Registry::shipped().by_slug(slug).is_some()
    };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|slug| !used(slug)).unwrap_or_default()
}

/// Reads how somebody can be reached, as people write it: `call 116 123`, `text HOME to 741741`,
/// `chat https://…`, a number, an address of a page or of mail. Several are separated by `;`.
pub fn contacts(text: &str) -> Result<Vec<Channel>, BadChannel> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(contact).collect()
}

/// Whether a text begins like a way to reach somebody, rather than with a word of a name.
pub fn is_contact(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    verb(first).is_some()
        || first.starts_with(|c: char| c == '+' || c.is_ascii_digit())
        || first.contains("://")
        || first.contains('@')
}

fn verb(word: &str) -> Option<Kind> {
    match word.to_lowercase().trim_end_matches(':') {
        "call" | "phone" | "tel" | "ring" => Some(Kind::Call),
        "text" | "sms" => Some(Kind::Text),
        "chat" => Some(Kind::Chat),
        "whatsapp" => Some(Kind::Whatsapp),
        "email" | "mail" | "write" => Some(Kind::Email),
        "web" | "see" => Some(Kind::Web),
        _ => None,
    }
}

fn contact(text: &str) -> Result<Channel, BadChannel> {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    match verb(first) {
        Some(Kind::Text) => {
            // Only ASCII, so that places in it are places in the text.
            match rest.to_ascii_lowercase().find(" to ") {
                Some(at) => Channel::new(
                    Kind::Text,
                    rest.get(at + 4..).unwrap_or_default(),
                    rest.get(..at),
                    None,
                ),
                None => Channel::new(Kind::Text, rest, None, None),
            }
        }
        Some(kind) => Channel::new(kind, rest, None, None),
        None if text.contains("://") => Channel::new(Kind::Web, text, None, None),
        None if text.contains('@') => Channel::new(Kind::Email, text, None, None),
        None => Channel::new(Kind::Call, text, None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_read_as_people_write_them() {
        let table = [
            ("call 116 123", "call 116 123"),
            ("116 123", "call 116 123"),
            ("text HOME to 741741", "text 741741 HOME"),
            ("sms 85258", "text 85258"),
            // Found by reading: a letter that grows when it becomes small moved the number.
            ("text İYİ to 85258", "text 85258 İYİ"),
            ("https://example.org/help", "web https://example.org/help"),
            ("chat https://example.org", "chat https://example.org"),
            ("help@example.org", "email help@example.org"),
            ("call 999; https://example.org", "call 999 + web https://example.org"),
        ];
        for (text, expected) in table {
            let shown: Vec<String> = contacts(text)
                .unwrap_or_else(|error| panic!("{text}: {error}"))
                .iter()
                .map(|channel| {
                    let keyword = channel.keyword().map(|k| format!(" {k}")).unwrap_or_default();
                    format!("{} {}{keyword}", channel.kind().as_str(), channel.value())
                })
                .collect();
            assert_eq!(shown.join(" + "), expected, "{text}");
        }
        for text in ["call", "call me maybe", "text HOME to", "chat example", "+33333114"] {
            assert!(contacts(text).is_err(), "{text}");
        }
    }
}
