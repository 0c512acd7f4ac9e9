"""What the journeys of owners share: an owner, and choosing in a form that follows each choice at once."""

from people import owners
from people.owners import Role
from sandbox import forms
from sandbox.forms import Value
from sandbox.hands import Person
from tests.journeys.stage import Stage

ENGLISH, ANOTHER, REPRESENTATIVE, NOBODY = 2, 6, 10, 14
"""People of the stage who read English."""


async def appoint(acme: Stage, number: int, role: Role = "owner") -> Person:
    """Give somebody an office, as the command line does."""
    async with acme.house.sessions.begin() as session:
        await owners.appoint(
            session, acme.house.workspace_id, acme.people[number].id, role, by=None, now=acme.clock.now()
        )
    return acme.person(number)


async def choose(person: Person, block_id: str, value: Value) -> None:
    """Choose in an input that tells of it at once."""
    seat, view = person._modal()
    await person.touch_in(seat, view, *forms.input_named(view, block_id), value)


def text_of(person: Person) -> str:
    """All that the modal in front of a person says."""
    assert person.modal is not None
    return str([{**block, "block_id": ""} for block in person.modal["blocks"]])


def title_of(person: Person) -> str:
    """Its title."""
    assert person.modal is not None
    return str(person.modal["title"]["text"])
