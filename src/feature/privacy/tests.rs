//! That export and erase cover every table, and what happens when two persons become one.

mod linking;
mod policy;
mod pruning;

use super::schema::{self, World, now, world};
use super::{erase, export, merge};
use serde_json::{Map, Value};

/// What is wrong: tables about the person that the export lacks, or that it shows without some of
/// their columns, and tables that are not empty of the person after an erase.
async fn uncovered(world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut tx = world.store.begin().await.expect("begins");
    let owners = schema::owners(&mut tx).await;
    let shown = export::collect(&mut tx, world.ann.0, now()).await.expect("an export");
    for owner in &owners {
        assert!(schema::rows_of(&mut tx, owner, world.ann).await > 0, "nothing in {owner:?}");
        let fields = fields(&shown, &owner.table);
        if fields.is_empty() {
            wrong.push(format!("export: {}", owner.table));
            continue;
        }
        for column in schema::column_names(&mut tx, &owner.table).await {
            if !fields.contains(&column) {
                wrong.push(format!("export: {}.{column}", owner.table));
            }
        }
    }
    if let Err(error) = erase::erase(&mut tx, world.ann).await {
        wrong.push(format!("erase: {error}"));
        return wrong;
    }
    for owner in &owners {
        if schema::rows_of(&mut tx, owner, world.ann).await > 0 {
            wrong.push(format!("erase: {}", owner.table));
        }
    }
    wrong
}

fn fields(shown: &Map<String, Value>, table: &str) -> Vec<String> {
    let first = shown.get(table).and_then(Value::as_array).and_then(|rows| rows.first());
    let fields = first.and_then(Value::as_object);
    fields.map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

#[tokio::test]
async fn export_and_erase_cover_every_table() {
    let world = world(&[]).await;
    assert_eq!(uncovered(&world).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_table_that_is_forgotten_is_found() {
    for (table, wrong) in [
        (
            "create table diary (
                 person_id integer not null references person (id) on delete cascade, text text)",
            vec!["export: diary"],
        ),
        (
            "create table diary (person_id integer not null, text text)",
            vec!["export: diary", "erase: diary"],
        ),
        (
            "create table diary (author text references account (id) on delete set null)",
            vec!["export: diary"],
        ),
        ("create table diary (account text not null)", vec!["export: diary", "erase: diary"]),
        ("alter table checkin add column weather text", vec!["export: checkin.weather"]),
        ("create table weather (id integer primary key, text text)", vec![]),
    ] {
        let world = world(&[table]).await;
        assert_eq!(uncovered(&world).await, wrong, "{table}");
    }
}

#[tokio::test]
async fn erasing_one_leaves_the_others() {
    let world = world(&[]).await;
    let mut tx = world.store.begin().await.expect("begins");
    erase::erase(&mut tx, world.bob).await.expect("erases");
    for owner in schema::owners(&mut tx).await {
        assert!(schema::rows_of(&mut tx, &owner, world.ann).await > 0, "{owner:?}");
    }
}

#[tokio::test]
async fn linking_moves_every_row() {
    let world = world(&[]).await;
    let mut tx = world.store.begin().await.expect("begins");
    // Codes are used up and the row of the person goes; nothing else may.
    // What names an account follows it as it is.
    let moved = |owner: &schema::Owner| {
        owner.by_person() && !matches!(owner.table.as_str(), "link_code" | "person")
    };
    merge::merge(&mut tx, world.ann, world.bob, now()).await.expect("merges");
    for owner in schema::owners(&mut tx).await.iter().filter(|owner| moved(owner)) {
        assert!(schema::rows_of(&mut tx, owner, world.bob).await > 0, "{owner:?} did not move");
        assert_eq!(schema::rows_of(&mut tx, owner, world.ann).await, 0, "{owner:?} stayed behind");
    }
}
