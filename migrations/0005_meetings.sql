-- Meetings: a group's own and those of feeds.
create table feed (
    id integer primary key autoincrement,
    group_id integer not null references community (id) on delete cascade,
    slug text not null,
    source text not null,                        -- a URL, or the name of the file it came from
    zone text not null,
    program text not null,                       -- whose type codes it uses: 'aa', 'na'
    etag text,
    last_modified text,
    fetched_at integer,                          -- when the copy we hold was made
    checked_at integer,                          -- when we last asked
    trouble text,                                -- why the last fetch brought nothing, as a code
    told text,                                   -- of which trouble the admins were told: 'trouble', 'doubted'
    report text not null default '{}',           -- read, kept, skipped, warnings, as JSON
    created_at integer not null,
    unique (group_id, slug)
) strict;

create table meeting (
    id integer primary key autoincrement,
    group_id integer not null references community (id) on delete cascade,
    feed_id integer references feed (id) on delete cascade, -- null: the group's own
    slug text not null,
    feed_slug text,                              -- what the feed calls it
    name text not null,
    phrase text,                                 -- canonical; null: by appointment, never reminded
    zone text not null,
    minutes integer not null default 60,
    weekday integer,                             -- 0 Monday to 6 Sunday, when the phrase is plainly weekly
    start_minute integer,                        -- minutes after midnight, with weekday
    attendance text not null,                    -- 'in_person', 'hybrid', 'online', 'inactive'
    listing text not null,                       -- the rest, as JSON
    fingerprint text not null,                   -- of time and place: a change tells who set a reminder
    search text not null default '',             -- its tokens in the search, with spaces between
    removed_at integer,                          -- gone from its feed; kept so that reminders can say so
    created_at integer not null,
    changed_at integer not null,
    unique (group_id, slug)
) strict;
create unique index meeting_feed on meeting (feed_id, feed_slug) where feed_id is not null;
create index meeting_next on meeting (group_id, zone, minutes, weekday, start_minute)
    where weekday is not null and removed_at is null and attendance <> 'inactive';
create index meeting_ruled on meeting (group_id, zone) where removed_at is null and weekday is null and phrase is not null;

-- The search: for each token the numbers of a group's meetings that have it, as a roaring bitmap. A
-- token begins with a letter: a word of the name (n), the place (p) or the notes (t), two words of the
-- name that follow each other (b), a kind (k), a way to attend (w). Words are folded to plain letters.
-- Two letters are the timetable's (see feature/meeting/search/timetable.rs): when meetings are, eight
-- bytes for each and 4096 numbers of meetings in one row (c), so that what is found is put in order
-- without reading the meetings; and a number that is another after each change of those (v).
-- Kept beside the table by the code that writes meetings.
create table meeting_search (
    group_id integer not null references community (id) on delete cascade,
    token text not null,
    content blob not null,
    primary key (group_id, token)
) strict, without rowid;

-- The numbers of zones in the timetables.
create table meeting_zone (
    id integer primary key,
    name text not null unique
) strict;

-- Every word of the search with what is left of it when one letter is taken out, so that a word with
-- one wrong letter is found by look-up.
create table search_word (
    word text primary key,
    uses integer not null
) strict, without rowid;
create table search_variant (
    variant text not null,
    word text not null,
    primary key (variant, word)
) strict, without rowid;

-- One date of a meeting that does not happen.
create table meeting_cancel (
    meeting_id integer not null references meeting (id) on delete cascade,
    day text not null,                           -- civil date in the meeting's zone
    primary key (meeting_id, day)
) strict, without rowid;
create index meeting_cancel_day on meeting_cancel (day);

-- Who wants to be reminded, how many minutes before.
create table meeting_reminder (
    id integer primary key autoincrement,
    meeting_id integer not null references meeting (id) on delete cascade,
    person_id integer not null references person (id) on delete cascade,
    minutes integer not null,
    created_at integer not null,
    unique (meeting_id, person_id)
) strict;
create index meeting_reminder_person on meeting_reminder (person_id);

-- Rooms in which a meeting is announced.
create table meeting_announce (
    id integer primary key autoincrement,
    meeting_id integer not null references meeting (id) on delete cascade,
    room text not null,
    minutes integer not null,
    created_at integer not null,
    unique (meeting_id, room)
) strict;

-- Who comes. Counts are public, names are not; gone a day after the occurrence.
create table attendance (
    meeting_id integer not null references meeting (id) on delete cascade,
    day text not null,
    person_id integer not null references person (id) on delete cascade,
    answer text not null check (answer in ('yes', 'no', 'maybe')),
    ends_at integer not null,
    primary key (meeting_id, day, person_id)
) strict, without rowid;
create index attendance_person on attendance (person_id);
create index attendance_end on attendance (ends_at);
