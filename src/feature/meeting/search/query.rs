//! A search as expressions of the full-text index, from the strictest to the widest.
//!
//! Every token is folded letters and digits between quotes, so no text becomes syntax.

use super::index;
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
    pub(super) understood: Understood,
    /// For each part; none where it is not a word.
    pub(super) needles: Vec<Option<Needle>>,
    /// Words that were typed, and what is looked for instead.
    pub(super) corrected: Vec<(String, String)>,
}

const TEXT: &str = "{name place notes}";

impl Search {
    /// The expressions, the best matches first. A meeting of a later one may be of an earlier too.
    pub(super) fn stages(&self) -> Vec<String> {
        let group = facet(&[group_token(self.group)]);
        let parts = || self.understood.parts.iter().zip(&self.needles);
        let all = |column: &str, wide: bool| {
            let mut clauses: Vec<String> =
                parts().map(|(part, needle)| clause(part, needle.as_ref(), column, wide)).collect();
            clauses.push(group.clone());
            clauses.join(" AND ")
        };
        let words = self.needles.iter().flatten().count();
        let wide = parts().any(|(part, _)| !part.words.is_empty());
        let mut stages = Vec::new();
        if self.understood.phrase.len() > 1 && (words > 0 || wide) {
            // The whole text as a name. What can only be meant as a filter still holds.
            let strict = parts().filter(|(part, needle)| needle.is_none() && part.words.is_empty());
            let mut clauses = vec![format!("name : {}", phrase(&self.understood.phrase))];
            clauses.extend(strict.map(|(part, _)| clause(part, None, TEXT, false)));
            clauses.push(group.clone());
            stages.push(clauses.join(" AND "));
        }
        if words > 1 {
            let free: Vec<String> =
                parts().filter_map(|(part, needle)| first(part, needle.as_ref())).collect();
            stages.push(format!("name : {} AND {}", phrase(&free), all("name", false)));
        }
        if words > 0 {
            stages.push(all("name", false));
            stages.push(all("{name place}", false));
        }
        stages.push(all(TEXT, false));
        if wide {
            stages.push(all(TEXT, true));
        }
        stages
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

fn clause(part: &Part, needle: Option<&Needle>, column: &str, wide: bool) -> String {
    let strict = match &part.want {
        Want::Days(days) => facet(&days.iter().map(|day| index::day(*day)).collect::<Vec<_>>()),
        Want::Hours(hours) => {
            let hours = (0..24_i64).filter(|hour| hours & (1_u32 << hour) != 0);
            facet(&hours.map(index::hour).collect::<Vec<_>>())
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
            return format!("{column} : {}", needle.unwrap_or(&word).expression());
        }
    };
    if !wide || part.words.is_empty() {
        return strict;
    }
    let words = part.words.iter().map(|word| format!("{TEXT} : {}", beginning(word).expression()));
    format!("({strict} OR ({}))", words.collect::<Vec<_>>().join(" AND "))
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

fn facet(tokens: &[String]) -> String {
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
