use super::*;
use crate::command::table::COMMANDS;

fn declared() -> Vec<Value> {
    all(COMMANDS)
}

fn named<'a>(all: &'a [Value], name: &str) -> &'a Value {
    all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}"))
}

fn inner<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().fold(value, |value, name| {
        let options = value["options"].as_array().unwrap_or_else(|| panic!("{name}"));
        named(options, name)
    })
}

#[test]
fn every_command_is_declared_and_none_besides() {
    let all = declared();
    let slash: Vec<&Value> = all.iter().filter(|one| one["type"] == 1).collect();
    let mut paths = Vec::new();
    fn walk(value: &Value, path: String, into: &mut Vec<String>) {
        let deeper: Vec<&Value> = value["options"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
            .collect();
        if deeper.is_empty() {
            into.push(path.clone());
        }
        for option in deeper {
            walk(option, format!("{path} {}", option["name"].as_str().expect("a name")), into);
        }
    }
    for command in &slash {
        walk(command, command["name"].as_str().expect("a name").to_owned(), &mut paths);
    }
    let mut expected: Vec<&str> = COMMANDS.iter().map(|command| command.path).collect();
    paths.sort_unstable();
    expected.sort_unstable();
    assert_eq!(paths, expected);
}

#[test]
fn options_have_types_choices_bounds_and_completion() {
    let all = declared();
    let mood = inner(named(&all, "checkin"), &["mood"]);
    assert_eq!((mood["type"].as_u64(), mood["choices"][0]["value"].as_i64()), (Some(4), Some(1)));
    let craving = inner(named(&all, "checkin"), &["craving"]);
    assert_eq!((craving["min_value"].as_i64(), craving["max_value"].as_i64()), (Some(0), Some(10)));
    let zone = inner(named(&all, "profile"), &["zone", "zone"]);
    assert_eq!(
        (zone["autocomplete"].as_bool(), zone["required"].as_bool()),
        (Some(true), Some(true))
    );
    let meeting = inner(named(&all, "meetings"), &["show", "meeting"]);
    assert_eq!(meeting["autocomplete"].as_bool(), Some(true));
    let kind = inner(named(&all, "admin"), &["schedule", "add", "kind"]);
    assert_eq!(kind["choices"].as_array().map(Vec::len), Some(2));
    let file = inner(named(&all, "admin"), &["feed", "add", FILE]);
    assert_eq!(file["type"].as_u64(), Some(11));
}

#[test]
fn commands_for_organizers_are_hidden_from_others_and_all_work_between_two() {
    let all = declared();
    for command in &all {
        let shown = command["name"].as_str().expect("a name");
        let hidden = &command["default_member_permissions"];
        assert_eq!(hidden.is_null(), shown != "admin", "{shown}");
        let contexts: Vec<u64> = command["contexts"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_u64)
            .collect();
        let expected: &[u64] = if command["type"] == 3 { &[0] } else { &[0, 1] };
        assert_eq!(contexts, expected, "{shown}");
    }
    assert_eq!(named(&all, "admin")["default_member_permissions"], "32");
}

/// What Discord counts of a command: all names, descriptions and values, in every language.
fn counted(value: &Value) -> usize {
    let text = |name: &str| {
        // The longest in any language.
        let others = value[format!("{name}_localizations")].as_object().into_iter().flatten();
        let all = others.map(|(_, text)| text).chain([&value[name]]);
        all.filter_map(Value::as_str).map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let below =
        |name: &str| value[name].as_array().into_iter().flatten().map(counted).sum::<usize>();
    text("name") + text("description") + text("value") + below("options") + below("choices")
}

#[test]
fn no_command_is_larger_than_discord_takes() {
    let all = declared();
    assert!(all.len() <= 100);
    for command in &all {
        let size = counted(command);
        assert!(size <= 8_000, "{} has {size} characters", command["name"]);
        fn widest(value: &Value) -> usize {
            let options = value["options"].as_array();
            options
                .into_iter()
                .flatten()
                .map(widest)
                .max()
                .unwrap_or(0)
                .max(value["options"].as_array().map_or(0, Vec::len))
        }
        assert!(widest(command) <= 25, "{}", command["name"]);
    }
}

#[test]
fn what_is_declared_does_not_change_by_itself() {
    assert_eq!(Value::Array(declared()).to_string(), Value::Array(declared()).to_string());
}
