"""The key directory: one file per round with its two secrets, and two keys that last, for comments and for rounding."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nacl.public import PrivateKey

from surveys.keyplace import faults_of

SLOT_BYTES = 16
KEY_BYTES = 32
TEXTS = "texts.key"
ROUNDING = "rounding.key"
SET_ASIDE = "texts-before-"
NEXT = "texts-next.key"


class Unsafe(Exception):
    """The key directory may be read by others, or is not a directory; the message says what to do."""


class Missing(Exception):
    """A round's key file is gone: the round can no longer be opened by anyone, and is void."""


@dataclass(frozen=True, slots=True)
class RoundKeys:
    """The two secrets of an open round, 32 bytes each; they exist in the key directory and nowhere else."""

    slot_key: bytes = field(repr=False)
    private_key: bytes = field(repr=False)

    def slot(self, round_id: str, user_id: str) -> bytes:
        """Where this member's box lies: 16 bytes of HMAC-SHA256, so that nobody without the key can list the slots."""
        return hmac.digest(self.slot_key, f"slot|{round_id}|{user_id}".encode(), hashlib.sha256)[:SLOT_BYTES]


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A directory that only its owner may read, outside the database and outside every backup."""

    directory: Path

    def prepare(self) -> None:
        """Make the directory for its owner only, or refuse one that is unsafe (`surveys.keyplace`). Raises Unsafe."""
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise Unsafe(f"{self.directory} is not a directory: name another place for the keys") from None
        for fault in faults_of(self.directory):
            raise Unsafe(f"{fault.sentence}: {fault.remedy}")

    def forge(self, round_id: str) -> bytes:
        """Make the keys of a round and return the public one; a round that has keys keeps them."""
        path = self._path(round_id)
        if not path.exists():
            _write(path, secrets.token_bytes(KEY_BYTES) + bytes(PrivateKey.generate()))
        return bytes(PrivateKey(self.of(round_id).private_key).public_key)

    def has(self, round_id: str) -> bool:
        """Whether the keys of a round are here."""
        return self._path(round_id).is_file()

    def of(self, round_id: str) -> RoundKeys:
        """The keys of an open round. Raises Missing when the file is gone."""
        try:
            held = self._path(round_id).read_bytes()
        except FileNotFoundError:
            raise Missing(f"no key for round {round_id}") from None
        if len(held) != 2 * KEY_BYTES:
            raise Missing(f"the key of round {round_id} is damaged")
        return RoundKeys(held[:KEY_BYTES], held[KEY_BYTES:])

    def forget(self, round_id: str) -> None:
        """Overwrite and remove the keys of a round; nothing to do when they are gone."""
        self.destroy(self._path(round_id))

    def destroy(self, path: Path) -> None:
        """Overwrite and remove a key file; nothing to do when it is gone."""
        with suppress(FileNotFoundError):  # another process was first
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            _sync(self.directory)

    def text_key(self) -> bytes:
        """The key under which released comments rest in the database; made when first asked for."""
        return self._lasting(TEXTS)

    def rounding_key(self) -> bytes:
        """The key by which counts are rounded (R6, R9); made when first asked for, and never replaced by us.

        Losing it means that the same counts may be rounded otherwise from then on, and that no trend is drawn across.
        """
        return self._lasting(ROUNDING)

    def has_rounding_key(self) -> bool:
        """Whether a rounding key was ever made here."""
        return (self.directory / ROUNDING).is_file()

    def _lasting(self, name: str) -> bytes:
        path = self.directory / name
        if not path.exists():
            _write(path, secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()

    @property
    def text_file(self) -> Path:
        """Where the key of texts lies."""
        return self.directory / TEXTS

    def text_files_set_aside(self) -> list[Path]:
        """Keys of texts that were replaced, and may not be destroyed before nothing needs them (`surveys.texts`)."""
        return sorted(self.directory.glob(f"{SET_ASIDE}*"))

    def set_text_key_aside(self) -> None:
        """Give the key of texts a second name, under which it outlives being replaced."""
        os.link(self.text_file, self.directory / f"{SET_ASIDE}{secrets.token_hex(4)}.key")
        _sync(self.directory)

    def replace_text_key(self) -> None:
        """Put a new key of texts in the place of the one that was set aside."""
        draft = self.directory / NEXT
        draft.unlink(missing_ok=True)  # of a rotation that was cut off, never used
        _fill(draft, secrets.token_bytes(KEY_BYTES))
        draft.replace(self.text_file)
        _sync(self.directory)

    def _path(self, round_id: str) -> Path:
        return self.directory / f"round-{round_id}.key"


def _write(path: Path, content: bytes) -> None:
    """Write a file for its owner only, whole or not at all; one that is there stays."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    _fill(draft, content)
    with suppress(FileExistsError):  # another process was first, and its key is in use
        os.link(draft, path)
    draft.unlink()
    _sync(path.parent)


def _fill(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
