"""A second auditor, as plain as can be: it writes out every assignment of answers to people, and looks.

It shares no code with the first but the document that both read. Only for a handful of people.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

from surveys.auditor.document import Document, Metric, Person, Row, Share

Table = dict[Person, str | None]
"""The option that each person chose; None for no answer."""


def tables_of(rows: Sequence[Row], metric: Metric) -> list[Table]:
    """Every table that fits the rows; a person has one answer in all of them."""
    people = sorted(set().union(*(row.members for row in rows)), key=str)
    assignments = product([None, *metric.options], repeat=len(people))
    tables = (dict(zip(people, answers, strict=True)) for answers in assignments)
    return [table for table in tables if all(fits(table, row, metric) for row in rows)]


def fits(table: Table, row: Row, metric: Metric) -> bool:
    """Whether a row can have been published of these answers."""
    answers = [answer for person in row.members if (answer := table[person]) is not None]
    n, total = len(answers), added(answers, metric)
    return (
        (row.n is None or row.n[0] <= n <= row.n[1])
        and (row.counts is None or all(answers.count(option) == count for option, count in row.counts.items()))
        and (row.total is None or total == row.total)
        and (row.mean is None or (n > 0 and row.mean.lo * n <= total <= row.mean.hi * n))
        and all(share_fits(answers, share) for share in row.shares)
    )


def share_fits(answers: Sequence[str], share: Share) -> bool:
    """Whether a share can have been shown of these answers, after clipping."""
    n = len(answers)
    if not n:
        return False
    if n < 2 * share.cap:
        return True
    count = sum(answer in share.of for answer in answers)
    clipped = min(max(count, share.cap), n - share.cap)
    return share.lo <= Fraction(100 * clipped, n) <= share.hi


def added(answers: Sequence[str], metric: Metric) -> Fraction:
    """The sum of the options' numbers."""
    if metric.values is None:
        return Fraction(0)
    values = dict(zip(metric.options, metric.values, strict=True))
    return sum((values[answer] for answer in answers), Fraction(0))


def certain_classes(tables: Sequence[Table], metric: Metric) -> dict[Person, str | None]:
    """L3: whose answer, if there is one, is of one class in every table."""
    if len({metric.class_of(option) for option in metric.options}) < 2:
        return {}
    found = {}
    for person in tables[0]:
        classes = {metric.class_of(answer) for table in tables if (answer := table[person]) is not None}
        if len(classes) == 1:
            found[person] = classes.pop()
    return found


def certain_participation(tables: Sequence[Table]) -> dict[Person, bool]:
    """L3p: who answered in every table, or in none."""
    found = {}
    for person in tables[0]:
        took_part = {table[person] is not None for table in tables}
        if len(took_part) == 1:
            found[person] = took_part.pop()
    return found


def told_to_insiders(tables: Sequence[Table], metric: Metric, coalition: int) -> set[tuple[Person, str | None]]:
    """L3c: whose class is certain to some colleagues, up to that many, by what these may have answered."""
    alone = certain_classes(tables, metric)
    found = set()
    for size in range(1, coalition + 1):
        for insiders in combinations(tables[0], size):
            for known in {tuple(table[person] for person in insiders) for table in tables}:
                left = [table for table in tables if tuple(table[person] for person in insiders) == known]
                found |= {
                    (person, name)
                    for person, name in certain_classes(left, metric).items()
                    if person not in alone and person not in insiders
                }
    return found


def smallest_told(
    tables: Sequence[Table], rows: Sequence[Row], metric: Metric, k: int, among: frozenset[Person]
) -> int | None:
    """L2: of how many people the smallest set is whose total is told."""
    clusters = [cluster for cluster in clusters_of(rows) if cluster <= among]
    sizes = []
    for size in range(1, len(clusters) + 1):
        for chosen in combinations(clusters, size):
            people = frozenset().union(*chosen)
            if told(tables, rows, metric, people, k) or (
                (size == 1 or people in {row.members for row in rows}) and few(tables, people, k)
            ):
                sizes.append(len(people))
    return min(sizes, default=None)


def clusters_of(rows: Sequence[Row]) -> list[frozenset[Person]]:
    """The people of identical membership."""
    by_rows: dict[tuple[bool, ...], set[Person]] = {}
    for person in set().union(*(row.members for row in rows)):
        by_rows.setdefault(tuple(person in row.members for row in rows), set()).add(person)
    return [frozenset(people) for people in by_rows.values()]


def told(tables: Sequence[Table], rows: Sequence[Row], metric: Metric, people: frozenset[Person], k: int) -> bool:
    """Whether a total of these people is certain, and counts fewer than k."""
    answers = [[answer for person in people if (answer := table[person]) is not None] for table in tables]
    numbers = {len(each) for each in answers}
    if len(numbers) == 1 and 1 <= min(numbers) < k:
        return True
    if len(people) >= k or not max(numbers):
        return False
    summed = any(row.total is not None or row.mean is not None for row in rows)
    if summed and len({added(each, metric) for each in answers}) == 1:
        return True
    sets = [*metric.classes.values(), *(share.of for row in rows for share in row.shares)]
    if any(row.counts is not None for row in rows):
        sets += [frozenset([option]) for option in metric.options]
    return any(len({sum(answer in options for answer in each) for each in answers}) == 1 for options in sets)


def few(tables: Sequence[Table], people: frozenset[Person], k: int) -> bool:
    """Whether it is certain that one to k-1 of these answered."""
    return all(1 <= sum(table[person] is not None for person in people) < k for table in tables)


def decoded(tables: Sequence[Table], rows: Sequence[Row], metric: Metric) -> set[tuple[int, str]]:
    """L4: which rounded figures leave one count or sum, of a group that may hold fewer than thirty answers."""
    found = set()
    for row in rows:
        answers = [[answer for person in row.members if (answer := table[person]) is not None] for table in tables]
        if row.counts is not None or min(map(len, answers)) >= 30:
            continue
        for share in row.shares:
            counts = {sum(answer in share.of for answer in each) for each in answers}
            if (share.cap or share.lo < share.hi) and len(counts) == 1:
                found.add((row.index, f'number of answers behind "{share.told}"'))
        if row.mean is not None and row.total is None and len({added(each, metric) for each in answers}) == 1:
            found.add((row.index, "sum of the answers"))
    return found


def pairs_of(document: Document, metric: Metric) -> Iterator[tuple[list[Row], frozenset[Person]]]:
    """L5: what is compared across waves, and who is in it one time only."""
    told_in = [rows for wave in document.waves if (rows := document.told(wave, metric.name))]
    for number, rows in enumerate(told_in):
        for group in dict.fromkeys(row.members for row in rows):
            for before in reversed(told_in[:number]):
                near = {other.members for other in before if len(other.members ^ group) < document.k}
                if near:
                    for other in near - {group} if group not in near else ():
                        both = [row for row in before if row.members == other]
                        yield [*both, *(row for row in rows if row.members == group)], other ^ group
                    break
            yield from _of_a_quarter(group, rows, told_in[max(0, number - 13) : number], document.k)
        if number:
            known = [frozenset().union(*(row.members for row in each)) for each in (told_in[number - 1], rows)]
            if known[0] != known[1]:
                yield [*told_in[number - 1], *rows], known[0] ^ known[1]


def _of_a_quarter(
    group: frozenset[Person], rows: Sequence[Row], before: Sequence[Sequence[Row]], k: int
) -> Iterator[tuple[list[Row], frozenset[Person]]]:
    alike = [row for each in before for row in each if len(row.members ^ group) < k]
    if len({(row.wave, row.members) for row in alike}) > 1 and {row.members for row in alike} != {group}:
        groups = [group, *(row.members for row in alike)]
        apart = frozenset().union(*groups) - frozenset.intersection(*groups)
        yield [*alike, *(row for row in rows if row.members == group)], apart
