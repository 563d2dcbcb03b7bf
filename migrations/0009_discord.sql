-- What the Discord edge keeps. Accounts are written as everywhere ('discord:1234'); everything else as
-- Discord writes it: numbers, as text.

-- How far each shard's session was handled. The next process resumes there, so that what happened while
-- nothing ran is not lost.
create table discord_session (
    shard text primary key,                      -- '0/1': which of how many
    bot text not null,                           -- the application; another bot has other sessions
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
