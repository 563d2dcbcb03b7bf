//! Names of things that exist, for completion.

use crate::chat::platform::Suggestion;
use crate::command::Thing;
use crate::command::table::COMMANDS;
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::feature::coping::{Found, Tool, find};
use crate::feature::meeting::search;
use crate::feature::resource::{Country, Registry, Topic, own};
use crate::ids::AccountId;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::LazyLock;

/// The most names that are offered.
pub const MOST: usize = 25;

/// What could be meant by what was typed, of a kind of thing.
pub async fn matching(
    ctx: &Ctx,
    account: &AccountId,
    thing: Thing,
    typed: &str,
) -> sqlx::Result<Vec<Suggestion>> {
    let all: Vec<Suggestion> = match thing {
        Thing::Schedule => {
            super::schedule::names(ctx, account).await?.into_iter().map(Suggestion::from).collect()
        }
        Thing::Reminder => super::remind::names(ctx, account).await?,
        // Too many to be read and sorted out here.
        Thing::Meeting => return search::meetings(ctx, account, typed, false).await,
        Thing::OwnMeeting => return search::meetings(ctx, account, typed, true).await,
        Thing::Feed => {
            search::feeds(ctx, account, typed).await?.into_iter().map(Suggestion::from).collect()
        }
        Thing::OwnResource => own::suggestions(ctx, account).await?,
        Thing::Resource => {
            let country = own::country(ctx, account).await?;
            let shipped = Registry::shipped().suggestions(&country, today(ctx));
            own::suggestions(ctx, account).await?.into_iter().chain(shipped).collect()
        }
        Thing::Tool | Thing::Topic | Thing::Setting | Thing::Command | Thing::Country => {
            let names = at_once(thing, typed).unwrap_or_default();
            return Ok(names.into_iter().map(Suggestion::from).collect());
        }
    };
    Ok(nearest(all, typed))
}

/// Today, as far as that matters for what is old.
fn today(ctx: &Ctx) -> Date {
    ctx.now().to_zoned(TimeZone::UTC).date()
}

/// Those whose value or name begins with what was typed, then those that have it in them.
fn nearest(all: Vec<Suggestion>, typed: &str) -> Vec<Suggestion> {
    let typed = typed.trim().to_lowercase();
    let rank = |one: &Suggestion| {
        let texts = std::iter::once(&one.value).chain(&one.shown);
        let texts = texts.map(|text| text.to_lowercase());
        let ranks = texts.filter_map(|text| match text {
            text if text.starts_with(&typed) => Some(0),
            text if text.contains(&typed) => Some(1),
            _ => None,
        });
        ranks.min()
    };
    let mut ranked: Vec<(i32, Suggestion)> =
        all.into_iter().filter_map(|one| rank(&one).map(|rank| (rank, one))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, one)| one).take(MOST).collect()
}

/// The same for what is known without looking anything up: nobody but the one who types hears of it,
/// and nothing is written down. None for what only the store knows.
pub fn at_once(thing: Thing, typed: &str) -> Option<Vec<String>> {
    let all: Vec<String> = match thing {
        Thing::Tool => {
            let named = Tool::ALL.iter().map(|tool| tool.id().to_owned());
            // Also by what is going on, as the command finds them.
            let meant = match find(typed) {
                Found::Tools(tools) => tools,
                Found::Returned => vec![Tool::Reach],
                Found::Crisis | Found::Nothing => Vec::new(),
            };
            let meant = meant.into_iter().map(|tool| tool.id().to_owned());
            return Some(without_doubles(best(named, typed).into_iter().chain(meant)));
        }
        Thing::Country => return Some(countries(typed)),
        Thing::Topic => Topic::ALL.iter().map(|topic| topic.as_str().to_owned()).collect(),
        Thing::Setting => settings::KEYS.iter().map(|key| (*key).to_owned()).collect(),
        Thing::Command => COMMANDS.iter().map(|command| command.path.to_owned()).collect(),
        Thing::Schedule
        | Thing::Reminder
        | Thing::Meeting
        | Thing::OwnMeeting
        | Thing::Feed
        | Thing::OwnResource
        | Thing::Resource => return None,
    };
    Some(best(all.into_iter(), typed))
}

/// Those that begin with what was typed, then those that have it in them.
pub fn best(all: impl Iterator<Item = String>, typed: &str) -> Vec<String> {
    // A space at the end has its meaning: another word of the name begins.
    let lower = typed.trim_start().to_lowercase();
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for name in all {
        let low = name.to_lowercase();
        if low.starts_with(&lower) {
            first.push(name);
        } else if low.contains(lower.trim_end()) {
            then.push(name);
        }
    }
    first.into_iter().chain(then).take(MOST).collect()
}

/// Countries by name, those that help lines are known of first; also by their letters and by other
/// names that people use, and by what was misspelt.
fn countries(typed: &str) -> Vec<String> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let (mut first, mut then): (Vec<Country>, Vec<Country>) =
            Country::all().iter().partition(|country| has_lines(**country));
        first.sort_by_key(|country| country.name());
        then.sort_by_key(|country| country.name());
        first.into_iter().chain(then).map(|country| country.name().to_owned()).collect()
    });
    let (exact, near) = match Country::find(typed) {
        Ok(country) => (vec![country], Vec::new()),
        Err(near) => (Vec::new(), near),
    };
    let names = |countries: Vec<Country>| countries.into_iter().map(|one| one.name().to_owned());
    let begun = best(NAMES.iter().cloned(), typed);
    without_doubles(names(exact).chain(begun).chain(names(near)))
}

/// Whether help lines are known in a country itself, beside its emergency number.
fn has_lines(country: Country) -> bool {
    let mut rows = Registry::shipped().all().iter().filter(|row| !row.is_emergency());
    rows.any(|row| row.country.eq_ignore_ascii_case(country.code()))
}

fn without_doubles(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if all.len() < MOST && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(thing: Thing, typed: &str) -> Option<String> {
        at_once(thing, typed).expect("known at once").into_iter().next()
    }

    #[test]
    fn names_that_begin_with_it_come_first_and_there_are_not_too_many() {
        let names = ["remind add", "admin", "add"].map(str::to_owned);
        let found = best(names.clone().into_iter(), "Add");
        assert_eq!(found, vec!["add".to_owned(), "remind add".to_owned()]);
        assert_eq!(best(names.into_iter(), "remind "), vec!["remind add".to_owned()]);
        assert_eq!(at_once(Thing::Country, "").map(|all| all.len()), Some(MOST));
    }

    #[test]
    fn tools_are_offered_by_name_and_by_what_is_going_on() {
        let table = [("", "delay"), ("bo", "box"), ("can't sleep", "box"), ("ove", "overdose")];
        for (typed, tool) in table {
            assert_eq!(first(Thing::Tool, typed).as_deref(), Some(tool), "{typed}");
        }
        assert_eq!(first(Thing::Tool, "I want to die"), None);
        assert_eq!(at_once(Thing::Tool, "").map(|all| all.len()), Some(Tool::ALL.len()));
    }

    #[test]
    fn countries_are_offered_as_people_write_them_and_first_where_lines_are_known() {
        let table = [
            ("new z", "New Zealand"),
            ("uk", "United Kingdom"),
            ("IE", "Ireland"),
            ("usa", "United States"),
            ("germny", "Germany"),
        ];
        for (typed, country) in table {
            assert_eq!(first(Thing::Country, typed).as_deref(), Some(country), "{typed}");
        }
        let all = at_once(Thing::Country, "").expect("known");
        let known: Vec<bool> =
            all.iter().map(|name| Country::known(name).is_some_and(has_lines)).collect();
        assert!(known[0] && known.is_sorted_by(|before, after| before >= after), "{all:?}");
        assert_eq!(first(Thing::Country, "my sister"), None);
    }

    #[test]
    fn what_begins_so_comes_before_what_has_it_in_its_name() {
        let one = |value: &str, shown: &str| Suggestion {
            value: value.to_owned(),
            shown: Some(shown.to_owned()),
        };
        let all =
            vec![one("gb-shout", "Shout"), one("gb-samaritans", "Samaritans"), one("r1", "shop")];
        let found = |typed: &str| -> Vec<String> {
            nearest(all.clone(), typed).into_iter().map(|one| one.value).collect()
        };
        assert_eq!(found("sam"), ["gb-samaritans"]);
        assert_eq!(found("Sh"), ["gb-shout", "r1"]);
        assert_eq!(found("out"), ["gb-shout"]);
        assert_eq!(found("gb-"), ["gb-shout", "gb-samaritans"]);
        assert_eq!(found("zzz"), [""; 0]);
    }

    #[test]
    fn what_only_the_store_knows_is_not_guessed() {
        assert_eq!(at_once(Thing::Meeting, "x"), None);
        assert_eq!(first(Thing::Command, "remind a").as_deref(), Some("remind add"));
    }
}
