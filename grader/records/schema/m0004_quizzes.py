"""Quizzes as they are run: settings, attempts, the questions as shown, every answer saved, ends, marks, time given, regrades.

All but the settings is appended. A question's text is kept once per wording (`quiz_text`), named by its digest.
"""

SQL = """
create table quiz (
    assignment  text primary key references assignment (id),
    settings    text not null check (json_valid(settings)),
    at          text not null
) without rowid;

create table quiz_text (
    digest  text primary key,
    body    text not null check (json_valid(body))
) without rowid;

create table attempt (
    id          text primary key,
    person      integer not null references person (id),
    assignment  text not null references assignment (id),
    kind        text not null check (kind in ('graded', 'practice')),
    number      integer not null check (number >= 1),
    started_at  text not null check (started_at glob '????-??-??T*Z'),
    limit_s     real check (limit_s > 0),                 -- with the person's extra time in it; null: no limit
    settings    text not null check (json_valid(settings)),  -- as they were when it began
    unique (person, assignment, kind, number)
);
create index attempt_by_assignment on attempt (assignment, kind, person);

create table attempt_question (
    attempt   text not null references attempt (id),
    position  integer not null check (position >= 1),
    question  text not null,
    text      text not null references quiz_text (digest),
    variant   text not null check (json_valid(variant)),
    points    real not null check (points >= 0),
    primary key (attempt, position)
) without rowid;
create index attempt_question_by_name on attempt_question (question, attempt);

create table attempt_answer (
    id        integer primary key,
    attempt   text not null,
    position  integer not null,
    form      text not null check (json_valid(form)),
    state     text not null check (state in ('saved', 'final', 'late')),  -- late: kept, but after the end
    saved_at  text not null check (saved_at glob '????-??-??T*Z'),
    foreign key (attempt, position) references attempt_question (attempt, position)
);
create index attempt_answer_by_question on attempt_answer (attempt, position, id);

create table attempt_end (
    attempt  text primary key references attempt (id),
    how      text not null check (how in ('submitted', 'time')),
    at       text not null check (at glob '????-??-??T*Z')
) without rowid;

create table attempt_time (
    id        integer primary key,
    attempt   text not null references attempt (id),
    seconds   real not null,
    reason    text not null default '',
    by        text not null,
    at        text not null
);
create index attempt_time_by_attempt on attempt_time (attempt);

create table attempt_mark (
    id        integer primary key,
    attempt   text not null,
    position  integer not null,
    share     real not null check (share between 0 and 1),
    dropped   integer not null default 0 check (dropped in (0, 1)),
    body      text not null check (json_valid(body)),      -- feedback keys, trap, how it came about
    by        text not null,
    at        text not null,
    foreign key (attempt, position) references attempt_question (attempt, position)
);
create index attempt_mark_by_question on attempt_mark (attempt, position, id);

create table quiz_regrade (
    id          integer primary key,
    assignment  text not null references assignment (id),
    question    text not null,
    mode        text not null check (mode in ('accept', 'drop', 'full')),
    form        text not null default '{}' check (json_valid(form)),
    reason      text not null check (length(reason) > 0),
    by          text not null,
    at          text not null,
    ended_at    text
);
create index quiz_regrade_by_assignment on quiz_regrade (assignment, question);

create trigger attempt_answer_is_appended_1 before update on attempt_answer
when not exists (select 1 from erasing e join attempt a on a.person = e.person where a.id = old.attempt) begin
    select raise(abort, 'answers are only ever appended');
end;
create trigger attempt_answer_is_appended_2 before delete on attempt_answer begin
    select raise(abort, 'answers are only ever appended');
end;
create trigger attempt_mark_is_appended_1 before update on attempt_mark begin
    select raise(abort, 'marks are only ever appended');
end;
create trigger attempt_mark_is_appended_2 before delete on attempt_mark begin
    select raise(abort, 'marks are only ever appended');
end;
create trigger attempt_end_is_final_1 before update on attempt_end begin
    select raise(abort, 'an attempt ends once');
end;
create trigger attempt_end_is_final_2 before delete on attempt_end begin
    select raise(abort, 'an attempt ends once');
end;
"""
