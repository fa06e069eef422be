"""Roster and marks as CSV, and folder trees."""

from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.records import collect, exchange, gradebook, handins, people, roster


def test_a_roster_is_added_changed_and_written_out_again(course):
    data = "name,email,number,section,role\nAda Lovelace,ada@example.org,1001,Mon,student\n김하나,hana@example.org,1003,Tue; Wed,student\n".encode()
    plan = roster.plan(course, data, "people.csv")
    assert [fields["name"] for fields in plan.added] == ["김하나"]
    assert plan.changed == [(1, {"name": "Ada Lovelace"})]
    assert plan.missing == [2]
    assert people.get(course, 1).name == "Ada"
    roster.apply(course, 4, plan)
    assert people.sections_of(course, people.find(course, "1003").id) == ["Tue", "Wed"]
    again = roster.plan(course, roster.export(course).encode(), "people.csv")
    assert (again.added, again.changed) == ([], [])


def test_a_roster_from_korean_excel_and_one_with_names_in_two_columns(course):
    assert roster.plan(course, "이름,이메일\n이하나,h@example.org\n".encode("cp949"), "x.csv").added[0]["name"] == "이하나"
    moodle = b"First name;Surname;ID number;Email address\nAda;L;1001;ada@example.org\n"
    assert roster.plan(course, moodle, "x.csv").changed == [(1, {"name": "Ada L"})]


BAD = [
    (b"email\na@b.c\n", "x.csv:1: no column “name”"),
    (b"name,email\nAda,nonsense\n", "x.csv:2: email: “nonsense”"),
    (b"name,email\nAda,\n", "x.csv:2: Ada has neither"),
    (b"name,email,role\nAda,a@b.c,boss\n", "x.csv:2: role"),
    (b"name,email\nA,a@b.c\nB,a@b.c\n", "x.csv:3: email: “a@b.c” is in line 2"),
    (b'name,email\n"A,a@b.c\n', "not well-formed CSV"),
    (b"name,name,email\nA,B,c\n", "is there twice"),
    (b"PK\0\0\0", "not a CSV file"),
    (b"name,email\nA,a@b.c,x,y\n", "x.csv:2: 4 cells under 2 headings"),
    (b"name,email,extra_time\nA,a@b.c,0.5\n", "extra_time: must be a number from 1 to 10000"),
    (b"name,email,extra_hours\nA,a@b.c,inf\n", "extra_hours: must be a number from 0 to 10000"),
]


@pytest.mark.parametrize(("data", "said"), BAD, ids=[said for _, said in BAD])
def test_a_wrong_roster_is_refused_with_line_and_column_and_changes_nothing(course, data, said):
    with pytest.raises(CourseError) as caught:
        roster.plan(course, data, "x.csv")
    assert said in str(caught.value)
    assert len(people.everyone(course)) == 4


@pytest.fixture
def marked(course, grade):
    handins.hand_in(course, 1, "optimizers", b"one", filename="a.ipynb")
    grade(adam=3.0)
    return course


def test_a_file_from_canvas_is_filled_in_and_keeps_its_columns(marked):
    exported = (
        "Student,ID,SIS User ID,SIS Login ID,Section,optimizers (123),Other (9)\n"
        '    Points Possible,,,,,10,5\n"L, Ada",77,1001,ada,Mon,,4\nStranger,78,9999,who,Mon,3,2\n'
    )
    filled = exchange.canvas(gradebook.of_course(marked), exported.encode(), "c.csv")
    lines = filled.text.splitlines()
    assert lines[0] == "Student,ID,SIS User ID,SIS Login ID,Section,optimizers (123),Other (9)"
    assert lines[2] == '"L, Ada",77,1001,ada,Mon,7,4'
    assert lines[3] == "Stranger,78,9999,who,Mon,3,2"
    assert filled.remarks == ["c.csv:4: Stranger is not in this course: left as it was", "Bo is not in the file"]
    assert (filled.people, filled.columns) == (1, {"optimizers (123)": "optimizers"})


def test_moodle_gets_grade_and_feedback_together(marked):
    lines = exchange.moodle(marked, gradebook.of_course(marked), "optimizers").splitlines()
    assert lines[1].startswith("ada@example.org,1001,7,Due 2026-03-09 09:00 (UTC). Attempt 1 of 1 counts: the best.")


def test_a_name_that_is_a_formula_is_neutralised_on_the_way_out_and_read_back(marked):
    people.change(marked, 4, 1, name='=HYPERLINK("http://x")', email="+ada@example.org")
    text = exchange.plain(gradebook.of_course(marked))
    assert "'=HYPERLINK" in text and ",'+ada@example.org," in text
    found = exchange.plan(marked, text.replace(",7,", ",8,").encode(), "m.csv", assignment="optimizers")
    assert [(person.id, new, now) for person, new, now in found.marks] == [(1, 8.0, 7.0)]


def test_marks_come_in_as_overrides_after_a_dry_run(marked):
    found = exchange.plan(marked, b'email,Grade\nada@example.org,"9,5"\nbo@example.org,-\n', "m.csv", assignment="optimizers")
    assert gradebook.mark(marked, 1, "optimizers").score == 7.0
    exchange.apply(marked, 4, found, reason="oral exam")
    assert gradebook.mark(marked, 1, "optimizers").score == 9.5
    assert found.remarks == ["Bo: empty, left alone"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"email,Grade\nada@example.org,nine\n", "m.csv:2: Grade: “nine” is not a number"),
        (b"email,Grade\nada@example.org,95\n", "more than twice the maximum"),
        (b"email,Grade\nwho@example.org,5\n", "m.csv:2: email: nobody here"),
        (b"email,Grade\nada@example.org,5\nada@example.org,6\n", "m.csv:3: email: Ada is in line 2"),
        (b"email,points\nada@example.org,5\n", "no column fits"),
        (b"nick,Grade\nada,5\n", "who is who"),
    ],
    ids=["word", "too much", "stranger", "twice", "no column", "no key"],
)
def test_wrong_marks_are_refused_with_line_and_column(marked, data, said):
    with pytest.raises(CourseError) as caught:
        exchange.plan(marked, data, "m.csv", assignment="optimizers")
    assert said in str(caught.value)


def test_a_folder_tree_is_taken_in_once_with_its_times(course, tmp_path):
    def put(student, name, text, time=None):
        folder = tmp_path / "submitted" / student / "optimizers"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
        if time:
            (folder / "timestamp.txt").write_text(time)

    put("ada", "optimizers.ipynb", "{}", "2026-03-08 23:30:00.123456 KST")
    put("bo", "a.ipynb", "{1}")
    put("bo", "helper.py", "x = 1", "2026-03-09 10:00:00 UTC")
    put("stranger", "a.ipynb", "{}")
    found = collect.collect(course, 4, tmp_path / "submitted")
    assert [(h.person, h.filename, h.received_at) for h in found.stored] == [
        (1, "optimizers.ipynb", "2026-03-08T14:30:00.123456Z"),
        (2, "optimizers.zip", "2026-03-09T10:00:00.000000Z"),
    ]
    assert len(found.skipped) == 1 and "stranger" in found.skipped[0]
    assert collect.collect(course, 4, tmp_path / "submitted").again == 2


def test_a_time_that_is_none_is_named(course, tmp_path):
    (tmp_path / "timestamp.txt").write_text("yesterday")
    with pytest.raises(CourseError, match="“yesterday” is not a time"):
        collect.timestamp(tmp_path)
