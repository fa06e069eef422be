"""What people decide and say: overrides, extensions, excuses, reviews, requests, comments, notices, quiz results, keys."""

SQL = """
create table mark_override (
    id          integer primary key,
    person      integer not null references person (id),
    assignment  text not null references assignment (id),
    score       real check (score >= 0),                  -- null takes an earlier override back
    reason      text not null check (length(reason) > 0),
    by          text not null,
    at          text not null
);
create index mark_override_by_person on mark_override (person, assignment, id);

create table excuse (
    id          integer primary key,
    person      integer not null references person (id),
    assignment  text not null references assignment (id),
    excused     integer not null check (excused in (0, 1)),
    reason      text not null,
    by          text not null,
    at          text not null
);
create index excuse_by_person on excuse (person, assignment, id);

create table extension (
    id          integer primary key,
    assignment  text not null references assignment (id),
    person      integer references person (id),           -- neither person nor section: everybody
    section     integer references section (id),
    minutes     integer check (minutes > 0),              -- added to the deadline ...
    due_at      text check (due_at glob '????-??-??T*Z'),  -- ... or a deadline of its own
    reason      text not null,
    by          text not null,
    at          text not null,
    revoked_at  text,
    check ((minutes is null) != (due_at is null)),
    check (person is null or section is null)
);
create index extension_by_assignment on extension (assignment);

create table review (
    id          integer primary key,
    assignment  text not null references assignment (id),
    exercise    text not null,
    check_id    text not null,
    reason      text not null,
    by          text not null,
    at          text not null,
    ended_at    text
);
create unique index review_once on review (assignment, exercise, check_id) where ended_at is null;

create table request (
    id          integer primary key,
    person      integer not null references person (id),
    assignment  text not null references assignment (id),
    handin      text references handin (id),
    kind        text not null check (kind in ('regrade', 'extension')),
    state       text not null check (state in ('open', 'granted', 'declined', 'closed')),
    at          text not null
);
create index request_by_person on request (person, id);
create index request_by_state on request (state, id);

create table request_message (
    id       integer primary key,
    request  integer not null references request (id),
    by       integer not null references person (id),
    text     text not null,
    state    text check (state in ('open', 'granted', 'declined', 'closed')),  -- what the message turned the request into
    at       text not null
);
create index request_message_by_request on request_message (request, id);

create table rubric (
    assignment text not null references assignment (id),
    exercise   text not null,
    max_score  real not null check (max_score > 0),
    criteria   text not null check (json_valid(criteria)),  -- [{"id", "points", "en", "ko"}]
    primary key (assignment, exercise)
) without rowid;

create table manual_mark (
    id        integer primary key,
    handin    text not null references handin (id),
    exercise  text not null,
    score     real not null check (score >= 0),
    criteria  text not null default '[]' check (json_valid(criteria)),
    comment   text not null default '',
    by        integer not null references person (id),
    at        text not null
);
create index manual_mark_by_handin on manual_mark (handin, exercise, id);

create table comment (
    id          integer primary key,
    handin      text not null references handin (id),
    cell        text not null default '',
    text        text not null,
    by          integer not null references person (id),
    at          text not null,
    removed_at  text
);
create index comment_by_handin on comment (handin, id);

create table notice (
    id         integer primary key,
    person     integer not null references person (id),
    kind       text not null check (kind in ('receipt', 'graded', 'changed', 'answered', 'due_soon', 'fault', 'message')),
    subject    text not null default '',
    data       text not null check (json_valid(data)),
    at         text not null,
    read_at    text,
    mailed_at  text
);
create index notice_by_person on notice (person, id);
create index notice_to_mail on notice (id) where mailed_at is null;

create table quiz_result (
    id           integer primary key,
    person       integer not null references person (id),
    assignment   text not null references assignment (id),
    number       integer not null check (number >= 1),
    started_at   text not null,
    submitted_at text not null,
    score        real not null check (score >= 0),
    max_score    real not null check (max_score > 0),
    body         text not null check (json_valid(body)),
    at           text not null
);
create index quiz_result_by_assignment on quiz_result (assignment, person, number, id);
create index quiz_result_by_person on quiz_result (person, assignment, number, id);

create table signing_key (
    version     integer primary key,
    public      text not null,
    created_at  text not null,
    retired_at  text
);

create table similarity (
    id          integer primary key,
    assignment  text not null references assignment (id),
    body        blob not null,
    by          text not null,
    at          text not null
);

create trigger quiz_result_is_appended_1 before update on quiz_result when not exists (select 1 from erasing where person = old.person) begin
    select raise(abort, 'quiz results are only ever appended');
end;
create trigger quiz_result_is_appended_2 before delete on quiz_result begin
    select raise(abort, 'quiz results are only ever appended');
end;
create trigger mark_override_is_appended_1 before update on mark_override when not exists (select 1 from erasing where person = old.person) begin
    select raise(abort, 'overrides are only ever appended');
end;
create trigger mark_override_is_appended_2 before delete on mark_override begin
    select raise(abort, 'overrides are only ever appended');
end;
"""
