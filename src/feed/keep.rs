//! The reading as it grows: slugs, zones, and the account of every record.

use std::collections::HashMap;

use super::field::Notes;
use super::slug::{self, Slugs};
use super::warning::{Skip, SkipReason, Warning};
use super::{Kind, Listing, ReadOptions, Reading, WarningKind, Weekly, zone};

/// Collects what comes out of a feed.
pub(crate) struct Keep<'a> {
    pub(crate) options: &'a ReadOptions,
    /// The fellowship, as an id where it is known.
    pub(crate) program: String,
    /// The feed's zone.
    pub(crate) zone: Option<String>,
    pub(crate) kind: Kind,
    /// How many records were seen.
    pub(crate) read: usize,
    meetings: Vec<Listing>,
    skipped: Vec<Skip>,
    about_feed: Vec<WarningKind>,
    warnings: Vec<Warning>,
    slugs: Slugs,
    zones: HashMap<String, Option<String>>,
    /// What is kept when this one [joins](Self::join) another.
    held: Option<Vec<Held>>,
}

/// A record that was read beside others.
type Held = (usize, Listing, Vec<Weekly>, Notes);

impl<'a> Keep<'a> {
    pub(crate) fn new(options: &'a ReadOptions, zone: Option<String>) -> Self {
        let program = super::types::program_id(&options.program)
            .map_or_else(|| options.program.trim().to_lowercase(), str::to_owned);
        Self {
            options,
            program,
            zone,
            kind: Kind::Tsml,
            read: 0,
            meetings: Vec::new(),
            skipped: Vec::new(),
            about_feed: Vec::new(),
            warnings: Vec::new(),
            slugs: Slugs::default(),
            zones: HashMap::new(),
            held: None,
        }
    }

    /// One for a part of the records, which are read on a thread of their own.
    pub(crate) fn aside(&self) -> Self {
        let mut aside = Self::new(self.options, self.zone.clone());
        aside.held = Some(Vec::new());
        aside
    }

    /// Takes what was read beside. Parts join in the order of their records, so that names which
    /// repeat, and what is said of them, are as if one thread had read all.
    pub(crate) fn join(&mut self, aside: Self) {
        self.skipped.extend(aside.skipped);
        for (record, listing, times, notes) in aside.held.into_iter().flatten() {
            self.add(record, listing, &times, notes);
        }
    }

    /// Warns about the whole feed.
    pub(crate) fn warn_feed(&mut self, kind: WarningKind) {
        self.about_feed.push(kind);
    }

    /// Accounts for a record that is not kept.
    pub(crate) fn skip(&mut self, record: usize, name: &str, reason: SkipReason) {
        self.skipped.push(Skip { record, name: name.to_owned(), reason });
    }

    /// The zone that a record names, else the feed's.
    pub(crate) fn zone_of(&mut self, name: Option<&str>, notes: &mut Notes) -> Option<String> {
        let Some(name) = name else {
            return self.zone.clone();
        };
        if !self.zones.contains_key(name) {
            self.zones.insert(name.to_owned(), zone::of_calendar(name));
        }
        if let Some(Some(zone)) = self.zones.get(name) {
            Some(zone.clone())
        } else {
            notes.add(WarningKind::BadZone { value: super::text::line(name, 64).text });
            self.zone.clone()
        }
    }

    /// Keeps a record, once for each of its times; without one, as by appointment.
    /// `listing.slug` is what the record said or what was made for it; it may be unsafe.
    pub(crate) fn add(
        &mut self,
        record: usize,
        mut listing: Listing,
        times: &[Weekly],
        mut notes: Notes,
    ) {
        if let Some(held) = &mut self.held {
            return held.push((record, listing, times.to_vec(), notes));
        }
        if !slug::is_safe(&listing.slug) {
            let safe = slug::slugify(&listing.slug);
            listing.slug = if safe.is_empty() {
                format!("meeting-{}", record.saturating_add(1))
            } else {
                safe
            };
            notes.add(WarningKind::UnsafeSlug);
        }
        let wanted = listing.slug.clone();
        listing.slug = self.slugs.take(&wanted);
        if listing.slug != wanted {
            notes.add(WarningKind::RepeatedSlug { slug: wanted });
        }
        let first = self.meetings.len();
        match times {
            [] => self.meetings.push(listing),
            [time] => {
                listing.when = Some(*time);
                self.meetings.push(listing);
            }
            several => {
                for time in several {
                    let day = time.day.to_sunday_zero_offset().to_string();
                    let slug = slug::with_suffix(&listing.slug, &day);
                    self.meetings.push(Listing {
                        slug: self.slugs.take(&slug),
                        when: Some(*time),
                        ..listing.clone()
                    });
                }
            }
        }
        let Some(kept) = self.meetings.get(first) else {
            return;
        };
        self.warnings.extend(notes.kinds.into_iter().map(|kind| Warning {
            record: Some(record),
            name: kept.name.clone(),
            slug: kept.slug.clone(),
            kind,
        }));
    }

    /// The reading, with what is to be said about the whole feed first.
    pub(crate) fn finish(mut self) -> Reading {
        let timed = |meeting: &&Listing| {
            meeting.zone.is_none()
                && (meeting.when.is_some() || meeting.once.is_some() || meeting.rule.is_some())
        };
        let zoneless = self.meetings.iter().filter(timed).count();
        if zoneless > 0 {
            self.about_feed.push(WarningKind::NoZone { meetings: zoneless });
        }
        let mut warnings: Vec<Warning> = self
            .about_feed
            .into_iter()
            .map(|kind| Warning { record: None, name: String::new(), slug: String::new(), kind })
            .collect();
        warnings.append(&mut self.warnings);
        Reading {
            kind: self.kind,
            read: self.read,
            meetings: self.meetings,
            skipped: self.skipped,
            warnings,
        }
    }
}
