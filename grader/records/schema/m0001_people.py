"""People, sections, accounts, settings and the audit trail."""

SQL = """
create table person (
    id          integer primary key,
    email       text unique collate nocase,
    login       text unique collate nocase,               -- short name: nbgrader's student id, the LMS's login
    number      text unique,                              -- the registrar's number: Canvas SIS id, Moodle idnumber
    name        text not null,
    sort_name   text not null default '',
    role        text not null check (role in ('student', 'ta', 'instructor')),
    state       text not null default 'active' check (state in ('active', 'dropped', 'erased')),
    language    text not null default 'en' check (language in ('en', 'ko')),
    zone        text not null default '',                 -- empty: the course's time zone
    extra_hours real not null default 0 check (extra_hours >= 0),    -- added to each deadline
    extra_time  real not null default 1 check (extra_time >= 1),     -- factor on the time limit of a quiz
    marking_key text not null unique,                     -- stands for the name in anonymous marking
    password    text,                                     -- an argon2 hash, made and checked by the web app
    session     integer not null default 1,               -- raised to end every session of this person
    created_at  text not null check (created_at glob '????-??-??T*Z')
);

create table section (
    id    integer primary key,
    name  text not null unique
);

create table enrolment (
    person   integer not null references person (id),
    section  integer not null references section (id),
    primary key (person, section)
) without rowid;
create index enrolment_by_section on enrolment (section, person);

create table identity (
    provider  text not null,
    subject   text not null,
    person    integer not null references person (id),
    added_at  text not null,
    primary key (provider, subject)
) without rowid;

create table token (
    digest      text primary key,                         -- sha256 of what the person holds; the token itself is stored nowhere
    person      integer not null references person (id),
    purpose     text not null check (purpose in ('invite', 'reset', 'api')),
    issued_at   text not null,
    expires_at  text,
    used_at     text
) without rowid;

create table throttle (
    key  text not null,
    at   text not null
);
create index throttle_by_key on throttle (key, at);

create table setting (
    key    text primary key,
    value  text not null check (json_valid(value)),
    at     text not null
) without rowid;

create table audit (
    id         integer primary key,
    at         text not null check (at glob '????-??-??T*Z'),
    actor      text not null,                             -- a person's id, or a word such as 'command line'
    viewing_as integer references person (id),
    action     text not null,
    subject    text not null default '',
    person     integer references person (id),            -- whom it concerns
    data       text not null default '{}' check (json_valid(data)),
    digest     text not null                              -- sha256 over the row and the digest before it
);
create index audit_by_person on audit (person, id);
create index audit_by_subject on audit (subject, id);

create trigger audit_is_appended_1 before update on audit begin
    select raise(abort, 'the audit trail is only ever appended to');
end;
create trigger audit_is_appended_2 before delete on audit begin
    select raise(abort, 'the audit trail is only ever appended to');
end;
"""
