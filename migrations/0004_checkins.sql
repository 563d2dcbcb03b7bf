-- Check-ins that a person agreed to have kept. One row for one person and day, edited in place.
create table checkin (
    id integer primary key autoincrement,
    person_id integer not null references person (id) on delete cascade,
    day text not null,                           -- their own civil day, '2026-03-29'
    mood integer check (mood between 1 and 5),
    craving integer check (craving between 0 and 10),
    halt text not null default '',               -- 'hungry,tired'
    intention text not null default '',
    note text not null default '',
    support text not null default '',            -- 'resources', 'room', ''
    shared integer not null default 0,           -- 1: shown to the group
    answered_at integer not null,
    changed_at integer not null,
    unique (person_id, day)
) strict;
create index checkin_expiry on checkin (answered_at);

-- Who has answered a prompt in a room, so that nobody counts twice. Never what they said; gone when
-- the prompt closes.
create table taking_part (
    prompt_id integer not null references prompt (id) on delete cascade,
    person_id integer not null references person (id) on delete cascade,
    primary key (prompt_id, person_id)
) strict, without rowid;
create index taking_part_person on taking_part (person_id);
