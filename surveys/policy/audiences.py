"""How far back rounds are audited together (R10).

An audience is all units of the organisation, as `surveys.cells` lays them out: no call takes a list of people.
"""

from datetime import timedelta
from typing import Final

TOGETHER: Final = timedelta(days=90)
"""From the opening of one round to that of another, and how long it is kept who is the same (`surveys.retention`).

Figures of two rounds differ by what those answered who came or left between them, as long as the others think as they
did. That fades with every week; who is the same is personal data, and is not kept for longer than it is needed.
"""
