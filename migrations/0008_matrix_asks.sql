-- Questions as they stand in Matrix rooms.

-- Which event asks which question. Never an answer.
create table matrix_ask (
    number integer primary key autoincrement,    -- in the order in which they were asked
    id text not null unique,                     -- the event of the message that asks
    room text not null,                          -- where it stands
    prompt_id integer not null references prompt (id) on delete cascade,
    origin text,                                 -- the room whose question is asked again here, in a direct room
    look text not null,                          -- 'typed', 'reactions', 'poll', 'privately'
    question text not null default '',           -- 'privately': the message to ask again; 'poll': what it asks
    signs text not null default '[]',            -- reactions to be put below it, as JSON, in order
    signs_done integer not null default 0,       -- how many of them are there
    poll text,                                   -- the poll's event, once it is there
    poll_ended_at integer,
    failed integer not null default 0,           -- how often that did not work
    given_up_at integer,                         -- what is still missing below it is no longer tried
    asked_at integer not null
) strict;
create index matrix_ask_room on matrix_ask (room, number);
create index matrix_ask_prompt on matrix_ask (prompt_id);
create unique index matrix_ask_poll on matrix_ask (poll) where poll is not null;

-- Who tapped what, so that taking a reaction back takes its answer back. Of a question about health
-- only that something was tapped.
create table matrix_tap (
    event text primary key,                      -- the reaction or the vote
    ask text not null references matrix_ask (id) on delete cascade,
    person_id integer not null references person (id) on delete cascade,
    choice text,                                 -- null: about health
    tapped_at integer not null,
    taken_back_at integer                        -- it no longer counts
) strict, without rowid;
create index matrix_tap_ask on matrix_tap (ask, person_id, tapped_at);
create index matrix_tap_person on matrix_tap (person_id);
