"""Who belongs to which unit as somebody listed it, in a file or by Slack's user groups: rows, and their problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from people.hierarchy import Path, parts_of

TEAMS = "team-"
MANAGERS = "-managers"


@dataclass(frozen=True, slots=True)
class Row:
    """One person: where it stands (a line of a file, or the handle of a group), who it is, and the units.

    `unit` is () where it was left empty, and None where the listing says only what somebody manages.
    """

    line: int
    unit: Path | None
    user_id: str | None = None
    email: str | None = field(default=None, repr=False)
    manages: tuple[Path, ...] = ()
    handle: str = ""

    @property
    def person(self) -> str:
        """The person as the listing names them."""
        return self.email or self.user_id or ""

    @property
    def place(self) -> str:
        """Where the row stands, in words."""
        return f"@{self.handle}" if self.handle else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a listing from being used, as a sentence for the operator; `line` is 0 where there are no lines."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows that could be read, and the problems of those that could not."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A user group of Slack: its handle without the @, its name, and the ids of who is in it."""

    handle: str
    name: str
    user_ids: tuple[str, ...]


def rows_from_groups(groups: Iterable[Group], prefix: str = TEAMS) -> Listing:
    """A row for each person of a team group, whose name is the unit's path; `<handle>-managers` names its managers.

    A group that ends in `-managers` beside no group of the handle before it is a team like any other.
    """
    named = {group.handle: group for group in groups if group.handle.startswith(prefix)}
    of_managers = {handle for handle in named if handle.removesuffix(MANAGERS) in named.keys() - {handle}}
    teams = [named[handle] for handle in sorted(named.keys() - of_managers)]
    charges = _charges_of([(parts_of(team.name), named.get(team.handle + MANAGERS)) for team in teams])
    rows = []
    for team in teams:
        for user_id in dict.fromkeys(team.user_ids):
            manages, _ = charges.pop(user_id, ((), ""))
            rows.append(Row(0, parts_of(team.name), user_id, manages=manages, handle=team.handle))
    rows += [Row(0, None, user_id, manages=units, handle=handle) for user_id, (units, handle) in charges.items()]
    if rows:
        return Listing(tuple(rows))
    return Listing(problems=(Problem(0, f"no user group whose handle starts with {prefix} has anybody in it"),))


def _charges_of(managed: Iterable[tuple[Path, Group | None]]) -> dict[str, tuple[tuple[Path, ...], str]]:
    """What each person manages, and the handle of the first group that says so."""
    charges: dict[str, tuple[tuple[Path, ...], str]] = {}
    for unit, group in managed:
        for user_id in dict.fromkeys(group.user_ids if group else ()):
            units, handle = charges.get(user_id, ((), group.handle if group else ""))
            charges[user_id] = ((*units, unit), handle)
    return charges
