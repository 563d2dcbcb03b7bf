//! A resource and what makes one whole.

use super::channel::{BadChannel, Channel, Kind, address};
use super::checked::{Checked, Freshness};
use super::country::{ANYWHERE, Country};
use super::topic::Topic;
use jiff::civil::Date;
use serde::Deserialize;

/// How well a resource is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Confidence {
    /// Seen on a copy of an official page.
    A,
    /// From a reputable second-hand source, or entered by a group's own organizers.
    B,
    /// Sources disagree, are old, or nobody confirmed it: shown with a word of caution.
    C,
}

/// Somebody to turn to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// A short name for commands: lower case letters, digits and dashes.
    pub slug: String,
    /// Two letters, or `XX` for anywhere.
    pub country: String,
    /// Its own name.
    pub name: String,
    /// What it is for, the most fitting first. Never empty.
    pub topics: Vec<Topic>,
    /// How to reach it, the best way first. Never empty.
    pub channels: Vec<Channel>,
    /// When it answers, as text: `24/7`. Empty when not known.
    pub hours: String,
    /// In which languages, as text: `English`. Empty when not known.
    pub languages: Vec<String>,
    /// Its page.
    pub url: Option<String>,
    /// Where these facts come from.
    pub source: String,
    /// When they were last checked.
    pub checked: Checked,
    /// How well they are known.
    pub confidence: Confidence,
    /// Somebody knew at the release that the check was old. Only for shipped resources.
    pub stale_at_release: bool,
    /// What else one should know, for everybody to read.
    pub notes: Option<String>,
}

/// What is wrong with a resource.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadResource {
    /// Not lower case letters, digits and single dashes, or longer than 48 bytes.
    #[error("not a short name: {0}")]
    Slug(String),
    /// Not two letters of a country, nor `XX`.
    #[error("not a country: {0}")]
    Country(String),
    /// No name.
    #[error("there is no name")]
    NoName,
    /// No topic.
    #[error("there is no topic")]
    NoTopic,
    /// No way to reach it.
    #[error("there is no way to reach it")]
    NoChannel,
    /// Nobody says where the facts come from.
    #[error("there is no source")]
    NoSource,
    /// A number in international form where the country is known.
    #[error("write it as it is typed inside the country: {0}")]
    International(String),
    /// A channel that cannot be used.
    #[error(transparent)]
    Channel(#[from] BadChannel),
}

impl Resource {
    /// Checks that nothing is missing, and that numbers are as typed inside the country.
    pub fn validated(self) -> Result<Self, BadResource> {
        let whole = !self.slug.is_empty()
            && self.slug.len() <= 48
            && self.slug.split('-').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        if !whole {
            return Err(BadResource::Slug(self.slug));
        }
        if self.country != ANYWHERE
            && Country::by_code(&self.country).is_none_or(|c| c.code() != self.country)
        {
            return Err(BadResource::Country(self.country));
        }
        if self.name.trim().is_empty() {
            return Err(BadResource::NoName);
        }
        if self.topics.is_empty() {
            return Err(BadResource::NoTopic);
        }
        if self.channels.is_empty() {
            return Err(BadResource::NoChannel);
        }
        if self.source.trim().is_empty() {
            return Err(BadResource::NoSource);
        }
        if let Some(url) = &self.url {
            address(url)?;
        }
        // WhatsApp knows people by international numbers only.
        let abroad =
            |channel: &&Channel| channel.is_international() && channel.kind() != Kind::Whatsapp;
        if self.country != ANYWHERE
            && let Some(channel) = self.channels.iter().find(abroad)
        {
            return Err(BadResource::International(channel.value().to_owned()));
        }
        Ok(self)
    }

    /// Whether it can be shown on this day.
    ///
    /// Two rules beside those of [`Checked::freshness`]: emergency numbers are set by law and change
    /// once in a generation, so age flags them but never hides them; and what is both undated and
    /// of confidence C nobody has ever confirmed, so it is hidden until somebody does.
    pub fn freshness(&self, today: Date) -> Freshness {
        let by_age = self.checked.freshness(today);
        if self.is_emergency() {
            by_age.min(Freshness::Flagged)
        } else if self.checked == Checked::Undated && self.confidence == Confidence::C {
            Freshness::Hidden
        } else {
            by_age
        }
    }

    /// Whether members may see it on this day.
    pub fn is_shown(&self, today: Date) -> bool {
        self.freshness(today) != Freshness::Hidden
    }

    /// Whether it is an emergency number.
    pub fn is_emergency(&self) -> bool {
        self.topics.contains(&Topic::Emergency)
    }

    /// Whether it is about using more safely, which a community may want to leave out of its lists.
    pub fn is_harm_reduction(&self) -> bool {
        self.topics.contains(&Topic::HarmReduction)
    }

    /// Whether it is for this country or for anywhere.
    pub fn serves(&self, country: &str) -> bool {
        self.country == ANYWHERE || self.country.eq_ignore_ascii_case(country)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;

    /// A resource as a group would add it.
    pub(crate) fn warm_line() -> Resource {
        Resource {
            slug: "warm-line".into(),
            country: "IE".into(),
            name: "Quay Street Warm Line".into(),
            topics: vec![Topic::MentalHealth],
            channels: vec![Channel::new(Kind::Call, "01 555 0100", None, None).expect("a channel")],
            hours: "Mon–Fri 18:00–22:00".into(),
            languages: vec!["English".into(), "Irish".into()],
            url: Some("https://warm.example/".into()),
            source: "its own leaflet".into(),
            checked: "2026-10".parse().expect("a date"),
            confidence: Confidence::B,
            stale_at_release: false,
            notes: None,
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(warm_line().validated().is_ok());
        type Spoil = fn(&mut Resource);
        let table: [(BadResource, Spoil); 8] = [
            (BadResource::Slug("Warm Line".into()), |r| {
                r.slug = "Warm Line".into();
            }),
            (BadResource::Country("ie".into()), |r| {
                r.country = "ie".into();
            }),
            (BadResource::NoName, |r| r.name = " ".into()),
            (BadResource::NoTopic, |r| r.topics.clear()),
            (BadResource::NoChannel, |r| r.channels.clear()),
            (BadResource::NoSource, |r| r.source.clear()),
            (BadResource::International("+353 1 555 0100".into()), |r| {
                r.channels = vec![
                    Channel::new(Kind::Call, "+353 1 555 0100", None, None).expect("a channel"),
                ];
            }),
            (BadResource::Channel(BadChannel::Address("warm".into())), |r| {
                r.url = Some("warm".into());
            }),
        ];
        for (expected, spoil) in table {
            let mut resource = warm_line();
            spoil(&mut resource);
            assert_eq!(resource.validated(), Err(expected));
        }
    }

    #[test]
    fn age_hides_all_but_emergency_numbers() {
        let late = date(2030, 1, 1);
        let mut resource = warm_line();
        assert_eq!(resource.freshness(date(2026, 11, 22)), Freshness::Fresh);
        assert_eq!(resource.freshness(late), Freshness::Hidden);
        resource.topics = vec![Topic::Emergency];
        assert_eq!(resource.freshness(late), Freshness::Flagged);
    }

    #[test]
    fn what_nobody_ever_confirmed_is_hidden() {
        let mut resource = warm_line();
        resource.checked = Checked::Undated;
        assert_eq!(resource.freshness(date(2026, 11, 22)), Freshness::Flagged);
        resource.confidence = Confidence::C;
        assert_eq!(resource.freshness(date(2026, 11, 22)), Freshness::Hidden);
    }
}
