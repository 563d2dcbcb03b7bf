//! `privacy export`: everything about somebody in one file.

use super::sql;
use crate::chat::message::{Message, Upload};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::store::{Conn, instant};
use crate::words::Words;
use anyhow::Context as _;
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// The name of the file.
const NAME: &str = "hearth-my-data.json";

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy export",
    summary: Words::privacy_export_summary,
    params: &[],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, _args: Args) -> Outcome {
    let words = &known.words;
    let everything = {
        let mut tx = ctx.store.read().await?;
        collect(&mut tx, known.person.0, known.now).await?
    };
    let bytes = serde_json::to_vec_pretty(&everything).context("an export cannot be written")?;
    let file = Upload {
        name: NAME.to_owned(),
        media_type: "application/json",
        bytes: Bytes::from(bytes),
        description: words.privacy_export_file().plain(),
    };
    Ok(Message::say(words.privacy_export_done()).paragraph(words.privacy_export_care()).file(file))
}

/// Everything about a person: for each table its rows, with the names of the columns.
pub(super) async fn collect(
    conn: &mut Conn,
    person: i64,
    now: Timestamp,
) -> anyhow::Result<Map<String, Value>> {
    let mut all = Map::new();
    all.insert("exported_at".to_owned(), Value::String(now.to_string()));
    for section in sql::export::SECTIONS {
        let rows = (section.rows)(&mut *conn, person).await?;
        let mut rows: Value = serde_json::from_str(&rows).context(section.table)?;
        say_instants(&mut rows);
        all.insert(section.table.to_owned(), rows);
    }
    Ok(all)
}

/// Instants are milliseconds in columns that are called `at` or end in `_at`; in the file they are
/// RFC 3339.
fn say_instants(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(say_instants),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value.as_i64() {
                    Some(millis) if name == "at" || name.ends_with("_at") => {
                        *value = Value::String(instant(millis).to_string());
                    }
                    _ => say_instants(value),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn instants_become_rfc_3339_and_nothing_else_changes() {
        let mut value = json!([{
            "at": 0, "seen_at": 1_774_807_200_123_i64, "closed_at": null, "format": 5,
            "minutes_at_most": 5, "deep": {"due_at": -1},
        }]);
        say_instants(&mut value);
        assert_eq!(
            value,
            json!([{
                "at": "1970-01-01T00:00:00Z", "seen_at": "2026-03-29T18:00:00.123Z",
                "closed_at": null, "format": 5, "minutes_at_most": 5,
                "deep": {"due_at": "1969-12-31T23:59:59.999Z"},
            }])
        );
    }
}
