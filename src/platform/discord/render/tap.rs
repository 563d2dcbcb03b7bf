//! What can be tapped below a question.

use crate::chat::prompt::{Choice, Expect, Prompt};
use crate::platform::discord::ids::Pressed;
use crate::words::Words;
use serde_json::Value;
use serenity::builder::{
    CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

/// The most characters on a button.
const BUTTON: usize = 80;
/// The most characters of a line of a select.
pub const OPTION: usize = 100;
/// More choices than this stand in a select.
const MOST_BUTTONS: usize = 10;
/// The most lines of a select.
const MOST_OPTIONS: usize = 25;
/// The most rows below a message.
const MOST_ROWS: usize = 5;

/// The rows below a question.
pub fn rows(prompt: &Prompt, words: &Words) -> Vec<Value> {
    let rows = match &prompt.expect {
        Expect::OneOf(choices) if choices.len() <= MOST_BUTTONS => buttons(prompt, choices),
        Expect::OneOf(choices) => selects(prompt, choices, words),
        Expect::Form(_) => {
            let open = Pressed::Open(prompt.id, 0).id(1);
            let label = words.discord_form_open().plain();
            vec![CreateActionRow::Buttons(vec![
                CreateButton::new(open).label(label).style(ButtonStyle::Primary),
            ])]
        }
    };
    rows.into_iter().filter_map(|row| serde_json::to_value(row).ok()).collect()
}

/// The row that opens the next page of a form.
pub fn more(prompt: &Prompt, page: usize, words: &Words) -> Vec<Value> {
    let label = words.discord_form_more().plain();
    let button = CreateButton::new(Pressed::Open(prompt.id, page).id(1))
        .label(shortened(&label, BUTTON))
        .style(ButtonStyle::Primary);
    serde_json::to_value(CreateActionRow::Buttons(vec![button])).into_iter().collect()
}

fn buttons(prompt: &Prompt, choices: &[Choice]) -> Vec<CreateActionRow> {
    let buttons: Vec<CreateButton> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let id = Pressed::Choice(prompt.id, choice.key.clone()).id(at + 1);
            CreateButton::new(id).label(label(choice, BUTTON)).style(ButtonStyle::Secondary)
        })
        .collect();
    buttons.chunks(5).map(|row| CreateActionRow::Buttons(row.to_vec())).collect()
}

fn selects(prompt: &Prompt, choices: &[Choice], words: &Words) -> Vec<CreateActionRow> {
    choices
        .chunks(MOST_OPTIONS)
        .take(MOST_ROWS)
        .enumerate()
        .map(|(row, part)| {
            let options = part
                .iter()
                .enumerate()
                .map(|(at, choice)| {
                    let number = row * MOST_OPTIONS + at + 1;
                    let value = match choice.key.chars().count() {
                        0..=OPTION => choice.key.clone(),
                        _ => number.to_string(),
                    };
                    CreateSelectMenuOption::new(label(choice, OPTION), value)
                })
                .collect();
            let id = Pressed::Select(prompt.id).id(row + 1);
            let menu = CreateSelectMenu::new(id, CreateSelectMenuKind::String { options });
            CreateActionRow::SelectMenu(menu.placeholder(words.discord_select().plain()))
        })
        .collect()
}

/// A choice's label, never empty.
pub fn label(choice: &Choice, most: usize) -> String {
    let label = choice.label.plain();
    shortened(if label.trim().is_empty() { &choice.key } else { &label }, most)
}

/// A text of at most `most` characters, cut at a word.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let mut kept: String = text.chars().take(most - 1).collect();
    if let Some(at) = kept.rfind(' ').filter(|at| *at > most / 2) {
        kept.truncate(at);
    }
    kept.push('…');
    kept
}
