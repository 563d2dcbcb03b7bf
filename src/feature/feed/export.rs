//! What a group owns, written out: its meetings as a feed that others can read, and everything it
//! has set up. Nothing about any member.

mod sql;

use crate::engine::settings::Settings;
use crate::feed::export::meeting_guide;
use crate::feed::{Listing, Weekly};
use crate::ids::GroupId;
use crate::schedule::phrase::Phrase;
use crate::schedule::phrase::{Days, Rule};
use crate::store::Conn;
use serde_json::{Value, json};

pub use sql::known_groups;

/// The meetings of a group, its own and those of its feeds, as Meeting Guide JSON. Those that were
/// removed are left out.
pub async fn meetings(conn: &mut Conn, group: GroupId) -> sqlx::Result<Value> {
    let listings: Vec<Listing> =
        sql::meetings(conn, group.0).await?.into_iter().filter_map(listing).collect();
    Ok(meeting_guide(&listings, "UTC"))
}

/// Everything that a group owns: settings, schedules, meetings, resources and feeds.
pub async fn group(conn: &mut Conn, group: GroupId, slug: &str) -> sqlx::Result<Value> {
    let set = Settings::load(conn, group).await?;
    let set: serde_json::Map<String, Value> = sql::settings(conn, group.0)
        .await?
        .into_iter()
        .filter_map(|key| Some((key.clone(), json!(set.get(&key)?))))
        .collect();
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let meetings: Vec<Value> = sql::meetings(conn, group.0)
        .await?
        .into_iter()
        .map(|row| {
            json!({
                "slug": row.slug, "name": row.name, "phrase": row.phrase, "zone": row.zone,
                "minutes": row.minutes, "feed": row.feed, "cancelled": parse(&row.cancelled),
                "announced": parse(&row.announced), "listing": parse(&row.listing),
            })
        })
        .collect();
    Ok(json!({
        "group": slug,
        "settings": set,
        "schedules": objects(sql::schedules(conn, group.0).await?),
        "meetings": meetings,
        "resources": objects(sql::resources(conn, group.0).await?),
        "feeds": objects(sql::feeds(conn, group.0).await?),
    }))
}

fn objects(rows: Vec<String>) -> Vec<Value> {
    rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect()
}

/// A meeting as a feed lists it, under the short name it has in the group.
fn listing(row: sql::MeetingRow) -> Option<Listing> {
    let mut listing: Listing = serde_json::from_str(&row.listing).ok()?;
    listing.slug = row.slug;
    listing.zone = Some(row.zone);
    // A group's own meeting has its time in the phrase alone.
    if row.feed.is_none() {
        let minutes = u16::try_from(row.minutes).unwrap_or(listing.minutes);
        let phrase = row.phrase.as_deref().and_then(|phrase| Phrase::parse(phrase).ok());
        listing.when = phrase.and_then(|phrase| weekly(&phrase, minutes));
    }
    Some(listing)
}

/// The weekly time of a phrase that is one day each week at one time, without an end.
fn weekly(phrase: &Phrase, minutes: u16) -> Option<Weekly> {
    let Rule::Plain { days: Days::Weekly { every: 1, on }, times } = phrase.rule() else {
        return None;
    };
    let mut days = on.iter();
    match (days.next(), days.next(), times.as_slice(), phrase.until()) {
        (Some(day), None, [start], None) => Some(Weekly { day, start: *start, minutes }),
        _ => None,
    }
}
