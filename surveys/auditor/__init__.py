"""The auditor: recomputes what could be derived of persons and small groups from all that was ever published."""

from surveys.auditor.audit import violations
from surveys.auditor.document import Document
from surveys.auditor.findings import Violation
from surveys.auditor.parts import Unreadable
from surveys.auditor.programme import Undecided
from surveys.auditor.reading import read
from surveys.auditor.system import Contradiction

__all__ = ["Contradiction", "Document", "Undecided", "Unreadable", "Violation", "read", "violations"]
