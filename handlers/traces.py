"""What went wrong and where, without what it went wrong with: messages of errors may quote what a person wrote."""

import traceback


def trace_of(error: BaseException) -> str:
    """The kind of error and the lines that led to it, and the same of what caused it; never its message."""
    lines = [type(error).__qualname__, *(line.rstrip() for line in traceback.format_tb(error.__traceback__))]
    if isinstance(error, BaseExceptionGroup):
        lines += [line for inner in error.exceptions for line in ("one of them", trace_of(inner))]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines += ["caused by", trace_of(cause)]
    return "\n".join(lines)
