-- What the Matrix edge keeps: how far it has read, what it has read and not yet handled, and its
-- rooms. Accounts are written as everywhere ('matrix:@ann:example.org'); rooms and events as Matrix
-- writes them.

-- How far an account of the bot has read. The Matrix library keeps a token of its own, but stores it
-- before anybody has seen the events: a crash in between would lose them.
create table matrix_sync (
    bot text primary key,                        -- '@hearth:example.org'
    token text not null,                         -- what comes after it has not been read
    device text not null,                        -- transaction ids count for one device
    device_at integer not null                   -- since when it is another device; 0: never was
) strict, without rowid;

-- Events that were read, so that one that comes again (a room joined again, a replayed answer of the
-- server) is not handled again.
create table matrix_seen (
    native text primary key,                     -- the event; with a suffix where it means two things
    at integer not null
) strict, without rowid;
create index matrix_seen_at on matrix_seen (at);

-- What was read and is not handled yet, in the order in which it came. A row is deleted as soon as
-- it is handled, because it may hold what somebody wrote about their health.
create table matrix_inbox (
    id integer primary key autoincrement,
    native text not null unique,                 -- as in matrix_seen
    room text not null,
    account_id text not null,                    -- who did it; has no foreign key, as it may be new
    at integer not null,
    source text,                                 -- the message that did it; of an edit, the first
    thread text,                                 -- the thread that it stands in
    happened text not null                       -- what it was, as JSON
) strict;

-- Messages whose keys have not come yet. Encrypted, and given up after a day.
create table matrix_unread (
    event text primary key,
    room text not null,
    account_id text not null,
    at integer not null,
    raw text not null,                           -- the encrypted event
    told integer not null default 0              -- 1: its sender was told, or need not be
) strict, without rowid;
create index matrix_unread_at on matrix_unread (at);

-- When somebody was last told that something could not be done for their message, so that they are
-- told once a day and not for each message.
create table matrix_told (
    account_id text not null,
    what text not null,                          -- 'unread', 'late'
    at integer not null,
    primary key (account_id, what)
) strict, without rowid;

-- Rooms, as the bot is in them.
create table matrix_room (
    room text primary key,
    state text not null check (state in ('invited', 'joined', 'left')),
    invited_by text,                             -- while it matters: who let the bot in
    community text                               -- the space or room that stands for its group
) strict, without rowid;

-- Rooms that were replaced by another one, until the bot is in that one.
create table matrix_move (
    room text primary key,
    replacement text not null
) strict, without rowid;

-- The direct room with each account.
create table matrix_direct (
    account_id text primary key,
    room text not null
) strict, without rowid;

-- What was answered to a message, so that the answer changes with the message. Kept for a day.
create table matrix_answer (
    source text not null,                        -- the message
    part integer not null,
    room text not null,
    event text not null,                         -- the answer
    at integer not null,
    primary key (source, part)
) strict, without rowid;
create index matrix_answer_at on matrix_answer (at);

-- Our own messages as the server shows them: the proof that a send arrived.
create table matrix_sent (
    txn text primary key,                        -- the transaction id under which it was sent
    room text not null,
    event text not null,
    at integer not null
) strict, without rowid;
create index matrix_sent_at on matrix_sent (at);
