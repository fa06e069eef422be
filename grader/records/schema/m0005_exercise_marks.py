"""Marks that people set for one exercise of a hand-in, in place of what the checks gave."""

SQL = """
create table exercise_mark (
    id        integer primary key,
    handin    text not null references handin (id),
    exercise  text not null,
    score     real check (score >= 0),                    -- null: the checks decide again
    reason    text not null check (length(reason) > 0),
    by        integer not null references person (id),
    at        text not null
);
create index exercise_mark_by_handin on exercise_mark (handin, exercise, id);
"""
