-- A group's own resources. The shipped registry is part of the program, not of the store.
create table resource (
    id integer primary key autoincrement,
    group_id integer not null references community (id) on delete cascade,
    slug text not null,
    name text not null,
    country text not null,                       -- two letters, 'XX' for anywhere
    topics text not null,                        -- 'crisis,alcohol'
    channels text not null,                      -- as JSON, see feature/resource/model.rs
    hours text not null default '',
    url text,
    source text not null,                        -- where the facts come from
    checked_on text not null,                    -- civil date of the last check
    told text,                                   -- the age and the check of which organizers were told
    created_by integer references person (id) on delete set null,
    created_at integer not null,
    changed_at integer not null,
    unique (group_id, slug)
) strict;

