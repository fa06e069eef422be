"""Assignments, suites, hand-ins, the queue and reports.

`erasing` holds a person only inside the transaction that erases them: the one exception to the triggers.
"""

SQL = """
create table suite (
    digest     text primary key,
    assignment text not null,
    max_score  real not null check (max_score > 0),
    manifest   text not null check (json_valid(manifest)),
    added_at   text not null
) without rowid;

create table assignment (
    id          text primary key,
    kind        text not null check (kind in ('code', 'quiz', 'manual')),
    title       text not null check (json_valid(title)),  -- {"en": ..., "ko": ...}
    category    text not null default '',
    position    integer not null default 0,
    max_score   real not null check (max_score > 0),
    opens_at    text check (opens_at glob '????-??-??T*Z'),
    due_at      text check (due_at glob '????-??-??T*Z'),
    published   integer not null default 0 check (published in (0, 1)),
    released_at text check (released_at glob '????-??-??T*Z'),  -- when marks were released; null: not yet
    anonymous   integer not null default 0 check (anonymous in (0, 1)),
    policy      text not null default '{}' check (json_valid(policy)),
    suite       text references suite (digest),
    created_at  text not null
) without rowid;

create table handin (
    id          text primary key,
    person      integer not null references person (id),
    assignment  text not null references assignment (id),
    number      integer not null check (number >= 1),     -- attempt 1, 2, 3 of this person
    sha256      text not null check (length(sha256) = 64),
    size        integer not null check (size >= 0),
    filename    text not null,
    received_at text not null check (received_at glob '????-??-??T*Z'),  -- when its first byte arrived
    stored_at   text not null check (stored_at glob '????-??-??T*Z'),
    source      text not null check (source in ('web', 'api', 'command', 'collect')),
    receipt     text not null check (json_valid(receipt)),
    unique (person, assignment, number)
);
create index handin_by_assignment on handin (assignment, person);
create index handin_by_bytes on handin (sha256);

create table withdrawal (
    handin  text primary key references handin (id),
    by      text not null,
    at      text not null
) without rowid;

create table choice (
    id          integer primary key,
    person      integer not null references person (id),
    assignment  text not null references assignment (id),
    handin      text not null references handin (id),
    at          text not null
);
create index choice_by_person on choice (person, assignment, id);

create table regrade (
    id          integer primary key,
    assignment  text not null references assignment (id),
    old_suite   text references suite (digest),
    new_suite   text not null references suite (digest),
    reason      text not null,
    state       text not null check (state in ('preview', 'applied', 'discarded', 'undone')),
    mode        text check (mode in ('raise', 'all')),
    by          text not null,
    at          text not null,
    decided_at  text
);
create unique index regrade_one_preview on regrade (assignment) where state = 'preview';

create table job (
    id            integer primary key,
    handin        text not null references handin (id),
    suite         text not null references suite (digest),
    regrade       integer references regrade (id),
    person        integer not null references person (id),
    lane          integer not null check (lane in (0, 1, 2)),  -- 0 somebody waits, 1 superseded, 2 regrade
    turn          integer not null default 0,                  -- how many of this person's were before it
    state         text not null check (state in ('queued', 'leased', 'done', 'parked', 'cancelled')),
    tries         integer not null default 0,
    not_before    text not null,
    lease         text,
    leased_until  text,
    worker        text,
    progress      text not null default '',
    fault         text not null default '',
    queued_at     text not null,
    started_at    text,
    finished_at   text,
    check ((state = 'leased') = (lease is not null)),
    check ((state = 'leased') = (leased_until is not null))
);
create unique index job_once on job (handin, suite, ifnull(regrade, 0)) where state in ('queued', 'leased');
create index job_next on job (lane, turn, queued_at, id) where state = 'queued';
create index job_leases on job (leased_until) where state = 'leased';
create index job_open on job (person, handin) where state in ('queued', 'leased', 'parked');
create index job_by_handin on job (handin, id);
create index job_by_state on job (state, finished_at);

create table report (
    id          integer primary key,
    job         integer not null unique references job (id),   -- a job gives one report, whatever dies on the way
    handin      text not null references handin (id),
    suite       text not null references suite (digest),
    regrade     integer references regrade (id),
    person      integer not null references person (id),       -- these three repeat the hand-in, which never changes,
    assignment  text not null references assignment (id),      -- so that the gradebook reads one index
    received_at text not null,
    status      text not null check (status in ('graded', 'ungradable')),
    score       real not null check (score >= 0),
    max_score   real not null check (max_score > 0),
    made_at     text not null,
    worker      text not null,
    summary     text not null check (json_valid(summary)),     -- per exercise and check, without findings
    body        blob not null                                  -- the whole report: JSON, deflated
);
create index report_by_handin on report (handin, id);
create index report_for_gradebook on report (assignment, person, handin, id, regrade, status, score, max_score, received_at, suite);
create index report_by_person on report (person, assignment, handin, id, regrade, status, score, max_score, received_at, suite);
create index report_by_regrade on report (regrade) where regrade is not null;

create table erasing (
    person  integer primary key references person (id)
);

create trigger handin_is_appended_1 before update on handin when not exists (select 1 from erasing where person = old.person) begin
    select raise(abort, 'hand-ins are only ever appended');
end;
create trigger handin_is_appended_2 before delete on handin begin
    select raise(abort, 'hand-ins are only ever appended');
end;
create trigger report_is_appended_1 before update on report when not exists (select 1 from erasing where person = old.person) begin
    select raise(abort, 'reports are only ever appended');
end;
create trigger report_is_appended_2 before delete on report begin
    select raise(abort, 'reports are only ever appended');
end;
create trigger suite_is_appended_1 before update on suite begin
    select raise(abort, 'suites are only ever appended');
end;
create trigger suite_is_appended_2 before delete on suite begin
    select raise(abort, 'suites are only ever appended');
end;
"""
