-- What the Discord edge keeps. Accounts are written as everywhere ('discord:1234'); everything else as
-- Discord writes it: numbers, as text.

-- How far each shard's session was handled. The next process resumes there, so that what happened while
-- nothing ran is not lost.
create table discord_session (
    shard text primary key,                      -- '0/1': which of how many
    bot text not null,                           -- as its token says; another bot has other sessions
    application text not null,                   -- whose commands are declared
    bot_user text not null,                      -- the bot itself, as Discord writes it
    session text not null,
    url text not null,                           -- where it is resumed
    seq integer not null,                        -- what comes after it was not handled
    at integer not null
) strict, without rowid;

-- The commands as they were declared last, so that they are declared again only when they changed.
create table discord_commands (
    application text primary key,
    declared text not null,                      -- JSON
    numbers text not null,                       -- JSON: what Discord calls each of them
    at integer not null
) strict, without rowid;

-- The servers that the bot is in.
create table discord_guild (
    guild text primary key,
    system text,                                 -- the channel for news about the server, if it has one
    at integer not null                          -- since when
) strict, without rowid;

-- Messages of the outbox that were handed to Discord, so that after a crash they are found in their
-- channels. Without their text: a number by which it is known again. Kept for three days.
create table discord_sending (
    outbox_id integer not null,                  -- has no foreign key, as rows of the outbox go earlier
    revision integer not null,
    part integer not null,
    channel text not null,
    look integer not null,
    message text,                                -- what Discord calls it, once it has said so
    at integer not null,
    primary key (outbox_id, revision, part)
) strict, without rowid;
create index discord_sending_at on discord_sending (at);
