-- People, their accounts, and the communities they meet in.
-- Instants are integer milliseconds since 1970 in columns that end in _at. Civil dates, times and
-- zone names are text: a rule is kept as a rule, never as an instant.
-- Numbers of rows are never given twice (autoincrement): they stand in idempotency keys, in buttons on
-- messages from last year, and in jobs. A number that came back would find the wrong thing, or would
-- make a platform take a new message for an old one.

-- A person says nothing about who they are: names and addresses are never kept.
create table person (
    id integer primary key autoincrement,
    zone text,                                   -- null: the group's
    country text,                                -- two letters; null: the group's
    language text,                               -- null: the group's
    day_start text not null default '04:00',     -- when their day begins, civil
    discreet integer not null default 0,         -- 1: neutral notification text
    -- Days for which check-ins are kept. 0 until the person says yes: nothing about anybody's
    -- health is stored before that.
    history_days integer not null default 0 check (history_days in (0, 30, 90, 365)),
    history_at integer,                          -- when they chose, and
    history_notice text,                         -- the version of the notice they read
    coping_line integer not null default 7 check (coping_line between 0 and 11), -- 11: never offer
    created_at integer not null
) strict;

-- An account on a platform: 'console:ann', 'discord:1234'.
create table account (
    id text primary key,
    person_id integer not null references person (id) on delete cascade,
    seen_at integer not null                     -- direct messages go to the one used last
) strict, without rowid;
create index account_person on account (person_id, seen_at);

-- Codes that link a second account; typed on the other one.
create table link_code (
    code text primary key,
    person_id integer not null references person (id) on delete cascade,
    expires_at integer not null
) strict, without rowid;

-- A community.
create table community (
    id integer primary key autoincrement,
    slug text not null unique,
    empty_at integer,                            -- since when the bot is in none of its rooms
    created_at integer not null
) strict;

-- Codes that join a group with another one, on another platform; typed there.
create table group_code (
    code text primary key,
    group_id integer not null references community (id) on delete cascade,
    expires_at integer not null
) strict, without rowid;
create index group_code_group on group_code (group_id);

-- What a platform calls it: a guild, a space, a room of its own.
create table place (
    platform text not null,
    native text not null,
    group_id integer not null references community (id) on delete cascade,
    primary key (platform, native)
) strict, without rowid;
create index place_group on place (group_id);

-- A room that the bot was let into, has been spoken to in, or was told to post in.
create table room (
    id text primary key,                         -- 'console:#general'
    group_id integer not null references community (id) on delete cascade,
    paused_at integer,                           -- gone or forbidden: nothing is sent until it is back
    left_at integer,                             -- the bot is out; its schedules wait, and are paused with it
    presence_at integer,                         -- when it last came or went; older news changes nothing
    greeted_at integer,
    -- The community that it stands for, as its platform calls it: nobody talks there. Null: a room.
    whole text,
    refused_at integer,                          -- of a whole community: its greeting has found no room
    seen_at integer not null
) strict, without rowid;
create index room_group on room (group_id);
create index room_whole on room (whole) where whole is not null;

-- Who has been seen in which group, so that a direct message knows its group.
create table membership (
    person_id integer not null references person (id) on delete cascade,
    group_id integer not null references community (id) on delete cascade,
    seen_at integer not null,
    primary key (person_id, group_id)
) strict, without rowid;
create index membership_group on membership (group_id);

-- What a group has set; what it has not set comes from the configuration.
create table setting (
    group_id integer not null references community (id) on delete cascade,
    key text not null,
    value text not null,
    primary key (group_id, key)
) strict, without rowid;

-- Who changed what in a group. Never content, never anything about somebody's health.
create table audit (
    id integer primary key autoincrement,
    group_id integer not null references community (id) on delete cascade,
    person_id integer references person (id) on delete set null,
    at integer not null,
    action text not null,                        -- 'schedule added'
    subject text not null                        -- 'morning'
) strict;
create index audit_group on audit (group_id, at);

-- Turns, by the platform's own name of the event that opened them, so that each is done once however
-- often the platform delivers its event.
create table seen_event (
    platform text not null,
    native text not null,
    at integer not null,
    tries integer not null default 1,            -- how often it was begun
    -- Set in the transaction of what the turn changes: from then on it is not done again.
    done integer not null default 0,
    answered integer not null default 0,         -- 1: nothing is left to do for it
    primary key (platform, native)
) strict, without rowid;
create index seen_event_at on seen_event (at);
