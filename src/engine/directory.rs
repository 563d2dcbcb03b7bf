//! Who somebody is, which group a place belongs to, and what holds for them there.

use super::ctx::Defaults;
use super::sql::known::Asks;
use super::sql::{self, PersonRow};
use super::turn::{Here, Noted, Profile};
use super::{derived, settings};
use crate::chat::event::{Event, Place};
use crate::ids::{AccountId, GroupId, PersonId, PlatformId};
use crate::store::{Conn, millis};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The person of an account, if the store knows one.
pub async fn person_of(conn: &mut Conn, account: &AccountId) -> sqlx::Result<Option<PersonId>> {
    Ok(sql::person(conn, &account.to_string()).await?.map(|row| PersonId(row.id)))
}

/// The person of an account; a new one when the store knows none.
pub async fn meet(conn: &mut Conn, account: &AccountId, now: Timestamp) -> sqlx::Result<PersonId> {
    let name = account.to_string();
    if let Some(row) = sql::person(conn, &name).await? {
        sql::see_account(conn, &name, millis(now)).await?;
        return Ok(PersonId(row.id));
    }
    sql::add_person(conn, &name, millis(now)).await.map(PersonId)
}

/// Whether a person and a group are there still.
pub(super) async fn are_there(
    conn: &mut Conn,
    person: PersonId,
    group: Option<GroupId>,
) -> sqlx::Result<bool> {
    Ok(sql::standing(conn, person.0, group.map(|group| group.0)).await?.agreed.is_some())
}

/// Notes that an account that the store knows was seen.
pub(super) async fn see_account(
    conn: &mut Conn,
    account: &AccountId,
    now: Timestamp,
) -> sqlx::Result<()> {
    sql::see_account(conn, &account.to_string(), millis(now)).await
}

/// The account that a person used last: where direct messages go.
pub async fn account_of(conn: &mut Conn, person: PersonId) -> sqlx::Result<Option<AccountId>> {
    Ok(sql::newest_account(conn, person.0).await?.and_then(|id| id.parse().ok()))
}

/// The account that a person used last on a platform.
pub async fn account_on(
    conn: &mut Conn,
    person: PersonId,
    platform: PlatformId,
) -> sqlx::Result<Option<AccountId>> {
    let begins = format!("{platform}:");
    let account = sql::account_on(conn, person.0, &begins).await?;
    Ok(account.and_then(|id| id.parse().ok()))
}

/// The group of a place. A place of a community that is new becomes a new group; a direct room
/// belongs to the group the person was last seen in, or to the only one there is.
pub async fn group_of(
    conn: &mut Conn,
    platform: PlatformId,
    place: &Place,
    person: Option<PersonId>,
    now: Timestamp,
) -> sqlx::Result<Option<GroupId>> {
    if let Some(community) = &place.community {
        return group_named(conn, platform, community, now).await.map(Some);
    }
    if let Some(person) = person
        && let Some(group) = sql::newest_group(conn, person.0).await?
    {
        return Ok(Some(GroupId(group)));
    }
    Ok(sql::only_group(conn, platform.as_str()).await?.map(GroupId))
}

/// The group that a platform knows by a name, if there is one.
pub async fn group_at(
    conn: &mut Conn,
    platform: PlatformId,
    native: &str,
) -> sqlx::Result<Option<GroupId>> {
    Ok(sql::group_of_place(conn, platform.as_str(), native).await?.map(GroupId))
}

/// The group that a platform knows by a name; a new one when there is none.
pub async fn group_named(
    conn: &mut Conn,
    platform: PlatformId,
    native: &str,
    now: Timestamp,
) -> sqlx::Result<GroupId> {
    if let Some(group) = group_at(conn, platform, native).await? {
        return Ok(group);
    }
    let slug = free_slug(conn, native).await?;
    let group = sql::add_group(conn, &slug, millis(now)).await?;
    sql::add_place(conn, platform.as_str(), native, group).await?;
    Ok(GroupId(group))
}

/// A place of a group has become part of a larger one, which stands for the same group from now on.
/// Where the larger one has a group already, that stays as it is.
pub async fn adopt(
    conn: &mut Conn,
    platform: PlatformId,
    part: &str,
    whole: &str,
) -> sqlx::Result<()> {
    let group = sql::group_of_place(conn, platform.as_str(), part).await?;
    let known = sql::group_of_place(conn, platform.as_str(), whole).await?;
    match (group, known) {
        (Some(group), None) => sql::add_place(conn, platform.as_str(), whole, group).await,
        _ => Ok(()),
    }
}

/// What a platform calls the places of a group.
pub async fn communities_of(
    conn: &mut Conn,
    group: GroupId,
    platform: PlatformId,
) -> sqlx::Result<Vec<String>> {
    sql::places_of_group(conn, group.0, platform.as_str()).await
}

/// The group of a slug, as the command line names it.
pub async fn group_by_slug(conn: &mut Conn, slug: &str) -> sqlx::Result<Option<GroupId>> {
    Ok(sql::group_by_slug(conn, slug).await?.map(GroupId))
}

async fn free_slug(conn: &mut Conn, native: &str) -> sqlx::Result<String> {
    let mut slug: String = deunicode::deunicode(native)
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(40)
        .collect();
    slug = slug.trim_matches('-').to_owned();
    if slug.is_empty() {
        "group".clone_into(&mut slug);
    }
    let base = slug.clone();
    let mut number = 2;
    while sql::group_by_slug(conn, &slug).await?.is_some() {
        slug = format!("{base}-{number}");
        number += 1;
    }
    Ok(slug)
}

/// Notes that a person was seen in a room of a group.
pub async fn see(
    conn: &mut Conn,
    person: PersonId,
    group: GroupId,
    place: &Place,
    now: Timestamp,
) -> sqlx::Result<()> {
    if place.community.is_some() {
        sql::see_room(conn, &place.room.to_string(), group.0, millis(now)).await?;
        // Somebody speaks there, so it is back, and what waits for it goes out.
        crate::outbox::resume_room(conn, &place.room).await?;
        sql::see_member(conn, person.0, group.0, millis(now)).await?;
    }
    Ok(())
}

/// Notes that an account has left a community: its person is no longer a member, unless they are one
/// through another account, or were seen there since.
pub async fn leave(
    conn: &mut Conn,
    account: &AccountId,
    community: &str,
    at: Timestamp,
) -> sqlx::Result<()> {
    let platform = account.platform().as_str();
    let Some(person) = person_of(conn, account).await? else { return Ok(()) };
    let Some(group) = sql::group_of_place(conn, platform, community).await? else {
        return Ok(());
    };
    sql::leave(conn, person.0, group, &account.to_string(), millis(at)).await
}

/// What is known of who opens a turn, and of where, and what their platform calls the group's places.
pub(super) async fn known(
    conn: &mut Conn,
    event: &Event,
    defaults: &Defaults,
) -> sqlx::Result<(Profile, Here, Vec<String>)> {
    let (account, room) = (event.account.to_string(), event.place.room.to_string());
    let community = event.place.community.as_deref();
    let taken_back = event.source.as_ref().map(derived::key);
    let asks = Asks {
        account: &account,
        platform: event.account.platform().as_str(),
        community,
        room: &room,
        since: millis(event.at) - sql::SEEN,
        taken_back: taken_back.as_deref(),
    };
    let row = sql::known::known(conn, &asks).await?;
    let decode = |error: serde_json::Error| sqlx::Error::Decode(error.into());
    let set = settings::Settings::read(&row.settings)?;
    let places = match community {
        Some(community) => vec![community.to_owned()],
        None => serde_json::from_str(&row.places).map_err(decode)?,
    };
    let noted = match (row.there, row.lately) {
        (true, true) => Noted::Lately,
        (true, false) => Noted::Before { met: Arc::default() },
        _ => Noted::Not,
    };
    let profile = layered(row.person.as_ref(), &set, defaults);
    let here = Here {
        person: row.person.as_ref().map(|person| PersonId(person.id)),
        group: row.group.map(GroupId),
        group_zone: zone_or(set.zone(), &defaults.zone),
        noted,
        set,
        missed: row.missed,
    };
    Ok((profile, here, places))
}

/// What holds for the owner of an account in a group, with the zone of the group.
pub async fn profile_and_zone(
    conn: &mut Conn,
    account: &AccountId,
    group: GroupId,
    defaults: &Defaults,
) -> sqlx::Result<(Profile, TimeZone)> {
    let row = sql::person(conn, &account.to_string()).await?;
    let set = settings::Settings::load(conn, group).await?;
    Ok((layered(row.as_ref(), &set, defaults), zone_or(set.zone(), &defaults.zone)))
}

/// What holds for a person in a group; for work that nobody asked for in the moment.
pub async fn profile_of(
    conn: &mut Conn,
    person: PersonId,
    group: Option<GroupId>,
    defaults: &Defaults,
) -> sqlx::Result<Profile> {
    let row = sql::person_by_id(conn, person.0).await?;
    let set = settings_of(conn, group).await?;
    Ok(layered(row.as_ref(), &set, defaults))
}

async fn settings_of(conn: &mut Conn, group: Option<GroupId>) -> sqlx::Result<settings::Settings> {
    match group {
        Some(group) => settings::Settings::load(conn, group).await,
        None => Ok(settings::Settings::default()),
    }
}

/// Whose resources come first where nobody has chosen a country. Crisis help asks instead.
const FIRST_COUNTRY: &str = "US";

fn layered(own: Option<&PersonRow>, set: &settings::Settings, defaults: &Defaults) -> Profile {
    let own_zone = own.and_then(|p| p.zone.clone());
    let zone_own = own_zone.is_some();
    let zone = own_zone.or_else(|| set.zone().map(str::to_owned));
    let own_country = own.and_then(|p| p.country.clone());
    let country = own_country.or_else(|| set.country().map(str::to_owned));
    let country = country.or_else(|| defaults.country.clone());
    let language =
        own.and_then(|p| p.language.clone()).or_else(|| set.language().map(str::to_owned));
    Profile {
        zone: zone_or(zone.as_deref(), &defaults.zone),
        zone_own,
        country_chosen: country.is_some(),
        country: country.unwrap_or_else(|| FIRST_COUNTRY.to_owned()),
        language: language.unwrap_or_else(|| defaults.language.clone()),
        day_start: own.and_then(|p| p.day_start.parse().ok()).unwrap_or(Time::constant(4, 0, 0, 0)),
        discreet: own.is_some_and(|p| p.discreet == 1),
        history_days: own.map_or(0, |p| p.history_days),
        coping_line: own.map_or(7, |p| p.coping_line),
    }
}

/// The zone of a group.
pub async fn group_zone(
    conn: &mut Conn,
    group: GroupId,
    defaults: &Defaults,
) -> sqlx::Result<TimeZone> {
    let set = settings::Settings::load(conn, group).await?;
    Ok(zone_or(set.zone(), &defaults.zone))
}

/// What holds where there is nobody to ask: the configuration's defaults.
pub fn default_profile(defaults: &Defaults) -> Profile {
    Profile {
        zone: zone_or(None, &defaults.zone),
        zone_own: false,
        country_chosen: defaults.country.is_some(),
        country: defaults.country.clone().unwrap_or_else(|| FIRST_COUNTRY.to_owned()),
        language: defaults.language.clone(),
        day_start: Time::constant(4, 0, 0, 0),
        discreet: false,
        history_days: 0,
        coping_line: 7,
    }
}

fn zone_or(name: Option<&str>, fallback: &str) -> TimeZone {
    // Both were checked when they were set; UTC stands in for a zone that the tables have lost.
    name.and_then(|name| TimeZone::get(name).ok())
        .or_else(|| TimeZone::get(fallback).ok())
        .unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_that_nobody_has_chosen_is_a_guess() {
        let of = |country: Option<&str>| {
            let defaults = Defaults { country: country.map(str::to_owned), ..Defaults::default() };
            let profile = layered(None, &settings::Settings::default(), &defaults);
            let nobody = default_profile(&defaults);
            assert_eq!(profile.country_chosen, nobody.country_chosen);
            (profile.country, profile.country_chosen)
        };
        // Whoever runs the bot knows where its people live.
        assert_eq!(of(Some("GB")), ("GB".to_owned(), true));
        assert_eq!(of(None), (FIRST_COUNTRY.to_owned(), false));
    }
}
