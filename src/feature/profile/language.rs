//! `profile language`: the language of the answers.

use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::value::nearest;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::error::Failure;
use crate::feature::schedule::codes;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "profile language",
    summary: Words::profile_language_summary,
    params: &[Param::required("language", Kind::Word, Words::profile_param_language)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    let typed = args.text("language").unwrap_or_default();
    let Some(code) = meant(&known.words, typed) else {
        let short: String = typed.chars().take(40).collect();
        let mut line = known.words.profile_language_unknown(Arg::code(short));
        let names: Vec<String> = Words::languages()
            .flat_map(|code| [code.to_owned(), name(&known.words, code)])
            .collect();
        if let Some(near) = nearest(names.iter().map(String::as_str), typed) {
            line = line.then(known.words.usage_did_you_mean(Arg::code(near)));
        }
        let known = known.words.profile_language_known(codes(Words::languages()));
        return Err(Failure::mend(line.then(known)));
    };
    let mut tx = known.begin(ctx).await?;
    sql::set_language(&mut tx, known.person.0, code).await?;
    tx.commit().await?;
    let words = Words::new(code);
    Ok(Message::say(words.profile_language_set(name(&words, code))))
}

/// The code of the language that somebody means by its code or its name.
fn meant(words: &Words, typed: &str) -> Option<&'static str> {
    let typed = typed.trim().to_lowercase();
    // `en-GB` is close enough to `en`.
    let short = typed.split(['-', '_']).next().unwrap_or_default();
    Words::languages()
        .find(|code| code.eq_ignore_ascii_case(short) || name(words, code).to_lowercase() == typed)
}

/// The name of a language that has words; its code where it has no name.
pub(super) fn name(words: &Words, code: &str) -> String {
    let known = Words::languages().find(|known| known.eq_ignore_ascii_case(code));
    known.map_or_else(
        || code.to_owned(),
        |code| words.profile_language_name(Arg::select(code)).plain(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_meant_by_code_or_name() {
        let words = Words::english();
        for typed in ["en", "EN", "en-GB", "English", "english "] {
            assert_eq!(meant(&words, typed), Some("en"), "{typed}");
        }
        for typed in ["", "eng", "tlh", "Englisch"] {
            assert_eq!(meant(&words, typed), None, "{typed}");
        }
    }

    #[test]
    fn every_language_with_words_has_a_name() {
        let words = Words::english();
        for code in Words::languages() {
            assert!(name(&words, code).len() > 2, "{code}");
        }
    }
}
