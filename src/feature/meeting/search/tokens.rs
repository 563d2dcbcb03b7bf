//! The tokens of a meeting: everything that it can be found by, but for its times.

use super::index::correctable;
use super::postings::{self, Column};
use crate::feature::find::fold;
use crate::feed::{Attendance, Listing};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

/// The most words of notes that are searched.
const MOST_NOTES: usize = 200;

/// What the search takes of a listing. Links, numbers and passcodes are not searched.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Listed {
    program: String,
    types: Vec<String>,
    attendance: Option<Attendance>,
    location: Option<String>,
    address: Option<String>,
    regions: Vec<String>,
    notes: Option<String>,
    group: Option<String>,
}

/// The same, of a listing that was read or of one that is kept.
struct Said<'a> {
    program: &'a str,
    types: &'a [String],
    attendance: Attendance,
    places: Vec<&'a str>,
    notes: Vec<&'a str>,
}

/// Makes tokens.
#[derive(Default)]
pub(in crate::feature::meeting) struct Maker {
    /// The tokens of codes, by their fellowship.
    kinds: HashMap<String, HashMap<String, Option<String>>>,
}

impl Maker {
    /// Those of a listing, each once, with spaces between.
    pub(in crate::feature::meeting) fn of(&mut self, name: &str, listing: &Listing) -> String {
        let (location, address) = (listing.location.as_deref(), listing.address.as_deref());
        let said = Said {
            program: &listing.program,
            types: &listing.types,
            attendance: listing.attendance,
            places: places(listing.attendance, location, address, &listing.regions),
            notes: [&listing.group, &listing.notes].into_iter().flatten().map(|t| &**t).collect(),
        };
        self.make(name, &said)
    }

    /// Those of a listing that is kept.
    pub(super) fn kept(&mut self, name: &str, listed: &Listed) -> String {
        let attendance = listed.attendance.unwrap_or(Attendance::Inactive);
        let (location, address) = (listed.location.as_deref(), listed.address.as_deref());
        let said = Said {
            program: &listed.program,
            types: &listed.types,
            attendance,
            places: places(attendance, location, address, &listed.regions),
            notes: [&listed.group, &listed.notes].into_iter().flatten().map(|t| &**t).collect(),
        };
        self.make(name, &said)
    }

    fn make(&mut self, name: &str, said: &Said<'_>) -> String {
        let mut tokens = BTreeSet::new();
        let words = fold(name);
        tokens.extend(postings::pairs(&words));
        tokens.extend(words.iter().map(|word| Column::Name.token(word)));
        let places = said.places.iter().flat_map(|text| fold(text));
        tokens.extend(places.map(|word| Column::Place.token(&word)));
        let notes = said.notes.iter().flat_map(|text| fold(text)).take(MOST_NOTES);
        tokens.extend(notes.map(|word| Column::Notes.token(&word)));
        tokens.extend(ways(said.attendance).iter().map(|way| (*way).to_owned()));
        for code in said.types {
            tokens.extend(self.kind(said.program, code));
        }
        tokens.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn kind(&mut self, program: &str, code: &str) -> Option<String> {
        if let Some(known) = self.kinds.get(program).and_then(|codes| codes.get(code)) {
            return known.clone();
        }
        let token = crate::feed::types::label(program, code).map(postings::kind);
        let codes = self.kinds.entry(program.to_owned()).or_default();
        codes.insert(code.to_owned(), token.clone());
        token
    }
}

fn places<'a>(
    attendance: Attendance,
    location: Option<&'a str>,
    address: Option<&'a str>,
    regions: &'a [String],
) -> Vec<&'a str> {
    let here = matches!(attendance, Attendance::InPerson | Attendance::Hybrid);
    let at = [location, address].into_iter().flatten().filter(|_| here);
    at.chain(regions.iter().map(String::as_str)).collect()
}

/// The token of a way to attend, and of what can be attended so.
pub(super) const IN_PERSON: &str = "winperson";
/// See [`IN_PERSON`].
pub(super) const ONLINE: &str = "wonline";
/// See [`IN_PERSON`].
pub(super) const HYBRID: &str = "whybrid";

fn ways(attendance: Attendance) -> &'static [&'static str] {
    match attendance {
        Attendance::InPerson => &[IN_PERSON],
        Attendance::Hybrid => &[IN_PERSON, ONLINE, HYBRID],
        Attendance::Online => &[ONLINE],
        Attendance::Inactive => &[],
    }
}

/// The words of some tokens that are kept for corrections.
pub(super) fn words(tokens: &str) -> impl Iterator<Item = &str> {
    tokens.split(' ').filter_map(postings::word).filter(|word| correctable(word))
}
