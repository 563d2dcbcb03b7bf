-- Work that is due, questions that wait, and messages on their way out.

-- Something due at an instant. The runner's cost is what is due, not what exists.
create table job (
    id integer primary key autoincrement,
    key text not null unique,                    -- scheduling twice is harmless
    kind text not null,
    subject_id integer not null,                 -- the row that it is about
    detail text not null default '',             -- such as the civil date it belongs to
    due_at integer not null
) strict;
create index job_due on job (due_at, id);
create index job_subject on job (kind, subject_id);

-- A question that waits for an answer. A row before it is a message; a platform's control carries
-- only its number.
create table prompt (
    id integer primary key autoincrement,
    kind text not null,                          -- which feature takes the answer
    group_id integer references community (id) on delete cascade,
    person_id integer references person (id) on delete cascade, -- null: anybody in the room
    subject_id integer,                          -- the row that it is about
    detail text not null default '',             -- what the feature needs to take the answer
    shown text not null,                         -- how it was asked, in the outbox's form
    created_at integer not null,
    expires_at integer,                          -- after it, an answer gets a sentence that says so
    closed_at integer
) strict;
create index prompt_person on prompt (person_id) where person_id is not null;
create index prompt_expiry on prompt (expires_at) where closed_at is null;
create index prompt_subject on prompt (kind, subject_id);

-- A form that is asked as a conversation, one question after the other, where there are no forms.
create table interview (
    person_id integer primary key references person (id) on delete cascade, -- one at a time
    form_id integer not null references prompt (id) on delete cascade,
    question_id integer not null references prompt (id) on delete cascade,  -- the one that waits
    place integer not null,                      -- which field it asks for, counted from 0
    -- As JSON. Empty while the person's history is off: then answers are only in memory.
    answers text not null default '[]',
    answered integer not null,                   -- how many there are, here or in memory
    -- As JSON, which message answered which field, so that taking it back takes the answer back.
    sources text not null default '[]',
    changed_at integer not null
) strict;
create index interview_form on interview (form_id);
create index interview_question on interview (question_id);

-- What came of which message, so that it goes when its author takes the message back.
create table derived (
    id integer primary key autoincrement,
    source text not null,                        -- the message: 'matrix:!room:example.org $event'
    person_id integer not null references person (id) on delete cascade,
    group_id integer not null references community (id) on delete cascade,
    kind text not null,                          -- which feature takes it back
    subject_id integer not null,                 -- the row that came of it
    detail text not null,                        -- which part of that row, such as a day
    keep_until integer not null                  -- no longer than what came of it
) strict;
create index derived_source on derived (source);
create index derived_person on derived (person_id);
create index derived_expiry on derived (keep_until);

-- Messages, written in the transaction of their cause.
create table outbox (
    id integer primary key autoincrement,
    key text not null unique,                    -- enqueuing twice is harmless: 'schedule:7:2026-03-29'
    kind text not null,                          -- what it is, for the ledger: 'checkin', 'reminder'
    group_id integer references community (id) on delete cascade,
    person_id integer references person (id) on delete cascade, -- whom it is for, if one person
    destination text not null,                   -- 'room:console:#general', 'direct:console:ann'
    message text not null,                       -- versioned, see chat/wire.rs; '' once it is delivered and not needed
    fallback text,                               -- destination to try when this one is gone or forbidden
    prompt_id integer references prompt (id) on delete set null,
    state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'failed', 'dropped')),
    reason text,                                 -- why it failed or was dropped
    late integer not null default 0,             -- 1: went out after its time
    due_at integer not null,                     -- when it should go
    retry_at integer not null,                   -- not before; order is kept per destination all the same
    expires_at integer,                          -- not after: dropped as too late
    attempts integer not null default 0,
    revision integer not null default 0,         -- how often its content changed after it was sent
    sent_revision integer,                       -- which content the platform has
    created_at integer not null,
    sending_at integer,
    sent_at integer,
    sent text,                                   -- the platform's ids, as JSON
    told_at integer                              -- when the person heard that it had not reached them
) strict;
-- The queue: only what waits is in it.
create index outbox_waiting on outbox (destination, id) where state in ('pending', 'sending');
create index outbox_retry on outbox (retry_at, id) where state in ('pending', 'sending');
create index outbox_ledger on outbox (group_id, id);
create index outbox_person on outbox (person_id) where person_id is not null;
create index outbox_missed on outbox (person_id, id)
    where state = 'failed' and told_at is null and person_id is not null;
create index outbox_prompt on outbox (prompt_id) where prompt_id is not null;
-- The newest question in a place, for answers that are typed.
create index outbox_asked on outbox (destination, id) where prompt_id is not null;
create index outbox_expiry on outbox (expires_at) where state = 'pending' and expires_at is not null;
