"""A trace says where something went wrong, and never what a person wrote."""

from handlers.traces import trace_of


def fail(text: str) -> None:
    """Fail as a library does: with the text in the message, and a cause that has it as well."""
    try:
        int(text)
    except ValueError as cause:
        raise LookupError(f"no {text}") from cause


def trace(text: str) -> str:
    """Fail, and give the trace."""
    try:
        fail(text)
    except LookupError as error:
        return trace_of(ExceptionGroup("several", [error]))
    raise AssertionError("it did not fail")


def test_a_trace_names_kinds_and_lines_and_no_message() -> None:
    told = trace("my secret")

    assert "LookupError" in told
    assert "ValueError" in told
    assert "in fail" in told
    assert "secret" not in told
