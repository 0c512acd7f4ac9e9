"""Which Slack user each row of a listing is, and every reason why a row cannot be used."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from people.hierarchy import Path, flaw_of, lineage_of, text_of
from people.listing import Listing, Problem, Row
from people.roster import Profile

SHOWN = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be used, and whose it is."""

    user_id: str
    row: Row


@dataclass(frozen=True, slots=True)
class Match:
    """The rows that can be used, the problems of the others, and how many people of user groups were passed over.

    A file names each person on purpose, so a guest in it is a problem; a user group has its members for other reasons.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    passed_over: int


@dataclass(frozen=True, slots=True)
class _Directory:
    by_id: Mapping[str, Profile]
    by_email: Mapping[str, Profile]

    def find(self, row: Row) -> Profile | None:
        """Whom the row names; a user id counts for more than an e-mail, which may differ from Slack's."""
        if row.user_id is not None:
            return self.by_id.get(row.user_id)
        return self.by_email.get((row.email or "").casefold())

    def refusal_of(self, row: Row) -> str | None:
        """Why nobody can be listed by this row."""
        found = self.find(row)
        if found is None:
            return self._absence_of(row)
        by_email = self.by_email.get((row.email or "").casefold(), found)
        reasons = (
            (by_email is not found, f"{row.user_id} and {shown(row.email or '')} are two people"),
            (not found.person, f"{shown(row.person)} is a bot, a guest or of another workspace, and so is never asked"),
            (not found.active, f"{shown(row.person)} is a deactivated account"),
        )
        return next((reason for holds, reason in reasons if holds), None)

    def _absence_of(self, row: Row) -> str:
        if not row.person:
            return "names nobody: fill email or user_id"
        if row.user_id is None and not self.by_email:
            return "Slack shows nobody's e-mail: grant the scope users:read.email, or list people by user_id"
        return f"nobody in Slack is {shown(row.user_id or row.person)}"


def directory_of(profiles: Iterable[Profile]) -> _Directory:
    """Find profiles by id and by e-mail; of two accounts with one e-mail, the one in use counts."""
    ranked = sorted(profiles, key=lambda profile: (profile.person and profile.active, profile.user_id))
    return _Directory(
        {profile.user_id: profile for profile in ranked},
        {profile.email.strip().casefold(): profile for profile in ranked if profile.email},
    )


def matched(listing: Listing, profiles: Iterable[Profile]) -> Match:
    """Find the person of each row, and say at once all that is wrong, in the order of the lines."""
    directory = directory_of(profiles)
    passed_over = {row.person for row in listing.rows if row.handle and directory.refusal_of(row)}
    rows = [row for row in listing.rows if not (row.handle and row.person in passed_over)]
    found = [(row, profile.user_id) for row in rows if (profile := directory.find(row))]
    problems = [
        *listing.problems,
        *(Problem(row.line, flaw) for row in rows if (flaw := directory.refusal_of(row))),
        *(Problem(row.line, flaw) for row in rows for flaw in _flaws_of(row)),
        *_repetitions(found),
        *_unknown_units(rows),
        *_spellings(rows),
    ]
    usable = {user_id: row for row, user_id in reversed(found) if not (directory.refusal_of(row) or _flaws_of(row))}
    return Match(
        tuple(Entry(user_id, row) for user_id, row in usable.items()),
        tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line)),
        len(passed_over),
    )


def shown(text: str) -> str:
    """A text of the listing as a terminal may show it: short, and without control characters."""
    seen = "".join(character if character.isprintable() else "?" for character in text)
    return seen if len(seen) <= SHOWN else f"{seen[:SHOWN]}..."


def _flaws_of(row: Row) -> list[str]:
    flaws = []
    if row.unit == ():
        flaws.append(f"the name of {row.place} names no unit" if row.handle else "names no unit")
    for unit in [*([row.unit] if row.unit else []), *row.manages]:
        flaw = flaw_of(unit)
        if flaw:
            flaws.append(f'the unit "{shown(text_of(unit))}" {flaw}')
    return flaws


def _repetitions(found: Sequence[tuple[Row, str]]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row, user_id in found:
        earlier = first.setdefault(user_id, row)
        if earlier is not row:
            yield Problem(row.line, f"{shown(row.person)} is listed twice: in {earlier.place} and in {row.place}")


def _unknown_units(rows: Sequence[Row]) -> Iterator[Problem]:
    known = {unit for row in rows for unit in lineage_of(row.unit or ())}
    for row in rows:
        for unit in row.manages:
            if unit not in known and not flaw_of(unit):
                yield Problem(row.line, f'{shown(row.person)} manages "{shown(text_of(unit))}", and nobody is in it')


def _spellings(rows: Sequence[Row]) -> Iterator[Problem]:
    """Units whose names differ only in capitals: one team in two halves, each perhaps too small to be shown."""
    first: dict[Path, tuple[Path, Row]] = {}
    for row in rows:
        for unit in lineage_of(row.unit or ()):
            spelling, earlier = first.setdefault(tuple(name.casefold() for name in unit), (unit, row))
            if spelling != unit:
                yield Problem(
                    row.line,
                    f'the unit "{shown(text_of(unit))}" is written "{shown(text_of(spelling))}" in {earlier.place}',
                )
                break
