//! What could come next: for the console's line editor and for native autocomplete.

use super::{Command, Kind, Param, Thing};
use crate::chat::role::Role;

/// What can be typed at the end of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Words that are known without looking anything up.
    Words(Vec<String>),
    /// Names of things that exist; to be looked up.
    Names {
        /// Of what.
        thing: Thing,
        /// What was typed of the name: several words where the name may have them.
        typed: String,
    },
}

/// What is left of names behind all words typed so far but the last, which is replaced.
pub fn endings(names: Vec<String>, typed: &str) -> Vec<String> {
    let before = typed.len() - typed.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let before = typed.get(..typed.len() - before).unwrap_or_default();
    let fits = |name: &String| {
        name.get(..before.len()).is_some_and(|start| start.to_lowercase() == before.to_lowercase())
    };
    names.into_iter().filter(fits).map(|name| name[before.len()..].to_owned()).collect()
}

/// What could come at the end of `line`, which stands behind the prefix: whole replacements of the
/// last word.
pub fn next(line: &str, role: Role) -> Next {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let last = if line.ends_with(char::is_whitespace) { "" } else { words.pop().unwrap_or("") };
    let head = words.join(" ").to_lowercase();
    let tokens = super::lex::lex(&head);
    if let Ok(super::resolve::Resolved::Command(command, named)) = super::resolve::resolve(&tokens)
        && command.needs <= role
    {
        return param(command, words.len().saturating_sub(named), &words, last);
    }
    let mut found: Vec<String> = super::table::COMMANDS
        .iter()
        .filter(|c| c.needs <= role)
        .filter_map(|c| {
            let rest = if head.is_empty() {
                c.path
            } else {
                c.path.strip_prefix(head.as_str())?.strip_prefix(' ')?
            };
            let word = rest.split(' ').next().unwrap_or(rest);
            word.starts_with(&last.to_lowercase()).then(|| word.to_owned())
        })
        .collect();
    found.sort();
    found.dedup();
    Next::Words(found)
}

fn param(command: &Command, filled: usize, words: &[&str], last: &str) -> Next {
    if last.starts_with("--") {
        let names = command.params.iter().map(|p| format!("--{}", p.name));
        return Next::Words(names.filter(|n| n.starts_with(last)).collect());
    }
    let by_name = words.last().and_then(|word| word.strip_prefix("--"));
    let param = match by_name {
        Some(name) => command.params.iter().find(|p| p.name == name),
        None => command.params.get(filled),
    };
    if let Some(param) = param {
        return values(param, last, last);
    }
    // Words behind the first of the last one, whose name may have several.
    let behind = filled.checked_sub(command.params.len()).filter(|_| by_name.is_none());
    let several = command.params.last().filter(|param| param.thing().is_some()).zip(behind);
    several.map_or(Next::Words(Vec::new()), |(param, behind)| {
        let before = words[words.len() - behind - 1..].join(" ");
        values(param, &format!("{before} {last}"), last)
    })
}

/// What a parameter can be, of which `typed` stands there, `last` as its last word.
fn values(param: &Param, typed: &str, last: &str) -> Next {
    if let Some(thing) = param.thing() {
        return Next::Names { thing, typed: typed.to_owned() };
    }
    let lower = last.to_lowercase();
    let matching = |word: &str| word.to_lowercase().starts_with(&lower);
    match param.kind {
        Kind::Choice(choices) | Kind::Scale(choices) => {
            Next::Words(choices.iter().filter(|c| matching(c)).map(|c| (*c).to_owned()).collect())
        }
        Kind::Zone => Next::Words(
            crate::schedule::zone::names()
                .iter()
                .filter(|name| matching(name) || name.to_lowercase().contains(&format!("/{lower}")))
                .take(25)
                .cloned()
                .collect(),
        ),
        _ => Next::Words(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Option<(Thing, String)> {
        match next(line, Role::Member) {
            Next::Names { thing, typed } => Some((thing, typed)),
            Next::Words(_) => None,
        }
    }

    #[test]
    fn what_is_usually_named_is_offered_where_any_words_are_taken() {
        let table = [
            ("coping ", Thing::Tool, ""),
            ("coping bo", Thing::Tool, "bo"),
            ("crisis new z", Thing::Country, "new z"),
            ("profile country uni", Thing::Country, "uni"),
            ("help remind a", Thing::Command, "remind a"),
            ("help admin schedule ", Thing::Command, "admin schedule "),
            ("meetings show har", Thing::Meeting, "har"),
            ("meetings show --meeting har", Thing::Meeting, "har"),
        ];
        for (line, thing, typed) in table {
            assert_eq!(names(line), Some((thing, typed.to_owned())), "{line}");
        }
        assert_eq!(names("remind add x"), None);
        assert_eq!(names("admin feed remove x"), None, "not for a member");
    }

    #[test]
    fn of_a_name_with_several_words_what_is_left_is_offered() {
        let all = || ["remind add", "remind cancel", "admin"].map(str::to_owned).to_vec();
        assert_eq!(endings(all(), "remind a"), vec!["add", "cancel"]);
        assert_eq!(endings(all(), "Remind "), vec!["add", "cancel"]);
        assert_eq!(endings(all(), "re"), all());
        assert!(endings(vec!["é".to_owned()], "a b").is_empty());
    }
}
