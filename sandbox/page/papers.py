"""Files as the page draws them: a picture, or the beginning of a text, with who shared it and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from sandbox.page.faces import NOBODY, face_of
from sandbox.page.mrkdwn import Reader, moment
from sandbox.workspace import File, User, Workspace

SHOWN = 200
SHOWN_TEXT = 400
"""Characters of a text that are shown of it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: where its content is, and what is said of it."""

    title: str
    name: str
    href: str
    alt: str
    is_picture: bool
    size: str
    owner: str
    at: datetime
    told: str
    text: str
    """The beginning of a text; empty for all that is none."""


def href_of(workspace: Workspace, file: File) -> str:
    """Where the content of a file is served."""
    return f"/files/{workspace.id}/{file.id}/{quote(file.name)}"


def paper_of(workspace: Workspace, file: File, reader: Reader) -> Paper:
    """A file as it is drawn."""
    at = datetime.fromtimestamp(file.created, UTC)
    size = len(file.content)
    return Paper(
        title=file.title or file.name,
        name=file.name,
        href=href_of(workspace, file),
        alt=file.alt_text or f"Picture: {file.title or file.name}",
        is_picture=file.mimetype.startswith("image/"),
        size=f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} bytes",
        owner=face_of(workspace.users.get(file.user, NOBODY)).name,
        at=at,
        told=moment(at, "{date_short_pretty}, {time}", reader),
        text=_beginning(file),
    )


def _beginning(file: File) -> str:
    if not (file.mimetype.startswith("text/") or file.mimetype == "application/json"):
        return ""
    text = file.content[: SHOWN_TEXT * 4].decode("utf-8", "replace")
    return text[:SHOWN_TEXT] + ("…" if len(text) > SHOWN_TEXT else "")


def papers_of(workspace: Workspace, person: User | None, reader: Reader) -> list[Paper]:
    """The files that a person sees, or all of them, the newest first."""

    def seen(file: File) -> bool:
        if person is None or file.user == person.id:
            return True
        places = (workspace.channels.get(each) for each in file.channels)
        return any(place is not None and place.has(person.id) for place in places)

    files = sorted(filter(seen, workspace.files.values()), key=lambda file: (file.created, file.id), reverse=True)
    return [paper_of(workspace, file, reader) for file in files[:SHOWN]]
