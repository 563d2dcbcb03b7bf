//! A group's own meetings as scheduled events of the server.

use super::edge::Edge;
use super::read::text;
use super::rest::{Call, RestError};
use crate::chat::platform::{CalendarEntry, SendError};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// The most characters of a name, and of a place.
const LONGEST: usize = 100;

/// Makes the server's scheduled events of ours be exactly these. Those of others, and what has begun,
/// stay as they are.
pub(super) async fn show(
    edge: &Edge,
    guild: &str,
    entries: &[CalendarEntry],
) -> Result<(), SendError> {
    let path = format!("/guilds/{guild}/scheduled-events");
    let patience = Duration::from_secs(20);
    let there = edge.rest.call(&Call::new(Method::GET, path.as_str()).patience(patience)).await?;
    let (surplus, missing) = compared(&there, entries, &edge.user());
    for id in surplus {
        let call = Call::new(Method::DELETE, format!("{path}/{id}")).patience(patience);
        match edge.rest.call(&call).await {
            Ok(_) | Err(RestError::Refused { status: 404, .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for entry in missing {
        // One that may have come through is found the next time.
        let call = Call::new(Method::POST, path.as_str()).json(event(entry)).doubles();
        edge.rest.call(&call.patience(patience)).await?;
    }
    Ok(())
}

/// Which of ours should not be there, and what is not there yet.
fn compared<'a>(
    there: &Value,
    entries: &'a [CalendarEntry],
    bot: &str,
) -> (Vec<String>, Vec<&'a CalendarEntry>) {
    let mut missing: Vec<&CalendarEntry> = entries.iter().collect();
    let mut surplus = Vec::new();
    for event in there.as_array().into_iter().flatten() {
        // 1: it is still to come.
        let ours = event["creator_id"].as_str() == Some(bot) && event["status"] == 1;
        if !ours {
            continue;
        }
        match missing.iter().position(|entry| same(event, entry)) {
            Some(place) => drop(missing.remove(place)),
            None => surplus.push(text(&event["id"])),
        }
    }
    (surplus, missing)
}

fn same(there: &Value, entry: &CalendarEntry) -> bool {
    let wanted = event(entry);
    let instant = |value: &Value| value.as_str().and_then(|at| at.parse::<Timestamp>().ok());
    let times = ["scheduled_start_time", "scheduled_end_time"];
    there["name"] == wanted["name"]
        && there["entity_metadata"]["location"] == wanted["entity_metadata"]["location"]
        && times.iter().all(|name| instant(&there[*name]) == instant(&wanted[*name]))
}

/// An event at a place outside Discord, which has an end and needs no channel.
fn event(entry: &CalendarEntry) -> Value {
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>().trim().to_owned();
    let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at).to_string();
    json!({
        "name": short(&entry.name),
        "privacy_level": 2,
        "scheduled_start_time": second(entry.begins),
        "scheduled_end_time": second(entry.ends),
        "entity_type": 3,
        "entity_metadata": { "location": short(&entry.place) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, hour: &str) -> CalendarEntry {
        let at = |hour: &str| format!("2026-03-29T{hour}:00Z").parse().expect("an instant");
        CalendarEntry {
            name: name.into(),
            begins: at(hour),
            ends: at("22:00"),
            place: "Old Town Hall".into(),
        }
    }

    fn there(id: &str, by: &str, status: u8, entry: &CalendarEntry) -> Value {
        let mut event = event(entry);
        event["id"] = json!(id);
        event["creator_id"] = json!(by);
        event["status"] = json!(status);
        // Discord writes instants in its own way.
        let start = text(&event["scheduled_start_time"]).replace('Z', "+00:00");
        event["scheduled_start_time"] = json!(start);
        event
    }

    #[test]
    fn only_what_differs_is_changed_and_only_what_is_ours() {
        let (harbor, night) = (entry("Harbor", "19:00"), entry("Night", "21:00"));
        let moved = entry("Harbor", "18:00");
        let list = json!([
            there("1", "bot", 1, &harbor),
            there("2", "bot", 1, &moved),
            there("3", "ann", 1, &moved),
            there("4", "bot", 2, &moved),
        ]);
        let wanted = [harbor.clone(), night.clone()];
        let (surplus, missing) = compared(&list, &wanted, "bot");
        assert_eq!((surplus, missing), (vec!["2".to_owned()], vec![&night]));
        let (surplus, missing) = compared(&list, &[], "bot");
        assert_eq!((surplus.len(), missing.len()), (2, 0));
        let long = CalendarEntry { name: "é".repeat(300), ..harbor };
        assert_eq!(event(&long)["name"].as_str().map(|name| name.chars().count()), Some(100));
    }
}
