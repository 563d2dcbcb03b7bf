-- What organizers set up to be posted.
create table schedule (
    id integer primary key autoincrement,
    group_id integer not null references community (id) on delete cascade,
    slug text not null,
    kind text not null check (kind in ('checkin', 'message')),
    timing text not null,                        -- the phrase as typed, in canonical form
    zone text not null,
    room text not null,                          -- 'console:#general'
    text text not null default '',
    paused_at integer,
    ended_at integer,                            -- a single time that has passed, or a rule that is over
    next_at integer,                             -- null when paused or ended
    next_civil text,                             -- the civil time that was asked for
    created_by integer references person (id) on delete set null,
    created_at integer not null,
    unique (group_id, slug)
) strict;

-- Further rooms that a schedule posts in, besides the one in its own row: the group's rooms on another
-- platform, for instance.
create table schedule_room (
    schedule_id integer not null references schedule (id) on delete cascade,
    room text not null,
    primary key (schedule_id, room)
) strict, without rowid;

-- Occurrences that an organizer skipped. Skipping never changes the rule.
create table schedule_skip (
    schedule_id integer not null references schedule (id) on delete cascade,
    civil text not null,
    primary key (schedule_id, civil)
) strict, without rowid;

-- Personal reminders.
create table reminder (
    id integer primary key autoincrement,
    person_id integer not null references person (id) on delete cascade,
    slug text not null,
    text text not null,
    timing text not null,
    zone text not null,
    next_at integer not null,
    next_civil text,
    created_at integer not null,
    unique (person_id, slug)
) strict;
