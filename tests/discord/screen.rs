//! What a member's client shows of the bot, and what can be answered there.

use super::member::Outcome;
use serde::Deserialize;
use serde_json::{Value, json};

/// A message of the bot as it stands now.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) channel: String,
    /// Whether it stands in the direct room.
    pub(crate) direct: bool,
    pub(crate) ephemeral: bool,
    /// The words on the screen.
    pub(crate) text: String,
    /// The words as they were sent.
    pub(crate) raw: String,
    /// Whom it notifies.
    pub(crate) mentions: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) everyone: bool,
    pub(crate) components: Vec<Value>,
    pub(crate) files: Vec<Named>,
}

/// A file as it can be fetched.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) url: String,
}

/// A button or a select.
#[derive(Debug, Clone)]
pub(crate) enum Control {
    /// A button.
    Button { id: String, label: String },
    /// A select with the labels and values of its options.
    Select { id: String, options: Vec<(String, String)> },
}

impl Shown {
    /// Whether nobody else can see it.
    pub(crate) fn is_private(&self) -> bool {
        self.direct || self.ephemeral
    }

    /// The window of a form that is open.
    pub(crate) fn form(&self) -> Option<Outcome> {
        let interaction = self.id.strip_prefix("form ")?.to_owned();
        Some(Outcome {
            interaction,
            acknowledged: true,
            loading: false,
            ephemeral: true,
            message: None,
            followups: Vec::new(),
            modal: Some(json!({ "components": self.components })),
            choices: None,
        })
    }

    /// What can be tapped below it, in order.
    pub(crate) fn controls(&self) -> Vec<Control> {
        let rows = self.components.iter();
        let inside = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
        inside.filter_map(control).collect()
    }

    /// The labels that can be chosen.
    pub(crate) fn labels(&self) -> Vec<String> {
        let labels = self.controls().into_iter().flat_map(|control| match control {
            Control::Button { label, .. } => vec![label],
            Control::Select { options, .. } => {
                options.into_iter().map(|(label, _)| label).collect()
            }
        });
        labels.collect()
    }
}

fn control(one: &Value) -> Option<Control> {
    let id = one["custom_id"].as_str()?.to_owned();
    match one["type"].as_u64()? {
        2 => Some(Control::Button {
            id,
            label: one["label"].as_str().unwrap_or_default().to_owned(),
        }),
        3 => {
            let options = one["options"].as_array().into_iter().flatten();
            let named = |option: &Value| {
                let text = |key: &str| option[key].as_str().unwrap_or_default().to_owned();
                (text("label"), text("value"))
            };
            Some(Control::Select { id, options: options.map(named).collect() })
        }
        _ => None,
    }
}
