use super::super::declared_in;
use super::*;
use crate::command::table::COMMANDS;

/// German, as far as this says it.
fn german(source: &'static str) -> Vec<Language> {
    vec![(vec!["de"], Words::written("de", source))]
}

fn declared(source: &'static str) -> (Vec<Value>, Vec<String>) {
    declared_in(COMMANDS, &german(source))
}

fn at<'a>(all: &'a [Value], path: &[&str]) -> &'a Value {
    let (first, rest) = path.split_first().expect("a path");
    let one = all.iter().find(|one| one["name"] == *first).unwrap_or_else(|| panic!("{first}"));
    if rest.is_empty() { one } else { at(one["options"].as_array().expect("options"), rest) }
}

/// How often a key stands anywhere.
fn count(value: &Value, key: &str) -> usize {
    match value {
        Value::Object(fields) => {
            let below: usize = fields.values().map(|inner| count(inner, key)).sum();
            below + usize::from(fields.contains_key(key))
        }
        Value::Array(items) => items.iter().map(|inner| count(inner, key)).sum(),
        _ => 0,
    }
}

#[test]
fn a_language_names_commands_options_choices_families_and_the_menu() {
    let (all, wrong) = declared(
        "
coping-summary = Etwas für die nächsten Minuten.
    .name = bewältigen
coping-param-tool = Was los ist.
    .name = übung
checkin-param-mood = Wie es dir geht.
    .choice-good = gut
discord-family = { $name ->
    [meetings] Treffen.
   *[other] Mehr.
 }
    .name = { $name ->
        [meetings] treffen
        [schedule] zeitplan
       *[other] { \"\" }
    }
discord-offer-support = Hilfe anbieten
discord-param-file = Eine Datei.
    .name = datei
",
    );
    assert_eq!(wrong, Vec::<String>::new());
    let name = |path: &[&str]| at(&all, path)["name_localizations"]["de"].clone();
    assert_eq!(name(&["coping"]), "bewältigen");
    assert_eq!(name(&["coping", "tool"]), "übung");
    assert_eq!(name(&["meetings"]), "treffen");
    assert_eq!(name(&["admin", "schedule"]), "zeitplan");
    assert_eq!(name(&["admin"]), Value::Null, "nothing is said of it");
    assert_eq!(name(&["admin", "feed", "add", "file"]), "datei");
    assert_eq!(name(&["Offer support"]), "Hilfe anbieten");
    let described = &at(&all, &["coping"])["description_localizations"]["de"];
    assert_eq!(described, "Etwas für die nächsten Minuten.");
    assert_eq!(at(&all, &["meetings"])["description_localizations"]["de"], "Treffen.");
    let choices = at(&all, &["checkin", "mood"])["choices"].as_array().expect("choices");
    let good = choices.iter().find(|choice| choice["name"] == "good").expect("good");
    assert_eq!(good["name_localizations"]["de"], "gut");
    // The names that Hearth itself hears stay what they are.
    assert_eq!(at(&all, &["coping", "tool"])["name"], "tool");
}

#[test]
fn what_discord_would_refuse_is_left_out_and_told() {
    for name in ["Bewältigen", "zwei wörter", "aaaaaaaaaabbbbbbbbbbccccccccccddd", "a/b", "a.b"] {
        assert!(!is_name(name), "{name}");
    }
    for name in
        ["bewältigen", "помощь", "kömür_1", "l'aide", "मदद", "सहायता", "ช่วยเหลือ", "助け", "도움"]
    {
        assert!(is_name(name), "{name}");
    }
    let (all, wrong) = declared("coping-summary = Etwas.\n    .name = Zwei Wörter\n");
    assert_eq!(at(&all, &["coping"])["name_localizations"], Value::Null);
    assert_eq!(wrong, vec!["de: the name of coping does not fit"]);
}

#[test]
fn two_side_by_side_are_not_called_the_same() {
    let (all, wrong) = declared(
        "
coping-summary = Etwas.
    .name = crisis
help-summary = Hilfe.
    .name = hilfe
",
    );
    assert_eq!(at(&all, &["coping"])["name_localizations"], Value::Null, "another is called so");
    assert_eq!(at(&all, &["help"])["name_localizations"]["de"], "hilfe");
    assert_eq!(wrong.len(), 1, "{wrong:?}");
}

#[test]
fn without_other_languages_nothing_is_localized() {
    let (all, wrong) = declared_in(COMMANDS, &[]);
    let all = Value::Array(all);
    assert_eq!(count(&all, "name_localizations") + count(&all, "description_localizations"), 0);
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_the_languages_say_fits() {
    let (_, wrong) = declared_in(COMMANDS, &languages());
    assert_eq!(wrong, Vec::<String>::new());
    let unknown: Vec<&str> =
        languages().iter().filter(|one| one.0.is_empty()).map(|one| one.1.language()).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "Discord has no such language");
}
