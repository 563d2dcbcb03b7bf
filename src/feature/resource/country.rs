//! Countries, by code and by name.
//!
//! A country is what a member says it is, never guessed from an address or a language.

use crate::feature::find::fold;
use std::sync::LazyLock;

/// A country of ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    code: &'static str,
    name: &'static str,
}

/// Where a resource is for anywhere.
pub const ANYWHERE: &str = "XX";

/// Longer texts name no country; comparing them would only cost time.
const LONGEST: usize = 64;

struct Table {
    countries: Vec<Country>,
    /// Every folded name with the country that it names.
    names: Vec<(String, Country)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { countries: Vec::new(), names: Vec::new() };
    for line in include_str!("countries.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('|').map(str::trim);
        let (Some(code), Some(name)) = (parts.next(), parts.next()) else {
            continue;
        };
        let country = Country { code, name };
        let others = parts.next().unwrap_or("").split(',');
        let names = std::iter::once(name).chain(others).map(|name| fold(name).join(" "));
        table.names.extend(names.filter(|name| !name.is_empty()).map(|name| (name, country)));
        table.countries.push(country);
    }
    table
});

impl Country {
    /// The two letters, in upper case.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// All countries, in the order of their codes.
    pub fn all() -> &'static [Self] {
        &TABLE.countries
    }

    /// The country with these two letters, in any case.
    pub fn by_code(code: &str) -> Option<Self> {
        TABLE
            .countries
            .iter()
            .copied()
            .find(|country| country.code.eq_ignore_ascii_case(code.trim()))
    }

    /// The country with this name or another name people use for it (`uk`), folded.
    pub(super) fn named(folded: &str) -> Option<Self> {
        TABLE.names.iter().find(|(name, _)| name == folded).map(|(_, country)| *country)
    }

    /// The country that a text names, by code (`gb`), name or another name people use (`uk`); or up
    /// to three that it may mean.
    pub fn find(text: &str) -> Result<Self, Vec<Self>> {
        if let Some(country) = Self::known(text) {
            return Ok(country);
        }
        let Some(wanted) = wanted(text) else { return Err(Vec::new()) };
        let wanted = wanted.as_str();
        let mut near: Vec<(f64, Self)> = TABLE
            .names
            .iter()
            .map(|(name, country)| (nearness(wanted, name), *country))
            .filter(|(score, _)| *score >= 0.8)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut countries: Vec<Self> = Vec::new();
        for (_, country) in near {
            if countries.len() < 3 && !countries.contains(&country) {
                countries.push(country);
            }
        }
        Err(countries)
    }

    /// The same, without looking for what it may mean.
    pub fn known(text: &str) -> Option<Self> {
        let wanted = wanted(text)?;
        Self::by_code(&wanted).or_else(|| Self::named(&wanted))
    }
}

/// The folded name, without its article; nothing for what is too long to be one.
fn wanted(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let wanted = fold(text).join(" ");
    Some(wanted.strip_prefix("the ").map_or_else(|| wanted.clone(), str::to_owned))
}

fn nearness(wanted: &str, name: &str) -> f64 {
    if wanted.chars().count() >= 4
        && (name.starts_with(wanted) || name.split(' ').any(|word| word == wanted))
    {
        return 0.95;
    }
    let near = wanted.len().abs_diff(name.len()) <= 3 && strsim::osa_distance(wanted, name) <= 3;
    if near { strsim::jaro_winkler(wanted, name) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn countries_are_found_as_people_write_them() {
        for (text, code) in [
            ("gb", "GB"),
            ("UK", "GB"),
            ("Great Britain", "GB"),
            ("scotland", "GB"),
            ("usa", "US"),
            ("United States", "US"),
            ("the Netherlands", "NL"),
            ("turkey", "TR"),
            ("Türkiye", "TR"),
            ("cote d'ivoire", "CI"),
            ("são tomé and príncipe", "ST"),
            ("ukraine", "UA"),
        ] {
            assert_eq!(Country::find(text).map(Country::code), Ok(code), "{text}");
        }
        for (text, near) in [
            ("Germny", "DE"),
            ("Untied States", "US"),
            ("austrlia", "AU"),
            ("new zeland", "NZ"),
            ("irland", "IE"),
        ] {
            let found = Country::find(text).expect_err("misspelt");
            assert!(found.iter().any(|country| country.code() == near), "{text}: {found:?}");
        }
        assert_eq!(Country::find("qqqq"), Err(vec![]));
        assert_eq!(Country::find(""), Err(vec![]));
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(Country::all().len(), 249);
        for country in Country::all() {
            assert!(country.code.bytes().all(|b| b.is_ascii_uppercase()), "{country:?}");
            assert_eq!(Country::find(country.name), Ok(*country));
            assert_eq!(Country::by_code(&country.code.to_lowercase()), Some(*country));
        }
        assert_eq!(Country::by_code(ANYWHERE), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_up(text in "\\PC*") {
            if let Err(near) = Country::find(&text) {
                prop_assert!(near.len() <= 3);
            }
        }
    }
}
