"""The memory of a course: people, hand-ins, queue, reports, decisions and the trail of who did what.

    records = Records(Path("var"))
    handin = handins.hand_in(records, person, "optimizers", data, filename="adam.ipynb")
    book = gradebook.of_course(records)

One module per thing; each takes `records` first. Reading for a person goes through `records.seen_by(person)`.
"""

from grader.records.store import Actor, NotFound, NotStored, Records, Transaction

__all__ = ["Actor", "NotFound", "NotStored", "Records", "Transaction"]
