//! `admin feed add`: the meetings of a feed become those of the group.

use super::load::{self, Raw};
use super::take::{self, Incoming};
use super::trouble::Trouble;
use super::{report, say, source, sql};
use crate::chat::event::FileRef;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::{Turn, zone_name};
use crate::error::Failure;
use crate::feed::{MAX_BYTES, types};
use crate::words::{Arg, Words};

/// How it is typed, for those who have no feed yet.
pub(super) const EXAMPLE: &str = "admin feed add https://example.org/meetings.json Europe/London";

/// The command.
pub const COMMAND: Command = Command {
    path: "admin feed add",
    summary: Words::feed_add_summary,
    params: &[
        Param::required("source", Kind::Word, Words::feed_param_source),
        Param::optional("zone", Kind::Zone, Words::feed_param_zone),
        Param::optional("fellowship", Kind::Text { most: 40 }, Words::feed_param_fellowship),
    ],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let typed = args.text("source").unwrap_or_default();
    let zone = args.text("zone").map_or_else(|| zone_name(&turn.group_zone), str::to_owned);
    let program = args.text("fellowship").map(|name| {
        types::program_id(name).map_or_else(|| name.trim().to_lowercase(), str::to_owned)
    });
    let (source, raw) = match source::url(typed) {
        Some(url) => {
            let fetched = load::fetch(&ctx.fetcher, url, None).await;
            let fetched = fetched.map_err(|error| mend(words, &error.into(), url))?;
            // Nothing was said that it could be the same as.
            (url.to_owned(), fetched.unwrap_or_default())
        }
        None => attached(ctx, turn, typed, &args.files).await?,
    };
    let loaded = load::read(raw, &zone, program.as_deref(), turn.now).await;
    let loaded = loaded.map_err(|trouble| mend(words, &trouble, &source))?;

    let incoming = Incoming { group: turn.group, source: &source, zone: &zone };
    let mut tx = turn.begin(ctx).await?;
    let known = sql::by_source(&mut tx, turn.group.0, &source).await?;
    if known.is_none() && loaded.reading.meetings.is_empty() {
        let read = say::summary(words, &loaded.reading);
        return Err(Failure::mend(read.then(words.feed_nothing())));
    }
    let taken = take::take(ctx, &mut tx, incoming, &loaded, turn.now).await?;
    let (now, slug) = (turn.now, taken.feed.slug.as_str());
    settings::audit(&mut tx, turn.group, turn.person, now, "feed added", slug).await?;
    tx.commit().await?;
    ctx.bell.ring();

    let message = report::report(words, &loaded, &taken);
    if taken.kept.is_err() {
        return Ok(message);
    }
    let message = message.paragraph(match args.has("zone") {
        true => words.feed_zone_used(zone),
        false => words.feed_zone_of_group(zone, Arg::command(EXAMPLE)),
    });
    Ok(message.paragraph(match taken.feed.is_fetched() {
        true => words.feed_daily(),
        false => words.feed_of_file(),
    }))
}

fn mend(words: &Words, trouble: &Trouble, source: &str) -> Failure {
    Failure::mend(trouble.say(words, source))
}

/// The file that came with the command: the only one, or that of the name that was typed.
async fn attached(
    ctx: &Ctx,
    turn: &Turn,
    typed: &str,
    files: &[FileRef],
) -> Result<(String, Raw), Failure> {
    let words = &turn.words;
    let named = files.iter().find(|file| file.name.eq_ignore_ascii_case(typed));
    let file = match (named, files) {
        (Some(file), _) => file,
        (None, [only]) => only,
        (None, []) => {
            return Err(Failure::mend(words.feed_no_source(Arg::command(EXAMPLE))));
        }
        (None, _) => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            return Err(Failure::mend(words.feed_which_file(names.join(", "))));
        }
    };
    let limit = MAX_BYTES as u64;
    let too_large = || Failure::mend(words.feed_read_too_large(MAX_BYTES / (1024 * 1024)));
    if file.bytes.is_some_and(|bytes| bytes > limit) {
        return Err(too_large());
    }
    let gone = || Failure::mend(words.feed_file_gone(file.name.clone()));
    let platform = ctx.platforms.get(turn.account.platform()).ok_or_else(gone)?;
    let bytes = platform.download(file, limit).await.map_err(|error| {
        tracing::warn!(%error, "an attached feed did not come");
        gone()
    })?;
    Ok((file.name.clone(), Raw { bytes: bytes.to_vec(), ..Raw::default() }))
}
