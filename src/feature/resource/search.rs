//! Finds resources by what people type: names, numbers, topics in their own words, places.

use super::country::Country;
use super::model::Resource;
use super::topic::Topic;
use crate::feature::find::{alike, fold};
use std::collections::BTreeMap;

/// Words that carry no meaning here, so that `I need help with my drinking` is about drinking.
const EMPTY: &[&str] = &[
    "a", "about", "am", "an", "and", "are", "at", "be", "find", "for", "from", "have", "help", "i",
    "im", "in", "is", "it", "ive", "line", "lines", "me", "my", "need", "of", "on", "or", "please",
    "some", "someone", "somebody", "that", "the", "to", "want", "who", "with", "you", "your",
];

/// More than any match elsewhere can be worth.
const AT_HOME: f64 = 20.0;

/// More words than these say nothing more, and would only cost time.
const MOST_WORDS: usize = 32;

/// The resources that a text may mean, best match first; equal ones by how well they are known, then
/// in the order given. Empty when nothing fits.
///
/// What is in `home`, two letters, comes before what fits elsewhere, unless the text itself names a
/// country: a short code of another country reaches nobody.
pub fn rank<'a>(
    resources: impl IntoIterator<Item = &'a Resource>,
    text: &str,
    home: Option<&str>,
) -> Vec<&'a Resource> {
    let query = Query::new(text, home);
    let mut found: Vec<(f64, &Resource)> = resources
        .into_iter()
        .map(|resource| (query.score(resource), resource))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.confidence.cmp(&b.1.confidence)));
    found.into_iter().map(|(_, resource)| resource).collect()
}

struct Query {
    whole: String,
    digits: String,
    words: Vec<String>,
    topics: BTreeMap<Topic, f64>,
    country: Option<Country>,
    home: Option<Country>,
}

impl Query {
    fn new(text: &str, home: Option<&str>) -> Self {
        let mut all = fold(text);
        all.truncate(MOST_WORDS);
        let topics = Topic::ALL
            .iter()
            .map(|topic| (*topic, topic.spoken_of(&all)))
            .filter(|(_, score)| *score > 0.0)
            .collect();
        let words: Vec<String> =
            all.iter().filter(|word| !EMPTY.contains(&word.as_str())).cloned().collect();
        // A code of two letters is often an everyday word (`in`, `it`), so only names count.
        let country = (0..words.len())
            .flat_map(|from| (from + 1..=words.len().min(from + 4)).map(move |to| (from, to)))
            .filter_map(|(from, to)| words.get(from..to).map(|part| part.join(" ")))
            .find_map(|part| Country::named(&part));
        Self {
            whole: all.join(" "),
            digits: text.chars().filter(char::is_ascii_digit).collect(),
            words,
            topics,
            country,
            home: home.and_then(Country::by_code).filter(|_| country.is_none()),
        }
    }

    fn score(&self, resource: &Resource) -> f64 {
        let name = fold(&resource.name);
        if self.whole == name.join(" ") || self.whole == resource.slug.replace('-', " ") {
            return 100.0;
        }
        let mut score = self.topic(resource) + self.name(&name) + self.number(resource);
        if score > 0.0 && self.home.is_some_and(|home| resource.country == home.code()) {
            score += AT_HOME;
        }
        if let Some(country) = self.country {
            // A place alone finds what is there; beside something else it only prefers.
            let here = resource.country == country.code();
            score = match (here, score > 0.0) {
                (true, true) => score + 4.0,
                (true, false) if self.topics.is_empty() => 1.0,
                _ => score,
            };
        }
        score
    }

    fn topic(&self, resource: &Resource) -> f64 {
        let places = resource.topics.len() as f64;
        resource
            .topics
            .iter()
            .enumerate()
            // What a resource names first it is for most.
            .filter_map(|(place, topic)| {
                self.topics.get(topic).map(|score| score * (3.0 - place as f64 / places))
            })
            .fold(0.0, f64::max)
    }

    fn name(&self, name: &[String]) -> f64 {
        if self.words.is_empty() {
            return 0.0;
        }
        let sum: f64 = self
            .words
            .iter()
            .map(|typed| {
                name.iter()
                    .filter(|w| !EMPTY.contains(&w.as_str()))
                    .map(|known| alike(typed, known))
                    .fold(0.0, f64::max)
            })
            .sum();
        4.0 * sum / self.words.len() as f64
    }

    fn number(&self, resource: &Resource) -> f64 {
        let same = resource.channels.iter().filter(|channel| !channel.is_link()).any(|channel| {
            let known: String = channel.value().chars().filter(char::is_ascii_digit).collect();
            known == self.digits
        });
        if same && !self.digits.is_empty() { 5.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use crate::feature::resource::Registry;
    use proptest::prelude::*;

    fn first(text: &str) -> &'static str {
        first_from(None, text)
    }

    fn first_from(home: Option<&str>, text: &str) -> &'static str {
        Registry::shipped()
            .search(text, home)
            .first()
            .map_or("nothing", |resource| resource.slug.as_str())
    }

    #[test]
    fn the_best_match_is_first() {
        for (text, slug) in [
            ("988", "us-988"),
            ("us-988", "us-988"),
            ("samaritans ireland", "ie-samaritans"),
            ("Samaritans", "gb-samaritans"),
            ("samaritens", "gb-samaritans"),
            ("116 123", "gb-samaritans"),
            ("suicidal", "us-988"),
            ("suicidal in france", "fr-3114"),
            ("drugs in new zealand", "nz-adh"),
            ("gambling uk", "gb-gamcare"),
            ("gambeling australia", "au-gambling"),
            ("poison", "us-poison"),
            ("abuse at home", "us-ndvh"),
            ("my husband hits me", "us-ndvh"),
            ("lgbt", "us-trevor"),
            ("veteran", "us-veterans"),
            ("drinking ireland", "ie-hse"),
            ("other countries", "int-findahelpline"),
            ("zebra", "nothing"),
            ("", "nothing"),
        ] {
            assert_eq!(first(text), slug, "{text}");
        }
    }

    #[test]
    fn what_is_at_home_comes_first() {
        for (home, text, slug) in [
            ("NZ", "drinking", "nz-adh"),
            ("GB", "suicidal", "gb-samaritans"),
            ("au", "gambling", "au-gambling"),
            ("GB", "gambling in australia", "au-gambling"),
            ("DE", "988", "us-988"),
            ("BR", "gambling", "us-gambling"),
        ] {
            assert_eq!(first_from(Some(home), text), slug, "{text} in {home}");
        }
    }

    #[test]
    fn a_place_alone_lists_what_is_there() {
        let found = Registry::shipped().search("germany", None);
        assert!(
            !found.is_empty() && found.iter().all(|resource| resource.country == "DE"),
            "{found:?}"
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_searched(text in "\\PC{0,60}") {
            let _ = Registry::shipped().search(&text, Some("GB"));
        }
    }
}
