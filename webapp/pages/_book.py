"""The gradebook as a table: filtered, sorted, cut into pages, with a distribution for each heading. Nothing here asks who may see what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import quantiles
from typing import Any

from grader.policies.course import CoursePlan
from grader.records.assignments import Assignment
from grader.records.gradebook import Book, Cell, Line
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import ngettext
from webapp.words import category as category_name
from webapp.words import local, points

PAGE = 50
BINS = 10
SHOW = {
    "": _l("everybody"),
    "waiting": _l("with something waiting"),
    "late": _l("with something late"),
    "missing": _l("with something missing"),
    "by_hand": _l("with a mark by hand"),
    "excused": _l("with an excuse"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks for."""

    section: str = ""
    q: str = ""
    show: str = ""
    sort: str = "name"
    down: bool = False
    page: int = 1

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        page = args.get("page", "1")
        return cls(
            section=args.get("section", "")[:100],
            q=args.get("q", "").strip()[:100],
            show=args.get("show", "") if args.get("show", "") in SHOW else "",
            sort=args.get("sort", "name")[:100],
            down=args.get("dir") == "down",
            page=int(page) if page.isdigit() and 0 < len(page) < 6 else 1,
        )

    def query(self, **changes: Any) -> dict[str, str | int]:
        """The address of this with something changed; what is as usual is left out."""
        new = replace(self, **changes)
        said: dict[str, str | int] = {"section": new.section, "q": new.q, "show": new.show, "page": new.page if new.page > 1 else ""}
        said |= {"sort": new.sort if new.sort != "name" else "", "dir": "down" if new.down else ""}
        return {key: value for key, value in said.items() if value}


@dataclass(frozen=True, kw_only=True)
class Spark:
    """How marks are spread: bars from 0 to 100 % in tenths, and the same in words."""

    bars: list[tuple[int, float]]  # place, height from 0 to 1
    words: str


@dataclass(frozen=True, kw_only=True)
class Heading:
    key: str  # what to sort by
    title: str
    fine: str = ""
    spark: Spark | None = None
    sorted: str = ""  # ascending, descending
    query: dict[str, str | int] = field(default_factory=dict)
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One cell in signs and words."""

    points: str
    word: str
    look: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    fine: str
    href: str
    cells: list[Shown]
    categories: list[str]
    total: str
    letter: str


@dataclass(frozen=True, kw_only=True)
class Group:
    name: str
    width: int
    fine: str


@dataclass(frozen=True, kw_only=True)
class Table:
    groups: list[Group]
    columns: list[Heading]
    categories: list[Heading]
    name: Heading
    total: Heading
    letters: bool
    rows: list[Row]
    found: int  # people, on all pages
    pages: int
    page: int


def chosen(book: Book, asked: Asked) -> list[Line]:
    """Return the lines that the address asks for, in its order."""
    return _ordered([line for line in book.lines if _fits(line, asked)], asked)


Links = Callable[[int, str | None], str]  # person, assignment → address of the reasons


def table(book: Book, asked: Asked, plan: CoursePlan, held: set[str], sections: Mapping[int, list[str]], links: Links) -> Table:
    """Return what the page shows. `held`: columns whose marks the students do not see yet."""
    columns = in_categories(book.columns)
    categories = list(dict.fromkeys(column.category for column in columns))
    lines = chosen(book, asked)
    titles = {column.id: local(column.title) for column in columns}
    headings = [
        Heading(
            key=column.id,
            title=titles[column.id],
            fine=_("of %(points)s", points=points(column.max_score)) + (" · " + _("▣ hidden from students") if column.id in held else ""),
            spark=_spark(_shares(lines, column.id)),
            **_sorting(asked, column.id),
        )
        for column in columns
    ]
    subtotals = [
        Heading(
            key=f"={category}",
            title=_named(category),
            spark=_spark([line.total.categories[category] for line in lines if category in line.total.categories]),
            **_sorting(asked, f"={category}"),
        )
        for category in (categories if len(categories) > 1 else [])
    ]
    totals = [line.total.percent / 100 for line in lines if line.total.percent is not None]
    pages = max(1, -(-len(lines) // PAGE))
    page = min(asked.page, pages)
    ordered = lines[(page - 1) * PAGE : page * PAGE]
    ids = [column.id for column in columns]
    names = [heading.key[1:] for heading in subtotals]
    words = _words()
    return Table(
        groups=[_group(category, columns, plan, len(categories)) for category in categories],
        columns=headings,
        categories=subtotals,
        name=Heading(key="name", title=_("Name"), **_sorting(asked, "name")),
        total=Heading(key="=", title=_("Total"), fine="%", spark=_spark(totals), **_sorting(asked, "=")),
        letters=bool(plan.letters.scale),
        rows=[_row(line, ids, names, sections.get(line.person.id, []), links, words) for line in ordered],
        found=len(lines),
        pages=pages,
        page=page,
    )


def in_categories(columns: Iterable[Assignment]) -> list[Assignment]:
    """Put columns of a category side by side; categories and columns keep their order otherwise."""
    listed = list(columns)
    order = {category: place for place, category in enumerate(dict.fromkeys(column.category for column in listed))}
    return sorted(listed, key=lambda column: order[column.category])


def _named(category: str) -> str:
    return category_name(category) or _("without a category")


def _group(category: str, columns: Sequence[Assignment], plan: CoursePlan, of: int) -> Group:
    width = sum(1 for column in columns if column.category == category)
    parts = []
    if of > 1 or plan.weights.by_category:
        whole = sum(plan.weights.weight(name) for name in dict.fromkeys(column.category for column in columns))
        parts.append(_("%(percent)s %% of the total", percent=points(100 * plan.weights.weight(category) / whole if whole else 0)))
    drop = plan.drop_lowest.get(category) or plan.drop_lowest.get("")
    if drop is not None and drop.count:
        parts.append(ngettext("the lowest is dropped", "the lowest %(num)d are dropped", drop.count))
    return Group(name=_named(category), width=width, fine=", ".join(parts))


def _fits(line: Line, asked: Asked) -> bool:
    if asked.q:
        person, wanted = line.person, asked.q.casefold()
        if not any(wanted in said.casefold() for said in (person.name, person.number or "", person.login or "", person.email or "")):
            return False
    return not asked.show or any(_is(cell, asked.show) for cell in line.cells.values())


def _is(cell: Cell, what: str) -> bool:
    if what == "waiting":
        return cell.waiting
    return cell.hours_late > 0 if what == "late" else cell.state == what


def _sorting(asked: Asked, key: str) -> dict[str, Any]:
    """A first click on a number shows the lowest first: those are who one looks for. The second turns it round."""
    here = asked.sort == key
    return {
        "sorted": ("descending" if asked.down else "ascending") if here else "",
        "query": asked.query(sort=key, down=here and not asked.down, page=1),
    }


def _ordered(lines: list[Line], asked: Asked) -> list[Line]:
    if asked.sort == "name":
        return lines[::-1] if asked.down else lines
    valued = [(value, place) for place, line in enumerate(lines) if (value := _value(line, asked.sort)) is not None]
    valued.sort(key=lambda entry: (-entry[0] if asked.down else entry[0], entry[1]))
    placed = {place for _, place in valued}
    return [lines[place] for _, place in valued] + [line for place, line in enumerate(lines) if place not in placed]


def _value(line: Line, key: str) -> float | None:
    if key == "=":
        return line.total.percent
    if key.startswith("="):
        return line.total.categories.get(key[1:])
    cell = line.cells.get(key)
    return None if cell is None or cell.score is None or not cell.max_score else cell.score / cell.max_score


def _shares(lines: list[Line], id: str) -> list[float]:
    found = []
    for line in lines:
        cell = line.cells.get(id)
        if cell is not None and cell.score is not None and cell.max_score:
            found.append(cell.score / cell.max_score)
    return found


def _spark(shares: list[float]) -> Spark | None:
    if not shares:
        return None
    counts = [0] * BINS
    for share in shares:
        counts[min(BINS - 1, max(0, int(share * BINS)))] += 1
    most = max(counts)
    low, middle, high = (shares * 3 if len(shares) == 1 else [*quantiles(shares, n=4, method="inclusive")])[:3]
    words = ngettext("%(num)d mark", "%(num)d marks", len(shares)) + ", "
    words += _(
        "median %(median)s %%, half of them from %(low)s to %(high)s %%", median=_percent(middle), low=_percent(low), high=_percent(high)
    )
    return Spark(bars=[(place, round(count / most, 2)) for place, count in enumerate(counts) if count], words=words)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _words() -> dict[str, str]:
    """Looked up once for thousands of cells."""
    return {
        "late": _("◷ late"),
        "free": _("◷ late, free"),
        "newer": _("◔ newer waits"),
        "by_hand": _("✎ by hand"),
        "excused": _("– excused"),
        "missing": _("✗ missing"),
        "waiting": _("◔ waiting"),
        "hidden": _("▣ hidden"),
        "open": _("○ open"),
    }


def word(cell: Cell, words: Mapping[str, str]) -> str:
    """The sign and word of a cell, empty for a plain mark."""
    if cell.state != "graded":
        return words[cell.state]
    if cell.waiting:
        return words["newer"]
    if cell.hours_late > 0:
        return words["free" if cell.days else "late"]
    return ""


def _row(line: Line, ids: list[str], categories: list[str], sections: list[str], links: Links, words: Mapping[str, str]) -> Row:
    person = line.person
    return Row(
        name=person.name,
        fine=" · ".join([*([person.number] if person.number else []), *sections]),
        href=links(person.id, None),
        cells=[shown(line.cells.get(id), links(person.id, id), words) for id in ids],
        categories=[f"{100 * share:.1f}" if (share := line.total.categories.get(name)) is not None else "–" for name in categories],
        total=points(line.total.rounded),
        letter=line.total.letter,
    )


def shown(cell: Cell | None, href: str, words: Mapping[str, str]) -> Shown:
    """One cell for the page."""
    if cell is None:
        return Shown(points="–", word="", look="open", href=href)
    look = "late" if cell.state == "graded" and cell.hours_late > 0 else cell.state
    return Shown(points="" if cell.score is None else points(cell.score), word=word(cell, words), look=look, href=href)
