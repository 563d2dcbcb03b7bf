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
    others: &'static str,
}

/// Where a resource is for anywhere.
pub const ANYWHERE: &str = "XX";

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    include_str!("countries.txt").lines().filter(|line| !line.starts_with('#')).filter_map(read).collect()
});

fn read(line: &'static str) -> Option<Country> {
    let mut parts = line.split('|').map(str::trim);
    let (code, name) = (parts.next()?, parts.next()?);
    (code.len() == 2).then(|| Country { code, name, others: parts.next().unwrap_or("") })
}

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
        &COUNTRIES
    }

    /// The country with these two letters, in any case.
    pub fn by_code(code: &str) -> Option<Self> {
        COUNTRIES.iter().copied().find(|country| country.code.eq_ignore_ascii_case(code.trim()))
    }

    /// The country that a text names, by code (`gb`), name or another name people use (`uk`); or up
    /// to three that it may mean.
    pub fn find(text: &str) -> Result<Self, Vec<Self>> {
        let wanted = fold(text).join(" ");
        let wanted = wanted.strip_prefix("the ").unwrap_or(&wanted);
        if let Some(country) = Self::by_code(wanted) {
            return Ok(country);
        }
        if let Some(country) = COUNTRIES.iter().find(|country| country.names().any(|name| name == wanted)) {
            return Ok(*country);
        }
        let mut near: Vec<(f64, Self)> = COUNTRIES
            .iter()
            .map(|country| (country.names().map(|name| nearness(wanted, &name)).fold(0.0, f64::max), *country))
            .filter(|(score, _)| *score >= 0.8)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        Err(near.into_iter().take(3).map(|(_, country)| country).collect())
    }

    fn names(self) -> impl Iterator<Item = String> {
        std::iter::once(self.name).chain(self.others.split(',')).map(|name| fold(name).join(" ")).filter(|n| !n.is_empty())
    }
}

fn nearness(wanted: &str, name: &str) -> f64 {
    if wanted.chars().count() >= 4 && (name.starts_with(wanted) || name.split(' ').any(|word| word == wanted)) {
        return 0.95;
    }
    strsim::jaro_winkler(wanted, name) * f64::from(u8::from(strsim::osa_distance(wanted, name) <= 3))
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
        for (text, near) in [("Germny", "DE"), ("Untied States", "US"), ("austrlia", "AU"), ("new zeland", "NZ"), ("irland", "IE")] {
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
