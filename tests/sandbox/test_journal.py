"""The journal keeps what is recent, and forgets what is old."""

from sandbox.journal import KEPT, Call, Delivery, Journal
from tests.sandbox.conftest import MONDAY


def call(number: int) -> Call:
    """A call with one finding, both of that number."""
    return Call(f"method.{number}", {}, "", "", "", {}, [f"finding {number}"], MONDAY, "json")


def delivery(number: int) -> Delivery:
    """A delivery of that number."""
    return Delivery("event", "A1", "T1", {"number": number}, MONDAY)


def test_the_oldest_calls_and_findings_are_forgotten() -> None:
    journal = Journal()

    for number in range(KEPT + 2):
        journal.record(call(number))

    assert len(journal.entries) == KEPT
    assert journal.entries[0].method == "method.2"
    assert journal.findings()[0] == "method.2: finding 2"


def test_the_oldest_deliveries_are_forgotten_a_tenth_at_a_time() -> None:
    journal = Journal()
    most = KEPT + KEPT // 10

    for number in range(most + 1):
        journal.begin(delivery(number))

    assert len(journal.deliveries) == KEPT
    assert journal.deliveries[-1].payload == {"number": most}


def test_forgotten_deliveries_are_counted() -> None:
    journal = Journal()

    for number in range(KEPT + KEPT // 10 + 1):
        journal.begin(delivery(number))

    assert journal.delivered == KEPT + KEPT // 10 + 1
