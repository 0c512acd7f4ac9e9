"""The key directory: for its owner only, one file per round, and no second key for a round that lost its first."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from surveys.keys import KeyRing, Missing, RoundKeys, Unsafe
from tests.build import key_ring
from tests.house.source import ROOT


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return key_ring(tmp_path)


@pytest.fixture
def file(keys: KeyRing) -> Path:
    keys.forge("r1")
    return keys.directory / "round-r1.key"


def test_directory_and_files_are_for_their_owner_only(keys: KeyRing) -> None:
    keys.forge("r1")
    keys.text_key()
    keys.rounding_key()

    assert mode_of(keys.directory) == 0o700
    assert {path.name: mode_of(path) for path in keys.directory.iterdir()} == {
        "round-r1.key": 0o600,
        "rounding.key": 0o600,
        "texts.key": 0o600,
    }


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_directory_open_to_others_is_refused_with_the_remedy(keys: KeyRing, mode: int) -> None:
    keys.directory.chmod(mode)

    with pytest.raises(Unsafe, match=f"chmod 700 {keys.directory}"):
        keys.prepare()


def test_a_key_file_open_to_others_is_refused_with_the_remedy(keys: KeyRing, file: Path) -> None:
    file.chmod(0o640)

    with pytest.raises(Unsafe, match=f"chmod 600 {file}"):
        keys.prepare()


def test_the_remedy_is_enough(keys: KeyRing) -> None:
    keys.directory.chmod(0o755)
    keys.directory.chmod(0o700)

    keys.prepare()

    assert mode_of(keys.directory) == 0o700


def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "keys"
    place.touch(mode=0o600)

    with pytest.raises(Unsafe, match="not a directory"):
        KeyRing(place).prepare()


def test_forging_gives_the_public_half_of_the_private_key(keys: KeyRing) -> None:
    public = keys.forge("r1")

    assert public == bytes(PrivateKey(keys.of("r1").private_key).public_key)


def test_a_round_that_has_keys_keeps_them(keys: KeyRing) -> None:
    first = keys.forge("r1")
    held = keys.of("r1")

    assert keys.forge("r1") == first
    assert keys.of("r1") == held


def test_each_round_has_keys_of_its_own(keys: KeyRing) -> None:
    keys.forge("r1")
    keys.forge("r2")

    one, other = keys.of("r1"), keys.of("r2")
    assert len({one.slot_key, one.private_key, other.slot_key, other.private_key}) == 4


def test_forgotten_keys_are_gone(keys: KeyRing, file: Path) -> None:
    keys.forget("r1")

    assert not file.exists()
    with pytest.raises(Missing, match="r1"):
        keys.of("r1")


def test_forgotten_keys_are_overwritten_before_their_file_goes(keys: KeyRing, file: Path, tmp_path: Path) -> None:
    secret = file.read_bytes()
    second_name = tmp_path / "the same blocks"
    second_name.hardlink_to(file)

    keys.forget("r1")

    left = second_name.read_bytes()
    assert secret[:32] not in left
    assert secret[32:] not in left


def test_a_damaged_file_is_overwritten_to_its_end(keys: KeyRing, file: Path, tmp_path: Path) -> None:
    file.write_bytes(file.read_bytes() + b"the rest of a backup")
    second_name = tmp_path / "the same blocks"
    second_name.hardlink_to(file)

    keys.forget("r1")

    assert b"backup" not in second_name.read_bytes()


def test_forgetting_twice_does_no_harm(keys: KeyRing, file: Path) -> None:
    keys.forge("r2")

    keys.forget("r1")
    keys.forget("r1")

    assert [path.name for path in keys.directory.iterdir()] == ["round-r2.key"]


def test_a_round_without_a_file_has_no_keys(keys: KeyRing) -> None:
    with pytest.raises(Missing):
        keys.of("r1")


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_file_of_another_length_is_no_key(keys: KeyRing, file: Path, length: int) -> None:
    file.write_bytes(b"k" * length)

    with pytest.raises(Missing, match="damaged"):
        keys.of("r1")


def test_the_key_of_texts_is_made_once(keys: KeyRing) -> None:
    first = keys.text_key()

    assert (len(first), keys.text_key(), KeyRing(keys.directory).text_key()) == (32, first, first)


def test_a_slot_depends_on_key_round_and_member() -> None:
    one, other = RoundKeys(b"a" * 32, b"p" * 32), RoundKeys(b"b" * 32, b"p" * 32)

    slots = [one.slot("r1", "U1"), other.slot("r1", "U1"), one.slot("r2", "U1"), one.slot("r1", "U2")]

    assert len(set(slots)) == 4
    assert {len(slot) for slot in slots} == {16}
    assert one.slot("r1", "U1") == slots[0]


def test_secrets_are_not_printed(keys: KeyRing) -> None:
    keys.forge("r1")
    held = keys.of("r1")

    assert repr(held.slot_key)[2:-1] not in repr(held)
    assert repr(held.private_key)[2:-1] not in repr(held)


def test_the_rounding_key_stays_the_same_and_is_not_that_of_the_comments(keys: KeyRing) -> None:
    assert not keys.has_rounding_key()

    first = keys.rounding_key()

    assert keys.has_rounding_key()
    assert (len(first), keys.rounding_key(), KeyRing(keys.directory).rounding_key()) == (32, first, first)
    assert keys.text_key() != first


def test_the_end_of_a_round_leaves_the_rounding_key_alone(keys: KeyRing) -> None:
    keys.forge("r1")
    first = keys.rounding_key()

    keys.forget("r1")

    assert keys.rounding_key() == first


def test_a_link_in_place_of_a_key_is_refused(keys: KeyRing, file: Path, tmp_path: Path) -> None:
    elsewhere = file.rename(tmp_path / "elsewhere.key")
    file.symlink_to(elsewhere)

    with pytest.raises(Unsafe, match="not a plain file"):
        keys.prepare()


def test_a_link_in_place_of_the_directory_is_refused(keys: KeyRing, tmp_path: Path) -> None:
    place = tmp_path / "link"
    place.symlink_to(keys.directory)

    with pytest.raises(Unsafe, match="not a directory"):
        KeyRing(place).prepare()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("name", [".", "round-r1.key"])
def test_what_belongs_to_another_user_is_refused(keys: KeyRing, file: Path, name: str) -> None:
    os.chown(keys.directory / name, 65534, 65534)

    with pytest.raises(Unsafe, match="belongs to another user"):
        keys.prepare()


def test_a_folder_above_that_anybody_may_write_to_is_refused(keys: KeyRing, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    with pytest.raises(Unsafe, match=f"chmod o-w {tmp_path}"):
        keys.prepare()


def test_a_folder_above_that_anybody_may_read_is_no_harm(keys: KeyRing, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    keys.prepare()


def test_a_folder_above_in_which_nobody_may_move_what_is_anothers_is_no_harm(keys: KeyRing, tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)

    keys.prepare()


def test_the_folder_that_a_disk_brings_is_no_harm(keys: KeyRing) -> None:
    (keys.directory / "lost+found").mkdir()

    keys.prepare()


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)  # noqa: S603, S607 - our words


@pytest.mark.skipif(shutil.which("git") is None, reason="git was not found")
def test_keys_that_git_would_commit_are_refused_and_ignored_ones_are_not(keys: KeyRing, tmp_path: Path) -> None:
    git(tmp_path, "init")
    with pytest.raises(Unsafe, match="git checkout"):
        keys.prepare()

    (tmp_path / ".gitignore").write_text("/keys/\n")

    keys.prepare()


@pytest.mark.skipif(shutil.which("git") is None, reason="git was not found")
def test_keys_that_git_has_taken_already_are_refused_though_they_are_ignored(
    keys: KeyRing, file: Path, tmp_path: Path
) -> None:
    git(tmp_path, "init")
    (tmp_path / ".gitignore").write_text("/keys/\n")
    git(tmp_path, "add", "--force", str(file))

    with pytest.raises(Unsafe, match="git checkout"):
        keys.prepare()


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="no git checkout")
def test_the_default_key_directory_is_ignored_in_the_repository_of_groundswell() -> None:
    git(ROOT, "check-ignore", "keys/")
