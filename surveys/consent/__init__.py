"""What people agree to when they answer: versioned data in four languages; a round keeps the version of its opening."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

TEXTS: Final = Path(__file__).parent / "texts.yaml"


class Unknown(LookupError):
    """No text has this version."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One version of the text: a sentence for the form, the whole of it in paragraphs, and what is new in it."""

    version: int
    _changed: Mapping[str, str] = field(repr=False, hash=False)
    _short: Mapping[str, str] = field(repr=False, hash=False)
    _whole: Mapping[str, list[str]] = field(repr=False, hash=False)

    def changed(self, language: str) -> str:
        """What this version says that the one before did not."""
        return self._changed[language]

    def short(self, language: str) -> str:
        """What stands in the form itself."""
        return self._short[language]

    def whole(self, language: str, *, k: int | str) -> list[str]:
        """All of it, a paragraph each, with the threshold of the round; plain text, commands between backticks."""
        return [paragraph.replace("{k}", str(k)) for paragraph in self._whole[language]]


@cache
def versions() -> tuple[Consent, ...]:
    """Every version that was ever published, oldest first."""
    data: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return tuple(Consent(each["version"], each["changed"], each["short"], each["whole"]) for each in data["versions"])


def current() -> Consent:
    """The version that a round opened now is held under."""
    return versions()[-1]


def of(version: int) -> Consent:
    """The text of a version, whatever is in force by now. Raises Unknown."""
    for consent in versions():
        if consent.version == version:
            return consent
    raise Unknown(f"no consent text has the version {version}; the newest is {current().version}")
