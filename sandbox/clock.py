"""The sandbox's clock: it goes with the real one, or stands still until it is set or advanced."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Clock:
    """`Clock()` follows the real clock; `Clock(at)` stands still at `at`, until it is let run from there."""

    __slots__ = ("_ahead", "_at", "_last")

    def __init__(self, at: datetime | None = None) -> None:
        """Stand still at `at`, which must be aware; without it follow the real clock."""
        self._at = None if at is None else _aware(at)
        self._ahead = timedelta(0)
        self._last = 0

    def now(self) -> datetime:
        """The current instant, aware and in UTC."""
        if self._at is not None:
            return self._at
        return _real() + self._ahead

    @property
    def follows(self) -> bool:
        """Whether it goes with the real clock, from the same time or from another."""
        return self._at is None

    def run(self) -> None:
        """Go on from where it stands, as fast as the real clock."""
        self._ahead, self._at = self.now() - _real(), None

    def set(self, at: datetime) -> None:
        """Stand still at `at` from now on."""
        self._at = _aware(at)

    def advance(self, by: timedelta) -> datetime:
        """Stand still `by` later than now, and answer that instant."""
        self._at = self.now() + by
        return self._at

    def seconds(self) -> int:
        """Whole seconds since 1970, as Slack writes `event_time` and `X-Slack-Request-Timestamp`."""
        return (self.now() - EPOCH) // timedelta(seconds=1)

    def ts(self) -> str:
        """A new message time stamp ("1736150400.000001"): unique and growing, even when the clock is set back."""
        self._last = max(self._last, (self.now() - EPOCH) // MICROSECOND) + 1
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


def _real() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place where the sandbox reads the real clock


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("the sandbox's clock needs an aware datetime")
    return at.astimezone(UTC)
