//! The privacy policy that a host publishes speaks of every table, and of those about persons where it
//! speaks of persons.

use super::super::schema::{self, tables, world};
use std::collections::{BTreeMap, BTreeSet};

const POLICY: &str = include_str!("../../../../docs/privacy-policy.md");

/// The tables that each section names, behind its lines.
fn named() -> BTreeMap<String, BTreeSet<String>> {
    let mut section = String::new();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in POLICY.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            title.clone_into(&mut section);
        }
        let Some((_, rest)) = line.split_once("<!-- ") else { continue };
        let (tables, _) = rest.split_once(" -->").expect("a comment ends on its line");
        for table in tables.split(' ') {
            let new = found.entry(section.clone()).or_default().insert(table.to_owned());
            assert!(new, "{table} is named twice in “{section}”");
        }
    }
    found
}

#[tokio::test]
async fn the_policy_speaks_of_every_table() {
    let world = world(&[]).await;
    let mut tx = world.store.begin().await.expect("begins");
    let kept: BTreeSet<String> =
        tables(&mut tx).await.into_iter().filter(|table| table != "_sqlx_migrations").collect();
    let named: BTreeSet<String> = named().into_values().flatten().collect();
    let missing: Vec<&String> = kept.difference(&named).collect();
    let gone: Vec<&String> = named.difference(&kept).collect();
    assert!(missing.is_empty(), "the policy does not speak of {missing:?}");
    assert!(gone.is_empty(), "the policy speaks of {gone:?}, which are not kept");
}

#[tokio::test]
async fn what_is_about_persons_stands_where_it_speaks_of_persons() {
    let world = world(&[]).await;
    let mut tx = world.store.begin().await.expect("begins");
    let owners = schema::owners(&mut tx).await;
    let about: BTreeSet<String> = owners.into_iter().map(|owner| owner.table).collect();
    let named = named();
    let you = named.get("About you").expect("a section about persons");
    let missing: Vec<&String> = about.difference(you).collect();
    assert!(missing.is_empty(), "“About you” does not speak of {missing:?}");
}

#[test]
fn the_policy_names_the_ways_to_see_take_and_delete() {
    for command in ["/privacy show", "/privacy export", "/privacy erase", "/privacy history off"] {
        assert!(POLICY.contains(command), "{command}");
    }
}
