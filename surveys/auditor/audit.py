"""The audit: all that can be derived of persons and small groups from everything that was published."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import Final

from surveys.auditor import turnover, wave
from surveys.auditor.document import Document, Metric, Wave
from surveys.auditor.findings import Violation

BLAS_THREADS: Final = "OPENBLAS_NUM_THREADS"
"""By which numpy's own linear algebra is told how many threads to start; it reads it when it is loaded."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Step:
    """A part of the work: what was published of a metric in one wave, or what is compared across waves."""

    document: Document
    metric: Metric
    wave: Wave | None = None
    change: turnover.Change | None = None

    def findings(self) -> list[Violation]:
        if self.change is not None:
            return list(turnover.compared(self.change, self.metric, self.document.k))
        return [] if self.wave is None else list(wave.findings_of(self.document, self.wave, self.metric))


def violations(document: Document, progress: Progress | None = None, *, workers: int = 1) -> list[Violation]:
    """List what can be derived, by metric, then wave, then kind; across waves (L5) last.

    `progress` is told how many steps of how many are done. With more than one of `workers` the steps are shared out to
    that many processes, and the outcome is the same. Raises `surveys.auditor.system.Contradiction` if the rows of a
    wave cannot all be true, and `surveys.auditor.programme.Undecided` if the solver gives up.
    """
    steps = [step for metric in document.metrics.values() for step in _steps(document, metric)]
    tell = partial(_tell, progress, len(steps))
    if workers == 1 or len(steps) < workers:
        done = [tell(number, step.findings()) for number, step in enumerate(steps)]
    else:
        with _one_thread_each(), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
            # A few at a time, so that one that takes long does not hold up the others.
            outcomes = processes.map(_Step.findings, steps, chunksize=4)
            done = [tell(number, found) for number, found in enumerate(outcomes)]
    return list(_new(zip(steps, done, strict=True)))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let the processes that are started meanwhile multiply matrices by themselves: each has a processor already."""
    before = os.environ.get(BLAS_THREADS)
    os.environ[BLAS_THREADS] = "1"
    try:
        yield
    finally:
        os.environ.pop(BLAS_THREADS)
        if before is not None:
            os.environ[BLAS_THREADS] = before


def _tell(progress: Progress | None, steps: int, number: int, found: list[Violation]) -> list[Violation]:
    if progress is not None:
        progress(number + 1, steps)
    return found


def _steps(document: Document, metric: Metric) -> Iterator[_Step]:
    part = replace(document, metrics={metric.name: metric}, rows=())
    for each in document.waves:
        if rows := document.told(each, metric.name):
            yield _Step(replace(part, rows=rows), metric, wave=each)
    for change in turnover.changes_of(document, metric):
        yield _Step(part, metric, change=change)


def _new(done: Iterable[tuple[_Step, list[Violation]]]) -> Iterator[Violation]:
    """Leave out what is found across waves and within one of them, or in several comparisons."""
    known: set[tuple[object, ...]] = set()
    for step, found in done:
        for each in found:
            if step.change is None:
                known.update((each.metric, wave, person, each.what) for wave in each.waves for person in each.people)
                yield each
                continue
            derived = (each.metric, each.waves, each.people, each.what, each.derived)
            within = {(each.metric, wave, person, each.what) for wave in each.waves for person in each.people}
            if derived not in known and not within & known:
                known.add(derived)
                yield each
