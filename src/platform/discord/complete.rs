//! What could be meant, while somebody types the value of an option.

use super::declare;
use super::edge::Edge;
use super::read::invoked;
use super::turn::Asked;
use super::{rooms, send};
use crate::chat::platform::Suggestion;
use crate::command::resolve::exact;
use crate::command::{Kind, Thing};
use crate::feature::coping::Tool;
use crate::feature::names::{self, MOST, best};
use crate::words::Words;
use serde_json::{Value, json};

/// The most characters of a suggestion.
const LONGEST: usize = 100;

/// What is being typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) kind: Kind,
    /// What has names that can be offered.
    pub(super) thing: Option<Thing>,
    pub(super) typed: String,
}

/// Who knows what it could be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    /// It is known at once: what is shown, and what it stands for.
    Names(Vec<(String, String)>),
    /// The channels of a server.
    Rooms(String),
    /// The core knows.
    Thing(Thing),
}

/// What is being typed, when it is something that can be completed.
pub(super) fn wanted(data: &Value) -> Option<Wanted> {
    let read = invoked(data);
    let command = exact(&read.path)?;
    let name = read.focused?;
    let param = command.params.iter().find(|param| param.name == name)?;
    let typed = read.options.into_iter().find(|(other, _)| *other == name);
    let typed = typed.map(|(_, typed)| typed).unwrap_or_default();
    let wanted = Wanted { kind: param.kind, thing: param.thing(), typed };
    declare::completes(param).then_some(wanted)
}

/// Who knows what it could be. What is known at once does not reach the engine: it may be what somebody
/// writes of a bad night.
pub(super) fn known(words: &Words, wanted: &Wanted, guild: Option<&str>) -> Known {
    let same = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name)).collect();
    if let Some(thing) = wanted.thing {
        return match names::at_once(thing, &wanted.typed) {
            Some(names) if thing == Thing::Tool => Known::Names(tools(words, names)),
            Some(names) => Known::Names(same(names)),
            None => Known::Thing(thing),
        };
    }
    match (wanted.kind, guild) {
        (Kind::Zone, _) => Known::Names(same(zones(&wanted.typed))),
        (Kind::Room, Some(guild)) => Known::Rooms(guild.to_owned()),
        _ => Known::Names(Vec::new()),
    }
}

fn zones(typed: &str) -> Vec<String> {
    let typed = typed.trim().replace(' ', "_");
    best(crate::schedule::zone::names().iter().cloned(), &typed)
}

/// Tools by the names that people know them by.
fn tools(words: &Words, ids: Vec<String>) -> Vec<(String, String)> {
    let named =
        |id: String| (Tool::named(&id).map_or_else(|| id.clone(), |t| t.name(words).plain()), id);
    ids.into_iter().map(named).collect()
}

/// Shows what the core has found.
pub(super) async fn show(edge: &Edge, asked: &Asked, found: &[Suggestion]) {
    let shown = |one: &Suggestion| one.shown.clone().unwrap_or_else(|| one.value.clone());
    let pairs: Vec<(String, String)> =
        found.iter().map(|one| (shown(one), one.value.clone())).collect();
    show_pairs(edge, asked, &pairs).await;
}

pub(super) async fn show_pairs(edge: &Edge, asked: &Asked, pairs: &[(String, String)]) {
    let choices: Vec<Value> = pairs
        .iter()
        .filter(|(name, value)| !name.trim().is_empty() && value.chars().count() <= LONGEST)
        .take(MOST)
        .map(|(name, value)| {
            json!({ "name": name.chars().take(LONGEST).collect::<String>(), "value": value })
        })
        .collect();
    let body = json!({ "type": 8, "data": { "choices": choices } });
    if let Err(error) = send::callback(edge, asked, body, &[]).await {
        tracing::debug!(%error, "suggestions came too late");
    }
}

/// Shows the channels of a server whose names have in them what was typed.
pub(super) async fn rooms(edge: &Edge, asked: &Asked, guild: &str, typed: &str) {
    let lower = typed.trim().trim_start_matches('#').to_lowercase();
    let found = rooms::channels(edge, guild).await.unwrap_or_else(|error| {
        tracing::warn!(error = format!("{error:#}"), "channels were not looked up");
        Vec::new()
    });
    let pairs: Vec<(String, String)> = found
        .into_iter()
        .filter(|channel| channel.writable && channel.name.to_lowercase().contains(&lower))
        .map(|channel| (format!("#{}", channel.name), format!("<#{}>", channel.id)))
        .collect();
    show_pairs(edge, asked, &pairs).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_and_of_what_kind_is_read() {
        let data = json!({ "name": "profile", "options": [{ "name": "zone", "type": 1, "options": [
            { "name": "zone", "type": 3, "value": "lond", "focused": true }] }] });
        let found = wanted(&data).expect("wanted");
        let zone = Wanted { kind: Kind::Zone, thing: None, typed: "lond".into() };
        assert_eq!(found, zone);
        assert_eq!(zones("lond"), vec!["Europe/London".to_owned()]);
        assert!(zones("new y").contains(&"America/New_York".to_owned()));
        let data = json!({ "name": "nothing", "options": [
            { "name": "zone", "type": 3, "value": "x", "focused": true }] });
        assert_eq!(wanted(&data), None);
    }

    #[test]
    fn what_needs_nobody_is_known_at_once_and_named_in_words() {
        let words = Words::english();
        let known = |thing, typed: &str| {
            let typed = typed.to_owned();
            known(&words, &Wanted { kind: Kind::Anything, thing: Some(thing), typed }, Some("1"))
        };
        let boxed = ("Box breathing".to_owned(), "box".to_owned());
        assert!(matches!(known(Thing::Tool, "can't sleep"), Known::Names(all) if all[0] == boxed));
        let there = |name: &str| (name.to_owned(), name.to_owned());
        for (thing, typed, name) in
            [(Thing::Country, "new z", "New Zealand"), (Thing::Command, "remind a", "remind add")]
        {
            let found = known(thing, typed);
            assert!(matches!(found, Known::Names(all) if all.contains(&there(name))), "{name}");
        }
        assert_eq!(known(Thing::Meeting, "x"), Known::Thing(Thing::Meeting));
        assert_eq!(zones("").len(), MOST);
    }
}
