//! How to attend online.

use super::field::{Fields, Notes};
use super::{WarningKind, link, phone, text};

const MAX_NOTE: usize = 1000;

/// How to attend online.
#[derive(Default)]
pub(crate) struct Conference {
    pub(crate) url: Option<String>,
    pub(crate) provider: bool,
    pub(crate) url_notes: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) phone_notes: Option<String>,
}

impl Conference {
    /// A link of a known provider or a number to dial.
    pub(crate) fn online(&self) -> bool {
        self.provider || self.phone.is_some()
    }

    /// Takes a link from a record.
    pub(crate) fn take_link(&mut self, raw: &str, field: &'static str, notes: &mut Notes) {
        match link::link(raw) {
            Some(link) => {
                if let Some(warning) = link.warning() {
                    notes.add(warning);
                }
                if !link.provider {
                    notes.add(WarningKind::UnknownProvider { host: link.host });
                }
                self.provider = link.provider;
                self.url = Some(link.url);
            }
            None => notes.add(WarningKind::BadLink { field }),
        }
    }

    /// Takes a number from a record; words become a note, unless the notes have them.
    pub(crate) fn take_phone(&mut self, raw: &str, notes: &mut Notes) {
        match phone::phone(raw) {
            phone::Phone::Dial { number, more } => {
                if more {
                    notes.add(WarningKind::SeveralPhones);
                }
                self.phone = Some(number);
            }
            phone::Phone::Garbage => notes.add(WarningKind::BadPhone),
            phone::Phone::Note => {
                notes.add(WarningKind::BadPhone);
                let note = text::block(raw, MAX_NOTE).text;
                let known = self.phone_notes.as_deref().unwrap_or_default();
                self.phone_notes = match known {
                    "" => Some(note).filter(|note| !note.is_empty()),
                    known if known.contains(&note) => return,
                    known => Some(format!("{known}\n{note}")),
                };
            }
        }
    }
}

/// Reads the fields of a Meeting Guide record.
pub(crate) fn conference(fields: &Fields<'_>, notes: &mut Notes) -> Conference {
    let mut conference = Conference {
        url_notes: fields.block("conference_url_notes", MAX_NOTE, notes),
        phone_notes: fields.block("conference_phone_notes", MAX_NOTE, notes),
        ..Conference::default()
    };
    if let Some(raw) = fields.text("conference_url", notes) {
        conference.take_link(&raw, "conference_url", notes);
    }
    if let Some(raw) = fields.text("conference_phone", notes) {
        conference.take_phone(&raw, notes);
    }
    conference
}
