//! A search as expressions of the full-text index, from the strictest to the widest.
//!
//! Every token is folded letters and digits between quotes, so no text becomes syntax.

use super::clocks::Clocks;
use super::hours::{Asker, Times};
use super::types;
use super::understand::{How, Part, Understood, Want};
use crate::ids::GroupId;

/// A word as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needle {
    /// One of these words.
    Words(Vec<String>),
    /// Words that begin so.
    Beginning(String),
}

/// A search that is ready: what was understood, with a needle for each part that is a word.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Search {
    pub(super) group: GroupId,
    pub(super) asker: Asker,
    pub(super) understood: Understood,
    /// For each part; none where it is not a word.
    pub(super) needles: Vec<Option<Needle>>,
    /// Words that were typed, and what is looked for instead.
    pub(super) corrected: Vec<(String, String)>,
}

const TEXT: &str = "{name place notes}";

/// One expression of a search, and the times that its meetings must be at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stage {
    /// Its meetings, and some at other times.
    pub(super) wanted: String,
    /// What is wanted besides times; none where that is all.
    pub(super) free: Option<String>,
    pub(super) times: Times,
}

/// How far the words of a part may stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wide {
    /// Not at all.
    No,
    /// A kind may be a word of the text: "open" is a kind, and a door.
    Kinds,
    /// So may a time: "morning" is one, and a word of names.
    Times,
}

impl Search {
    /// The expressions, the best matches first. A meeting of a later one may be of an earlier too.
    pub(super) fn stages(&self, clocks: &Clocks) -> Vec<Stage> {
        let group = facet(&[group_token(self.group)]);
        let parts = || self.understood.parts.iter().zip(&self.needles);
        let stage = |mut clauses: Vec<String>, times: &Times| {
            let free = (!clauses.is_empty()).then(|| clauses.join(" AND "));
            clauses.push(clocks.candidates(&self.asker, times).unwrap_or_else(|| group.clone()));
            Stage { wanted: clauses.join(" AND "), free, times: times.clone() }
        };
        let all = |column: &str, wide: Wide| -> Vec<String> {
            parts()
                .filter_map(|(part, needle)| clause(part, needle.as_ref(), column, wide))
                .collect()
        };
        let exact = Times::of(&self.asker, parts().map(|(part, _)| &part.want));
        // Without times that may be words of a name.
        let firm = parts().filter(|(part, _)| part.words.is_empty()).map(|(part, _)| &part.want);
        let firm = Times::of(&self.asker, firm);
        let words = self.needles.iter().flatten().count();
        let wide = parts().any(|(part, _)| !part.words.is_empty());
        let mut stages = Vec::new();
        if self.understood.phrase.len() > 1 && (words > 0 || wide) {
            // The whole text as a name. What can only be meant as a filter still holds.
            let strict = parts().filter(|(part, needle)| needle.is_none() && part.words.is_empty());
            let mut clauses = vec![format!("name : {}", phrase(&self.understood.phrase))];
            clauses.extend(strict.filter_map(|(part, _)| clause(part, None, TEXT, Wide::No)));
            stages.push(stage(clauses, &firm));
        }
        if words > 1 {
            let free: Vec<String> =
                parts().filter_map(|(part, needle)| first(part, needle.as_ref())).collect();
            let mut clauses = vec![format!("name : {}", phrase(&free))];
            clauses.extend(all("name", Wide::No));
            stages.push(stage(clauses, &exact));
        }
        if words > 0 {
            stages.push(stage(all("name", Wide::No), &exact));
            stages.push(stage(all("{name place}", Wide::No), &exact));
        }
        stages.push(stage(all(TEXT, Wide::No), &exact));
        if wide {
            stages.push(stage(all(TEXT, Wide::Kinds), &exact));
        }
        if firm != exact {
            stages.push(stage(all(TEXT, Wide::Times), &firm));
        }
        stages
    }

    /// The same without corrections.
    pub(super) fn without_corrections(mut self) -> Self {
        self.corrected.clear();
        self
    }

    /// The same without one part.
    pub(super) fn without(&self, place: usize) -> Self {
        let mut less = self.clone();
        if place < less.understood.parts.len() {
            less.understood.parts.remove(place);
            less.needles.remove(place);
        }
        less.understood.phrase.clear();
        less
    }
}

/// Whether a word stands anywhere in a group's meetings, as an expression.
pub(super) fn occurs(group: GroupId, needle: &Needle, place: bool) -> String {
    let column = if place { "place" } else { TEXT };
    format!("{column} : {} AND {}", needle.expression(), facet(&[group_token(group)]))
}

fn group_token(group: GroupId) -> String {
    format!("g{}", group.0)
}

/// What a part asks of the text and of the facets; nothing for a time, which the stage has.
fn clause(part: &Part, needle: Option<&Needle>, column: &str, wide: Wide) -> Option<String> {
    let strict = match &part.want {
        Want::Days(_) | Want::Hours(_) | Want::Near(_) => {
            return (wide == Wide::Times).then(|| text(part)).flatten();
        }
        Want::Kind(labels) => {
            facet(&labels.iter().map(|label| types::token(label)).collect::<Vec<_>>())
        }
        Want::How(how) => facet(&[match how {
            How::InPerson => "ainperson".to_owned(),
            How::Online => "aonline".to_owned(),
            How::Hybrid => "ahybrid".to_owned(),
        }]),
        Want::Word { word, place } => {
            let column = if *place { "place" } else { column };
            let word = Needle::Words(vec![word.clone()]);
            return Some(format!("{column} : {}", needle.unwrap_or(&word).expression()));
        }
    };
    match text(part).filter(|_| wide != Wide::No) {
        Some(text) => Some(format!("({strict} OR {text})")),
        None => Some(strict),
    }
}

/// The words of a part, somewhere in the text.
fn text(part: &Part) -> Option<String> {
    let words = part.words.iter().map(|word| format!("{TEXT} : {}", beginning(word).expression()));
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("({})", words.join(" AND ")))
}

/// A needle that finds words that begin so; short beginnings find too much to be of use.
pub(super) fn beginning(word: &str) -> Needle {
    if word.len() < 3 {
        Needle::Words(vec![word.to_owned()])
    } else {
        Needle::Beginning(word.to_owned())
    }
}

/// The word of a part, corrected.
fn first(part: &Part, needle: Option<&Needle>) -> Option<String> {
    match (&part.want, needle?) {
        (_, Needle::Words(words)) if words.len() == 1 => words.first().cloned(),
        (Want::Word { word, .. }, _) => Some(word.clone()),
        _ => None,
    }
}

impl Needle {
    fn expression(&self) -> String {
        match self {
            Self::Words(words) => any(words),
            Self::Beginning(word) => format!("({} *)", quoted(word)),
        }
    }
}

/// An expression for meetings that have one of some tokens.
pub(super) fn facet(tokens: &[String]) -> String {
    format!("facets : {}", any(tokens))
}

fn any(tokens: &[String]) -> String {
    let tokens: Vec<String> = tokens.iter().map(|token| quoted(token)).collect();
    format!("({})", tokens.join(" OR "))
}

fn phrase(words: &[String]) -> String {
    quoted(&words.join(" "))
}

fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    format!("\"{plain}\"")
}
