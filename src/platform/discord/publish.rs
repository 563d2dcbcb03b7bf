//! Declares the commands, when they changed.

use super::declare;
use super::edge::Edge;
use super::rest::Call;
use super::sql::{self, CommandsRow};
use crate::command::Command;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// Declares the commands to Discord unless they are what was declared last.
pub(super) async fn run(edge: &Edge, commands: &[&Command]) -> anyhow::Result<()> {
    let application = edge.application().await?;
    let declared = Value::Array(declare::all(commands));
    let text = declared.to_string();
    let known = {
        let mut tx = edge.store.read().await?;
        sql::commands(&mut tx, &application).await?
    };
    if let Some(known) = known.filter(|known| known.declared == text) {
        edge.set_commands(serde_json::from_str(&known.numbers).unwrap_or_default());
        tracing::info!("the commands are declared as they are");
        return Ok(());
    }
    let path = format!("/applications/{application}/commands");
    let call = Call::new(Method::PUT, path).json(declared).patience(Duration::from_mins(1));
    let answer = edge.rest.call(&call).await?;
    let numbers = numbers(&answer);
    let kept = serde_json::to_string(&numbers)?;
    edge.set_commands(numbers);
    let mut tx = edge.store.begin().await?;
    let row = CommandsRow { declared: text, numbers: kept };
    sql::keep_commands(&mut tx, &application, &row, edge.millis()).await?;
    tx.commit().await?;
    tracing::info!("the commands were declared");
    Ok(())
}

/// What Discord calls each command, by its path: those below a family have its number.
fn numbers(answer: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for command in answer.as_array().into_iter().flatten() {
        let (Some(name), Some(id)) = (command["name"].as_str(), command["id"].as_str()) else {
            continue;
        };
        // Those of menus cannot be typed.
        if command["type"].as_u64().unwrap_or(1) != 1 {
            continue;
        }
        let mut leaves = Vec::new();
        below(name, &command["options"], &mut leaves);
        all.extend(leaves.into_iter().map(|path| (path, id.to_owned())));
    }
    all
}

fn below(path: &str, options: &Value, into: &mut Vec<String>) {
    let inner: Vec<&Value> = options
        .as_array()
        .into_iter()
        .flatten()
        .filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
        .collect();
    if inner.is_empty() {
        into.push(path.to_owned());
    }
    for option in inner {
        let name = option["name"].as_str().unwrap_or_default();
        below(&format!("{path} {name}"), &option["options"], into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn commands_are_found_by_their_paths() {
        let answer = json!([
            { "id": "1", "name": "help", "type": 1, "options": [{ "name": "command", "type": 3 }] },
            { "id": "2", "name": "admin", "type": 1, "options": [
                { "name": "settings", "type": 1 },
                { "name": "schedule", "type": 2, "options": [
                    { "name": "add", "type": 1, "options": [{ "name": "kind", "type": 3 }] }] }] },
            { "id": "3", "name": "Offer support", "type": 3 },
        ]);
        let found = numbers(&answer);
        let expected = [("admin schedule add", "2"), ("admin settings", "2"), ("help", "1")];
        let expected: BTreeMap<String, String> =
            expected.into_iter().map(|(path, id)| (path.to_owned(), id.to_owned())).collect();
        assert_eq!(found, expected);
    }
}
