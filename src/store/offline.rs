//! Whether the committed descriptions of queries (`.sqlx/`) are those of the migrations.
//!
//! Hearth is built from them where there is no database, so one that is stale compiles here and
//! breaks when it runs. After a change of a query or a migration: `cargo sqlx prepare`.

use serde::Deserialize;
use sqlx::{Column, Either, Executor, SqliteConnection, TypeInfo};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Kept {
    query: String,
    describe: Described,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Described {
    columns: Vec<KeptColumn>,
    parameters: Parameters,
    nullable: Vec<Option<bool>>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct KeptColumn {
    name: String,
    type_info: String,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Parameters {
    #[serde(rename = "Right")]
    count: usize,
}

/// Tells how a kept description differs from the tables of `conn`, if it does.
async fn stale(conn: &mut SqliteConnection, text: &str) -> Result<(), String> {
    let kept: Kept = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let query = sqlx::AssertSqlSafe(kept.query);
    let now = conn.describe(sqlx::SqlSafeStr::into_sql_str(query)).await;
    let now = now.map_err(|error| error.to_string())?;
    let count = match now.parameters {
        Some(Either::Left(types)) => types.len(),
        Some(Either::Right(count)) => count,
        None => 0,
    };
    let columns = now.columns.iter().map(|column| KeptColumn {
        name: column.name().to_owned(),
        type_info: column.type_info().name().to_owned(),
    });
    let now = Described {
        columns: columns.collect(),
        parameters: Parameters { count },
        nullable: now.nullable,
    };
    let columns = kept.describe.columns.into_iter().map(in_sql).collect();
    let kept = Described { columns, ..kept.describe };
    if kept == now { Ok(()) } else { Err(format!("kept: {kept:?}\nnow:  {now:?}")) }
}

/// The file has sqlx's names of types where the description has SQL's.
fn in_sql(column: KeptColumn) -> KeptColumn {
    let type_info = match column.type_info.as_str() {
        "Float" => "REAL".into(),
        "Bool" => "BOOLEAN".into(),
        "Int4" => "INTEGER".into(),
        other => other.to_uppercase(),
    };
    KeptColumn { type_info, ..column }
}

fn kept_files(folder: &Path) -> Vec<PathBuf> {
    // No folder yet is no query yet; the offline build is what asks for each of them.
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

#[tokio::test]
async fn committed_queries_fit_the_migrations() {
    let store = super::Store::in_memory().await.expect("opens");
    let mut tx = store.begin().await.expect("begins");
    let mut wrong = Vec::new();
    for path in kept_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx")) {
        let text = std::fs::read_to_string(&path).expect("a file");
        if let Err(why) = stale(&mut tx, &text).await {
            wrong.push(format!("{}:\n{why}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "run `cargo sqlx prepare`\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_stale_query_is_found() {
    let store = super::Store::in_memory().await.expect("opens");
    let mut tx = store.begin().await.expect("begins");
    let good = r#"{
        "db_name": "SQLite",
        "query": "select id, zone from person where id = ?",
        "describe": {
            "columns": [
                {"name": "id", "ordinal": 0, "type_info": "Integer"},
                {"name": "zone", "ordinal": 1, "type_info": "Text"}
            ],
            "parameters": {"Right": 1},
            "nullable": [false, true]
        },
        "hash": ""
    }"#;
    assert_eq!(stale(&mut tx, good).await, Ok(()));
    for (what, from, to) in [
        ("a column that is gone", "select id, zone", "select id, planet"),
        ("another name", r#""name": "zone""#, r#""name": "time_zone""#),
        ("another type", r#""type_info": "Text""#, r#""type_info": "Blob""#),
        ("another nullability", "[false, true]", "[false, false]"),
        ("another number of parameters", r#""Right": 1"#, r#""Right": 2"#),
        ("another table", "from person", "from people"),
        ("no description", "describe", "described"),
    ] {
        assert!(good.contains(from), "{what}");
        assert!(stale(&mut tx, &good.replace(from, to)).await.is_err(), "{what}");
    }
}
