"""The audit: all that can be derived of persons and small groups from everything that was published."""

from collections.abc import Callable

from surveys.auditor import turnover, wave
from surveys.auditor.document import Document
from surveys.auditor.findings import Violation

Progress = Callable[[int, int], None]


def violations(document: Document, progress: Progress | None = None) -> list[Violation]:
    """List what can be derived, by metric, then wave, then kind; across waves (L5) last.

    `progress` is told how many steps of how many are done. Raises `surveys.auditor.system.Contradiction` if the rows of
    a wave cannot all be true.
    """
    steps = len(document.metrics) * (len(document.waves) + 1)
    done = 0
    found: list[Violation] = []
    for metric in document.metrics.values():
        of_metric: list[Violation] = []
        for each in document.waves:
            of_metric += wave.findings_of(document, each, metric)
            done = _step(progress, done, steps)
        of_metric += turnover.findings_of(document, metric, list(of_metric))
        done = _step(progress, done, steps)
        found += of_metric
    return found


def _step(progress: Progress | None, done: int, steps: int) -> int:
    if progress is not None:
        progress(done + 1, steps)
    return done + 1
