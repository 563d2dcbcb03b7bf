//! What could be meant, while somebody types the value of an option.

use super::declare;
use super::edge::Edge;
use super::read::invoked;
use super::turn::Asked;
use super::{rooms, send};
use crate::command::resolve::exact;
use crate::command::{Kind, Thing};
use crate::feature::resource::Country;
use serde_json::{Value, json};

/// The most suggestions, and the most characters of one.
const MOST: usize = 25;
const LONGEST: usize = 100;

/// What is being typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) kind: Kind,
    pub(super) typed: String,
}

/// Who knows what it could be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    /// It is known at once.
    Names(Vec<String>),
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
    declare::completes(param.kind).then_some(Wanted { kind: param.kind, typed })
}

/// Who knows what it could be.
pub(super) fn known(_edge: &Edge, wanted: &Wanted, guild: Option<&str>) -> Known {
    let lower = wanted.typed.trim().to_lowercase();
    match wanted.kind {
        Kind::Zone => Known::Names(zones(&lower)),
        Kind::Country => {
            let all = Country::all().iter().map(|country| country.name().to_owned());
            Known::Names(best(all, &lower))
        }
        Kind::Room => match guild {
            Some(guild) => Known::Rooms(guild.to_owned()),
            None => Known::Names(Vec::new()),
        },
        Kind::Named(Thing::Command) => {
            let all = crate::command::table::COMMANDS.iter().map(|command| command.path.to_owned());
            Known::Names(best(all, &lower))
        }
        Kind::Named(thing) => Known::Thing(thing),
        _ => Known::Names(Vec::new()),
    }
}

fn zones(lower: &str) -> Vec<String> {
    let lower = lower.replace(' ', "_");
    best(crate::schedule::zone::names().iter().cloned(), &lower)
}

/// Those that begin with what was typed, then those that have it in them.
fn best(all: impl Iterator<Item = String>, lower: &str) -> Vec<String> {
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for name in all {
        let low = name.to_lowercase();
        if low.starts_with(lower) {
            first.push(name);
        } else if low.contains(lower) {
            then.push(name);
        }
    }
    first.into_iter().chain(then).take(MOST).collect()
}

/// Shows names.
pub(super) async fn show(edge: &Edge, asked: &Asked, names: &[String]) {
    let pairs: Vec<(String, String)> =
        names.iter().map(|name| (name.clone(), name.clone())).collect();
    show_pairs(edge, asked, &pairs).await;
}

async fn show_pairs(edge: &Edge, asked: &Asked, pairs: &[(String, String)]) {
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
        assert_eq!(found, Wanted { kind: Kind::Zone, typed: "lond".into() });
        assert_eq!(zones("lond"), vec!["Europe/London".to_owned()]);
        assert!(zones("new y").contains(&"America/New_York".to_owned()));
        let data = json!({ "name": "nothing", "options": [
            { "name": "zone", "type": 3, "value": "x", "focused": true }] });
        assert_eq!(wanted(&data), None);
    }

    #[test]
    fn names_that_begin_with_it_come_first_and_there_are_not_too_many() {
        let names = ["remind add", "admin", "add"].map(str::to_owned);
        assert_eq!(best(names.into_iter(), "add"), vec!["add".to_owned(), "remind add".to_owned()]);
        assert_eq!(zones("").len(), MOST);
    }
}
