//! The resources that ship with the bot, from `registry.toml`.

use super::channel::Channel;
use super::checked::{Checked, Freshness};
use super::model::{BadResource, Confidence, Resource};
use super::search;
use super::topic::Topic;
use crate::chat::platform::Suggestion;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A list of resources with the day of its release.
#[derive(Debug, Clone)]
pub struct Registry {
    released: Date,
    resources: Vec<Resource>,
}

/// Why a registry cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BadRegistry {
    /// Not the form of a registry.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// The day of the release is no day.
    #[error("not a day of release: {0}")]
    Released(String),
    /// A row is not whole.
    #[error("{slug}: {error}")]
    Row {
        /// Which row.
        slug: String,
        /// What is wrong.
        error: BadResource,
    },
    /// Two rows have one slug.
    #[error("{0} is there twice")]
    Twice(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    released: String,
    resource: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    slug: String,
    country: Option<String>,
    #[serde(default)]
    countries: Vec<String>,
    name: String,
    topics: Vec<Topic>,
    channels: Vec<Channel>,
    hours: String,
    languages: Vec<String>,
    url: Option<String>,
    source: String,
    checked: Checked,
    confidence: Confidence,
    #[serde(default)]
    stale_at_release: bool,
    notes: Option<String>,
}

static SHIPPED: LazyLock<Registry> = LazyLock::new(|| {
    // A test reads the same text, so this does not fail. If it did, crisis help would still answer
    // with the local emergency number, which a panic would not.
    Registry::parse(include_str!("registry.toml")).unwrap_or_else(|error| {
        tracing::error!(%error, "the shipped resources cannot be read");
        Registry { released: Date::default(), resources: Vec::new() }
    })
});

impl Registry {
    /// What ships with this release.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads and checks a registry in TOML.
    pub fn parse(text: &str) -> Result<Self, BadRegistry> {
        let raw: Raw = toml::from_str(text)?;
        let released = raw.released.parse().map_err(|_| BadRegistry::Released(raw.released))?;
        let mut resources: Vec<Resource> = Vec::new();
        for row in raw.resource {
            for resource in row.expand() {
                let slug = resource.slug.clone();
                let resource = resource
                    .validated()
                    .map_err(|error| BadRegistry::Row { slug: slug.clone(), error })?;
                if resources.iter().any(|known| known.slug == slug) {
                    return Err(BadRegistry::Twice(slug));
                }
                resources.push(resource);
            }
        }
        Ok(Self { released, resources })
    }

    /// The day of the release.
    pub fn released(&self) -> Date {
        self.released
    }

    /// Every resource, hidden ones too; ask [`Resource::is_shown`] before showing one.
    pub fn all(&self) -> &[Resource] {
        &self.resources
    }

    /// The resource with this slug, hidden or not.
    pub fn by_slug(&self, slug: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.slug.eq_ignore_ascii_case(slug.trim()))
    }

    /// The resources of a country in registry order, then those for anywhere; hidden ones too.
    pub fn for_country(&self, country: &str) -> Vec<&Resource> {
        let (own, anywhere): (Vec<&Resource>, Vec<&Resource>) = self
            .resources
            .iter()
            .filter(|resource| resource.serves(country))
            .partition(|resource| resource.country.eq_ignore_ascii_case(country));
        own.into_iter().chain(anywhere).collect()
    }

    /// Those that are shown on a day, for completion: of a country first, then of any, then of others.
    pub fn suggestions(&self, country: &str, today: Date) -> Vec<Suggestion> {
        let near = |row: &Resource| match row.country.eq_ignore_ascii_case(country) {
            true => 0,
            false => 1 + i32::from(!row.serves(country)),
        };
        let mut rows: Vec<&Resource> = self
            .resources
            .iter()
            .filter(|row| row.is_shown(today) && !row.is_emergency())
            .collect();
        rows.sort_by_key(|row| near(row));
        rows.into_iter()
            .map(|row| Suggestion { value: row.slug.clone(), shown: Some(row.name.clone()) })
            .collect()
    }

    /// The emergency numbers of a country.
    pub fn emergency(&self, country: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| {
            resource.is_emergency() && resource.country.eq_ignore_ascii_case(country)
        })
    }

    /// What a text may mean, best match first and those of `home` before others; hidden ones too.
    pub fn search(&self, text: &str, home: Option<&str>) -> Vec<&Resource> {
        search::rank(&self.resources, text, home)
    }

    /// The topics that have resources visible on this day, in the order of [`Topic::ALL`], and how many.
    pub fn topics(&self, today: Date) -> Vec<(Topic, usize)> {
        let mut counts: BTreeMap<Topic, usize> = BTreeMap::new();
        for resource in self.resources.iter().filter(|resource| resource.is_shown(today)) {
            for topic in &resource.topics {
                *counts.entry(*topic).or_default() += 1;
            }
        }
        counts.into_iter().collect()
    }

    /// The flagged and hidden resources of a day by slug, in registry order.
    pub fn check(&self, today: Date) -> Vec<(&str, Freshness)> {
        self.resources
            .iter()
            .map(|resource| (resource.slug.as_str(), resource.freshness(today)))
            .filter(|(_, freshness)| *freshness != Freshness::Fresh)
            .collect()
    }
}

impl Row {
    /// One resource for each country of the row.
    fn expand(self) -> Vec<Resource> {
        let single = self.country.as_ref().map(|country| (self.slug.clone(), country.clone()));
        let many = self.countries.iter().map(|country| {
            (format!("{}-{}", country.to_ascii_lowercase(), self.slug), country.clone())
        });
        single
            .into_iter()
            .chain(many)
            .map(|(slug, country)| Resource {
                slug,
                country,
                name: self.name.clone(),
                topics: self.topics.clone(),
                channels: self.channels.clone(),
                hours: self.hours.clone(),
                languages: self.languages.clone(),
                url: self.url.clone(),
                source: self.source.clone(),
                checked: self.checked,
                confidence: self.confidence,
                stale_at_release: self.stale_at_release,
                notes: self.notes.clone(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::resource::channel::Kind;
    use jiff::civil::date;

    fn shipped() -> Registry {
        Registry::parse(include_str!("registry.toml")).expect("the shipped registry is whole")
    }

    #[test]
    fn every_shipped_row_says_where_it_comes_from_and_is_not_secretly_old() {
        let registry = shipped();
        assert!(registry.all().len() >= 54);
        for row in registry.all() {
            let slug = &row.slug;
            assert!(!row.source.trim().is_empty(), "{slug} has no source");
            assert!(
                row.url.as_ref().is_some_and(|url| url.starts_with("https://")),
                "{slug} has no page"
            );
            assert!(!row.hours.is_empty(), "{slug} does not say when it answers");
            let aged = row.checked.freshness(registry.released()) != Freshness::Fresh;
            assert_eq!(aged, row.stale_at_release, "{slug}: checked {}", row.checked);
            if let Some(day) = row.checked.earliest() {
                assert!(day <= registry.released(), "{slug} was checked after the release");
            }
        }
    }

    #[test]
    fn numbers_are_as_typed_in_the_country() {
        for row in shipped().all() {
            for channel in &row.channels {
                assert!(!channel.value().starts_with('+'), "{}: {}", row.slug, channel.value());
                assert!(!channel.value().starts_with("00") || row.country == "AU", "{}", row.slug);
            }
        }
    }

    #[test]
    fn emergency_numbers_are_those_of_the_country() {
        for (country, numbers) in [
            ("US", &["911"][..]),
            ("CA", &["911"]),
            ("GB", &["999", "112"]),
            ("IE", &["112", "999"]),
            ("AU", &["000"]),
            ("NZ", &["111"]),
            ("IN", &["112"]),
            ("FR", &["15", "112"]),
            ("DE", &["112"]),
            ("PL", &["112"]),
            ("gr", &["112"]),
        ] {
            let registry = shipped();
            let row = registry.emergency(country).expect("an emergency number");
            let typed: Vec<&str> = row.channels.iter().map(Channel::value).collect();
            assert_eq!(typed, numbers, "{country}");
            assert!(row.channels.iter().all(|channel| channel.kind() == Kind::Call));
        }
        assert!(shipped().emergency("XX").is_none());
        assert!(shipped().emergency("BR").is_none(), "never guessed");
    }

    #[test]
    fn dead_and_refused_lines_are_not_listed() {
        let dead = ["18334564566", "1933", "18002738255", "01805313031", "8334564566"];
        for row in shipped().all() {
            for channel in &row.channels {
                let digits: String = channel.value().chars().filter(char::is_ascii_digit).collect();
                assert!(!dead.contains(&digits.as_str()), "{}", row.slug);
                let note = channel.note().unwrap_or("").to_lowercase();
                assert!(!note.contains("press 3"), "{}", row.slug);
            }
            assert!(!row.name.contains("Wellness Together"), "{}", row.slug);
        }
    }

    #[test]
    fn what_is_too_old_is_reported_and_not_shown() {
        let registry = shipped();
        let report = registry.check(registry.released());
        let with = |wanted| -> Vec<&str> {
            report
                .iter()
                .filter(|(_, f)| *f == wanted)
                .map(|(slug, _)| *slug)
                .filter(|s| !s.contains("-emergency"))
                .collect()
        };
        assert_eq!(
            with(Freshness::Hidden),
            [
                "us-veterans",
                "gb-drinkline",
                "gb-aa",
                "au-counselling-online",
                "de-sucht",
                "fr-drogues",
                "fr-alcool"
            ]
        );
        assert_eq!(with(Freshness::Flagged), ["us-poison", "au-fds", "in-deaddiction"]);
        assert!(registry.check(date(2029, 1, 1)).len() > report.len());
    }

    #[test]
    fn a_country_comes_before_anywhere() {
        let registry = shipped();
        let slugs: Vec<&str> = registry.for_country("ie").iter().map(|r| r.slug.as_str()).collect();
        assert_eq!(
            slugs,
            ["ie-emergency", "ie-samaritans", "ie-text", "ie-hse", "int-findahelpline"]
        );
        assert_eq!(registry.for_country("BR").len(), 1);
        assert_eq!(registry.by_slug("US-988").map(|r| r.slug.as_str()), Some("us-988"));
        let topics = registry.topics(registry.released());
        assert!(
            topics.iter().any(|(topic, count)| *topic == Topic::Gambling && *count == 4),
            "{topics:?}"
        );
    }

    #[test]
    fn rows_that_are_not_whole_are_refused() {
        let row = |change: (&str, &str)| {
            let text = r#"released = "2026-11-22"
[[resource]]
slug = "ie-line"
country = "IE"
name = "Line"
topics = ["crisis"]
channels = [{ kind = "call", value = "116 123" }]
hours = "24/7"
languages = []
source = "a leaflet"
checked = "2026-10"
confidence = "B"
"#;
            assert!(text.contains(change.0));
            Registry::parse(&text.replace(change.0, change.1))
        };
        assert!(row(("Line", "Line")).is_ok());
        for change in [
            ("source = \"a leaflet\"\n", ""),
            ("a leaflet", ""),
            ("116 123", "+116123"),
            ("116 123", "+353 1 555 0100"),
            ("IE", "ZZ"),
            ("2026-10", "recently"),
            ("2026-11-22", "soon"),
            ("crisis", "crisps"),
            ("hours", "ours"),
        ] {
            assert!(row(change).is_err(), "{change:?}");
        }
    }
}
