//! What stands behind a button, a select or a form: the row of its question, and nothing that somebody
//! answered. That row is in the store, so they work weeks later and after a restart.

use crate::ids::PromptId;

/// The most characters of an id.
const LONGEST: usize = 100;

/// What was pressed, or sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// A button: one choice.
    Choice(PromptId, String),
    /// A select, whose values say which choice.
    Select(PromptId),
    /// Opens a page of a form.
    Open(PromptId, usize),
    /// A page of a form, filled in.
    Page(PromptId, usize),
}

impl Pressed {
    /// The id. A choice whose key is too long is named by its number from 1.
    pub fn id(&self, number: usize) -> String {
        match self {
            Self::Choice(PromptId(prompt), key) => {
                let id = format!("c:{prompt}:{key}");
                if id.chars().count() <= LONGEST { id } else { format!("c:{prompt}:{number}") }
            }
            // Several selects of one question need ids that differ.
            Self::Select(PromptId(prompt)) => format!("s:{prompt}:{number}"),
            Self::Open(PromptId(prompt), page) => format!("o:{prompt}:{page}"),
            Self::Page(PromptId(prompt), page) => format!("m:{prompt}:{page}"),
        }
    }

    /// What an id says; nothing when it is none of ours.
    pub fn read(id: &str) -> Option<Self> {
        let (kind, rest) = id.split_once(':')?;
        let (prompt, rest) = rest.split_once(':').unwrap_or((rest, ""));
        let prompt = PromptId(prompt.parse().ok().filter(|number| *number > 0)?);
        let page = || rest.parse::<usize>().ok().filter(|page| *page < 100);
        match kind {
            "c" if !rest.is_empty() => Some(Self::Choice(prompt, rest.to_owned())),
            "s" => Some(Self::Select(prompt)),
            "o" => Some(Self::Open(prompt, page()?)),
            "m" => Some(Self::Page(prompt, page()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_as_they_were() {
        let prompt = PromptId(42);
        let table = [
            (Pressed::Choice(prompt, "yes".into()), "c:42:yes"),
            (Pressed::Choice(prompt, "a:b".into()), "c:42:a:b"),
            (Pressed::Select(prompt), "s:42:3"),
            (Pressed::Open(prompt, 1), "o:42:1"),
            (Pressed::Page(prompt, 0), "m:42:0"),
        ];
        for (pressed, id) in table {
            assert_eq!(pressed.id(3), id);
            assert_eq!(Pressed::read(id), Some(pressed), "{id}");
        }
        let long = Pressed::Choice(prompt, "x".repeat(200));
        assert_eq!(long.id(3), "c:42:3");
    }

    #[test]
    fn what_is_not_ours_is_not_read() {
        for id in
            ["", "c", "c:", "c:x:1", "c:-4:a", "c:4:", "o:4:x", "o:4:100", "z:4", "d:4", "m:4:"]
        {
            assert_eq!(Pressed::read(id), None, "{id}");
        }
    }
}
