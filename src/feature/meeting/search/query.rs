//! A search as sets of meetings, from the strictest to the widest.

use super::hours::{Asker, Times};
use super::postings::{self, Column, Postings, all};
use super::timetable::Timetable;
use super::tokens::{HYBRID, IN_PERSON, ONLINE};
use super::understand::{How, Part, Understood, Want};
use crate::ids::MeetingId;
use jiff::civil::Date;
use roaring::RoaringBitmap;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A word as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needle {
    /// This word.
    Word(String),
    /// Words that begin so.
    Beginning(String),
}

/// A search that is ready: what was understood, with a needle for each part that is a word, and what
/// the store has of it.
#[derive(Debug, Clone)]
pub(super) struct Search {
    pub(super) asker: Asker,
    pub(super) understood: Understood,
    /// For each part; none where it is not a word.
    pub(super) needles: Vec<Option<Needle>>,
    /// Words that were typed, and what is looked for instead.
    pub(super) corrected: Vec<(String, String)>,
    /// The meetings that have what is looked for.
    pub(super) postings: Arc<Postings>,
    /// When the group's meetings are.
    pub(super) table: Arc<Timetable>,
    /// The dates on which meetings do not take place.
    pub(super) off: Arc<HashMap<MeetingId, BTreeSet<Date>>>,
}

/// One set of a search, and the times that its meetings must be at.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    look: Look,
    pub(super) times: Times,
}

/// What the meetings of a set have.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// The whole text as a name. What can only be meant as a filter still holds.
    Title,
    /// The words behind each other in the name, and everything else.
    Row,
    /// Every part.
    Parts(&'static [Column], Wide),
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

/// What has to be read for a search.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// These tokens.
    pub(super) tokens: BTreeSet<String>,
    /// Those that begin so.
    pub(super) beginnings: BTreeSet<String>,
}

impl Search {
    /// The sets, the best matches first. A meeting of a later one may be of an earlier too.
    pub(super) fn stages(&self) -> Vec<Stage> {
        let parts = || self.understood.parts.iter();
        let exact = Times::of(&self.asker, parts().map(|part| &part.want));
        // Without times that may be words of a name.
        let firm = parts().filter(|part| part.words.is_empty()).map(|part| &part.want);
        let firm = Times::of(&self.asker, firm);
        let words = self.needles.iter().flatten().count();
        let wide = parts().any(|part| !part.words.is_empty());
        let mut stages = Vec::new();
        let mut stage = |look, times: &Times| stages.push(Stage { look, times: times.clone() });
        if self.understood.phrase.len() > 1 && (words > 0 || wide) {
            stage(Look::Title, &firm);
        }
        if words > 1 {
            stage(Look::Row, &exact);
        }
        if words > 0 {
            stage(Look::Parts(&[Column::Name], Wide::No), &exact);
            stage(Look::Parts(&[Column::Name, Column::Place], Wide::No), &exact);
        }
        stage(Look::Parts(Column::ALL, Wide::No), &exact);
        if wide {
            stage(Look::Parts(Column::ALL, Wide::Kinds), &exact);
        }
        if firm != exact {
            stage(Look::Parts(Column::ALL, Wide::Times), &firm);
        }
        stages
    }

    /// The meetings of a set, at whatever time.
    pub(super) fn wanted(&self, stage: &Stage) -> RoaringBitmap {
        let parts = || self.understood.parts.iter().zip(&self.needles);
        let every = |columns: &[Column], wide: Wide| -> Vec<RoaringBitmap> {
            let each = parts();
            each.filter_map(|(part, needle)| self.clause(part, needle.as_ref(), columns, wide))
                .collect()
        };
        let clauses = match stage.look {
            Look::Title => {
                let filters =
                    parts().filter(|(part, needle)| needle.is_none() && part.words.is_empty());
                let mut clauses = vec![self.postings.phrase(&self.understood.phrase)];
                clauses.extend(
                    filters.filter_map(|(part, _)| self.clause(part, None, Column::ALL, Wide::No)),
                );
                clauses
            }
            Look::Row => {
                let mut clauses = vec![self.postings.phrase(&self.words())];
                clauses.extend(every(&[Column::Name], Wide::No));
                clauses
            }
            Look::Parts(columns, wide) => every(columns, wide),
        };
        if clauses.is_empty() { self.table.all.clone() } else { all(clauses) }
    }

    /// The words, corrected.
    fn words(&self) -> Vec<String> {
        let parts = self.understood.parts.iter().zip(&self.needles);
        parts.filter_map(|(part, needle)| first(part, needle.as_ref())).collect()
    }

    /// What has to be read. Words that are corrected later are read then.
    pub(super) fn reads(&self) -> Reads {
        let mut reads = Reads::default();
        reads.tokens.extend(postings::pairs(&self.understood.phrase));
        reads.tokens.extend(postings::pairs(&self.words()));
        for (part, needle) in self.understood.parts.iter().zip(&self.needles) {
            match &part.want {
                Want::Kind(labels) => {
                    reads.tokens.extend(labels.iter().map(|label| postings::kind(label)));
                }
                Want::How(how) => drop(reads.tokens.insert(way(*how).to_owned())),
                _ => {}
            }
            let words = part.words.iter().map(|word| beginning(word));
            for needle in needle.iter().cloned().chain(words) {
                reads.add(&needle);
            }
        }
        reads
    }

    /// What a part asks of the text and of the kinds; nothing for a time, which the stage has.
    fn clause(
        &self,
        part: &Part,
        needle: Option<&Needle>,
        columns: &[Column],
        wide: Wide,
    ) -> Option<RoaringBitmap> {
        let strict = match &part.want {
            Want::Days(_) | Want::Hours(_) | Want::Near(_) => {
                return (wide == Wide::Times).then(|| self.text(part)).flatten();
            }
            Want::Kind(labels) => {
                let tokens: Vec<String> =
                    labels.iter().map(|label| postings::kind(label)).collect();
                self.postings.any(&tokens)
            }
            Want::How(how) => self.postings.of(way(*how)),
            Want::Word { place, .. } => {
                let columns = if *place { &[Column::Place] } else { columns };
                return Some(
                    needle.map(|one| one.meetings(&self.postings, columns)).unwrap_or_default(),
                );
            }
        };
        match self.text(part).filter(|_| wide != Wide::No) {
            Some(text) => Some(strict | text),
            None => Some(strict),
        }
    }

    /// The words of a part, somewhere in the text.
    fn text(&self, part: &Part) -> Option<RoaringBitmap> {
        let words = part.words.iter();
        let words = words.map(|word| beginning(word).meetings(&self.postings, Column::ALL));
        let words: Vec<RoaringBitmap> = words.collect();
        (!words.is_empty()).then(|| all(words))
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

fn way(how: How) -> &'static str {
    match how {
        How::InPerson => IN_PERSON,
        How::Online => ONLINE,
        How::Hybrid => HYBRID,
    }
}

/// A needle that finds words that begin so; short beginnings find too much to be of use.
pub(super) fn beginning(word: &str) -> Needle {
    if word.len() < 3 { Needle::Word(word.to_owned()) } else { Needle::Beginning(word.to_owned()) }
}

/// The word of a part, corrected.
fn first(part: &Part, needle: Option<&Needle>) -> Option<String> {
    match (&part.want, needle?) {
        (_, Needle::Word(word)) | (Want::Word { word, .. }, _) => Some(word.clone()),
        _ => None,
    }
}

impl Needle {
    /// The meetings that have it in one of some columns.
    pub(super) fn meetings(&self, postings: &Postings, columns: &[Column]) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for column in columns {
            found |= match self {
                Self::Word(word) => postings.of(&column.token(word)),
                Self::Beginning(word) => postings.beginning(&column.token(word)),
            };
        }
        found
    }
}

impl Reads {
    /// These tokens.
    pub(super) fn of(tokens: impl IntoIterator<Item = String>) -> Self {
        Self { tokens: tokens.into_iter().collect(), beginnings: BTreeSet::new() }
    }

    /// With what a needle needs.
    pub(super) fn add(&mut self, needle: &Needle) {
        let (list, word) = match needle {
            Needle::Word(word) => (&mut self.tokens, word),
            Needle::Beginning(word) => (&mut self.beginnings, word),
        };
        list.extend(Column::ALL.iter().map(|column| column.token(word)));
    }
}
