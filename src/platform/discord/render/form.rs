//! A form as Discord shows it: a window with a few fields, then another.

use super::tap::{OPTION, label, shortened};
use crate::chat::prompt::{Choice, Field, FieldKind};
use crate::ids::PromptId;
use crate::platform::discord::ids::Pressed;
use crate::words::Words;
use serde_json::{Value, json};

/// The most fields of a window, beside the text above them. Discord takes five parts in all.
pub const ON_A_PAGE: usize = 4;
/// The most characters of a window's title, and of a field's.
const TITLE: usize = 45;
/// The most characters below a field's title.
const DESCRIPTION: usize = 100;
/// The most lines of a select.
const MOST_OPTIONS: usize = 25;

/// How many pages a form has.
pub fn pages(fields: &[Field]) -> usize {
    fields.len().div_ceil(ON_A_PAGE).max(1)
}

/// A page of a form, as the answer that opens it. `text` stands above the fields.
pub fn page(prompt: PromptId, fields: &[Field], page: usize, text: &str, words: &Words) -> Value {
    let mut components = Vec::new();
    if !text.trim().is_empty() {
        let text: String = text.chars().take(2_000).collect();
        components.push(json!({ "type": 10, "content": text }));
    }
    let on_it = fields.iter().skip(page * ON_A_PAGE).take(ON_A_PAGE);
    components.extend(on_it.map(field));
    json!({
        "custom_id": Pressed::Page(prompt, page).id(1),
        "title": shortened(&words.discord_form_title().plain(), TITLE),
        "components": components,
    })
}

fn field(field: &Field) -> Value {
    let question = field.label.plain();
    let mut label = json!({
        "type": 18,
        "label": shortened(&question, TITLE),
        "component": component(field),
    });
    if question.chars().count() > TITLE {
        label["description"] = json!(shortened(&question, DESCRIPTION));
    }
    label
}

fn component(field: &Field) -> Value {
    let short = |most: usize| {
        json!({
            "type": 4, "custom_id": field.key, "style": if most > 200 { 2 } else { 1 },
            "required": false, "max_length": most.clamp(1, 4_000),
        })
    };
    match &field.kind {
        FieldKind::Scale { lowest, highest } => {
            let numbers: Vec<Value> = (*lowest..=*highest)
                .map(|number| json!({ "label": number.to_string(), "value": number.to_string() }))
                .collect();
            if numbers.len() > MOST_OPTIONS { short(4) } else { select(field, numbers, 1) }
        }
        FieldKind::One(choices) if choices.len() <= MOST_OPTIONS && !choices.is_empty() => {
            select(field, options(choices), 1)
        }
        FieldKind::Many(choices) if choices.len() <= MOST_OPTIONS && !choices.is_empty() => {
            select(field, options(choices), choices.len())
        }
        FieldKind::One(_) | FieldKind::Many(_) => short(200),
        FieldKind::Text { most } => short(*most),
    }
}

fn options(choices: &[Choice]) -> Vec<Value> {
    choices
        .iter()
        .map(|choice| {
            let value: String = choice.key.chars().take(OPTION).collect();
            json!({ "label": label(choice, OPTION), "value": value })
        })
        .collect()
}

fn select(field: &Field, options: Vec<Value>, most: usize) -> Value {
    json!({
        "type": 3, "custom_id": field.key, "options": options,
        "required": false, "min_values": 0, "max_values": most,
    })
}

/// What was filled in on a page. Fields that are empty are left out; several choices of one field are
/// put together with commas.
pub fn filled(components: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(components, &mut found, 0);
    found
}

fn collect(value: &Value, into: &mut Vec<(String, String)>, depth: usize) {
    // Deeper than any window.
    if depth > 4 {
        return;
    }
    for component in value.as_array().into_iter().flatten() {
        if let Some(key) = component["custom_id"].as_str() {
            let value = match (&component["value"], component["values"].as_array()) {
                (Value::String(text), _) => text.clone(),
                (_, Some(values)) => {
                    values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
                }
                _ => String::new(),
            };
            if !value.trim().is_empty() {
                into.push((key.to_owned(), value));
            }
        }
        collect(&component["components"], into, depth + 1);
        if component["component"].is_object() {
            collect(&Value::Array(vec![component["component"].clone()]), into, depth + 1);
        }
    }
}
