"""`python -m tests.language train|evaluate FOLDER`: fit what reads comments, or judge it, on labelled comments.

`train` writes the coefficients of each tier that is installed; the same folder gives the same coefficients. `evaluate`
prints tables for docs/language.md: by cross-validation, nobody being learnt from and judged at once.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import track

from surveys.comments import analyzer, heads, semantic
from surveys.comments.heads import Head
from tests.language import report
from tests.language.corpus import NoCorpus, gold
from tests.language.tiers import Bench, lexical_bench, semantic_bench, sentiment_head, theme_heads

SEMANTIC_MISSING: Final = "tier b is left out: the extra is not installed (make semantic)"


def benches_of(folder: Path, console: Console) -> dict[str, Bench]:
    """The labelled comments as each installed tier reads them."""
    comments = gold(folder)
    benches = {"a": lexical_bench(comments)}
    if semantic.installed():
        with console.status("reading with the model"):
            benches["b"] = semantic_bench(benches["a"])
    else:
        console.print(SEMANTIC_MISSING)
    return benches


def train(folder: Path, console: Console) -> None:
    """Fit all heads on all comments, and write them where the product reads them."""
    benches = benches_of(folder, console)
    for tier, bench in benches.items():
        everything = np.arange(len(bench.comments))
        name = {"a": analyzer.HEAD, "b": semantic.SENTIMENT}[tier]
        _write(name, sentiment_head(bench, everything), console)
        if tier == "b":
            _write(semantic.ABOUT, theme_heads(bench, everything), console)


def _write(name: str, head: Head, console: Console) -> None:
    path = heads.FOLDER / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(heads.to_json(head), indent=None, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"{path.name}: {len(head.names)} numbers, {len(head.labels)} labels")


def main(arguments: list[str]) -> int:
    """Do what was asked; 1, with a sentence, where the folder is not one of labelled comments."""
    parser = argparse.ArgumentParser(prog="python -m tests.language", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("task", choices=("train", "evaluate"))
    parser.add_argument("folder", type=Path, help="the folder of the labelled comments")
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else report.WIDE)
    try:
        if given.task == "train":
            train(given.folder, console)
        else:
            for table in track(list(report.tables(benches_of(given.folder, console))), console=console, transient=True):
                console.print(table)
    except NoCorpus as missing:
        Console(stderr=True).print(str(missing))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
