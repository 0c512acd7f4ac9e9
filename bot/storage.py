"""What the doctor looks at in the database: that it is there, of this version, forgets and notes nothing down."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import database
from bot.config import Settings
from bot.finding import Finding
from surveys import drift, membership, rounds, texts
from surveys.keys import KeyRing
from surveys.models import Round

NOT_READABLE: Final = (SQLAlchemyError, OSError)
SQLITE: Final = {"journal_mode": "wal", "secure_delete": "1", "foreign_keys": "1", "synchronous": "2"}
# With these, neither the moment of a statement or a commit nor a parameter is ever written down by the server.
POSTGRESQL: Final = {
    "track_commit_timestamp": "off",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length_on_error": "0",
    "log_parser_stats": "off",
    "log_planner_stats": "off",
    "log_executor_stats": "off",
    "log_statement_stats": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}
# Only there where the module is loaded.
LOADED: Final = {"auto_explain.log_min_duration": "-1", "pgaudit.log": "none", "pgaudit.log_parameter": "off"}
# Well enough as they come: what is better, and why.
BETTER: Final = {
    "log_parameter_max_length": (("0",), "should a statement ever be logged, its parameters are not"),
    "archive_mode": (("off",), "an archive keeps the order in which sealed boxes came; or keep it for a few days only"),
    "wal_level": (("replica", "minimal"), "a logical copy repeats each box as it comes"),
    "pg_stat_statements.track": (("none",), "it counts how often each statement ran, also while a pulse is open"),
}
IN_FORCE: Final = "SELECT name, setting FROM pg_settings WHERE name = ANY(:names)"


async def state(settings: Settings) -> list[Finding]:
    """Whether the database answers, is of this version, and forgets what it must."""
    url = make_url(settings.database_url)
    shown = url.render_as_string(hide_password=True)
    if not _is_there(url):
        return [Finding("database", ok=False, sentence=f"{shown} is not there", remedy="groundswell migrate")]
    engine = database.engine_for(settings.database_url)
    try:
        await database.reachable(engine)
        found = [Finding("database", ok=True, sentence=shown)]
        return [*found, await migrations(engine), await database_settings(engine), statements(engine)]
    except NOT_READABLE as failure:
        sentence = f"{shown} cannot be reached ({type(failure).__name__})"
        return [Finding("database", ok=False, sentence=sentence, remedy="start the server, or mend DATABASE_URL")]
    finally:
        await engine.dispose()


async def rounds_state(settings: Settings) -> list[Finding]:
    """Whether each open round has its key, and each closed one is shredded; of a database that is in order."""
    engine = database.engine_for(settings.database_url)
    try:
        return [
            await keys_of_rounds(engine, settings),
            await closed_rounds(engine),
            await key_of_comments(engine, settings),
            await rounding_key(engine, settings),
            await reading_of_comments(engine),
        ]
    finally:
        await engine.dispose()


async def doubts(settings: Settings) -> list[Finding]:
    """What is not well in a database that is in order, and stops nothing."""
    engine = database.engine_for(settings.database_url)
    try:
        found = [await rounding_key(engine, settings)]
    finally:
        await engine.dispose()
    return [finding for finding in found if not finding.ok]


def _is_there(url: URL) -> bool:
    """To connect to a missing SQLite file would make an empty one."""
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


async def migrations(engine: AsyncEngine) -> Finding:
    """Whether the tables are those of this version."""
    at, newest = await database.revision_of(engine), database.newest_revision()
    if at != newest:
        sentence = f"the tables are at {at or 'nothing'}, this version needs {newest}"
        return Finding("migrations", ok=False, sentence=sentence, remedy="groundswell migrate")
    return Finding("migrations", ok=True, sentence=f"the tables are at {at}")


async def keys_of_rounds(engine: AsyncEngine, settings: Settings) -> Finding:
    """Whether each open round has its key."""
    async with database.sessions_for(engine)() as session:
        lost = await rounds.keyless(session, KeyRing(settings.groundswell_keys))
    if lost:
        sentence = f"no key for the open round of {', '.join(str(held.opens_on) for held in lost)}"
        remedy = "set GROUNDSWELL_KEYS to the right folder, or `groundswell pulse void` when they are lost for good"
        return Finding("keys of rounds", ok=False, sentence=sentence, remedy=remedy)
    return Finding("keys of rounds", ok=True, sentence="each open round has its key")


async def reading_of_comments(engine: AsyncEngine) -> Finding:
    """Whether the comments of the last round are read as well as before; a sign for those who keep the word lists."""
    async with database.sessions_for(engine)() as session:
        found = await drift.drifts(session)
    held = Finding("reading of comments", ok=True, sentence="as sure as in earlier rounds")
    if not found:
        return held
    about = {"unsure": "unsure", "unknown": "in a language that is not read"}
    told = "; ".join(
        f"of the round of {each.opens_on} {each.now:.0%} are {about[each.what]}, before {each.before:.0%}"
        for each in found
    )
    remedy = "people may write of something new: see docs/language.md on the word lists"
    return replace(held, sentence=told, advice=remedy)


async def rounding_key(engine: AsyncEngine, settings: Settings) -> Finding:
    """Whether counts are still rounded by the key of the last round; without it, noise differs and a trend is cut."""
    async with database.sessions_for(engine)() as session:
        lost = await membership.rounding_key_is_lost(session, KeyRing(settings.groundswell_keys))
    sentence = "rounding.key is not that of the last round" if lost else "the same as ever, or still to be made"
    return Finding(
        "rounding key", ok=not lost, sentence=sentence, remedy="put the file back" if lost else "", stops=False
    )


async def key_of_comments(engine: AsyncEngine, settings: Settings) -> Finding:
    """Whether each comment that is kept can be opened."""
    name = "key of comments"
    try:
        async with database.sessions_for(engine)() as session:
            held = await texts.outlook(session, KeyRing(settings.groundswell_keys))
    except texts.Unreadable as reason:
        remedy = "set GROUNDSWELL_KEYS to the right folder; when texts.key is lost, those comments are lost for good"
        return Finding(name, ok=False, sentence=str(reason), remedy=remedy)
    return Finding(name, ok=True, sentence=f"it opens all {held.comments} comments that are kept")


async def closed_rounds(engine: AsyncEngine) -> Finding:
    """Whether what was deleted at each close is off the disk: a round counts as shredded only after that."""
    async with database.sessions_for(engine)() as session:
        left = list(await session.scalars(select(Round.opens_on).where(Round.state == "TALLIED")))
    if left:
        sentence = f"the round of {', '.join(map(str, left))} is closed and not shredded yet"
        remedy = "end what else reads the database (a backup, a console) and keep `groundswell run` or `work` running"
        return Finding("closed rounds", ok=False, sentence=sentence, remedy=remedy)
    return Finding("closed rounds", ok=True, sentence="each closed round is shredded")


async def database_settings(engine: AsyncEngine) -> Finding:
    """Whether the database forgets what is deleted (SQLite), and notes neither times nor parameters (PostgreSQL)."""
    if engine.dialect.name == "sqlite":
        held = await _pragmas(engine)
        return _compared(held, SQLITE, "the file must take PRAGMA {}")
    held = await _server_settings(engine, [*POSTGRESQL, *LOADED, *BETTER])
    wanted = POSTGRESQL | {name: value for name, value in LOADED.items() if name in held}
    return _compared(held, wanted, "in postgresql.conf: {}", advice=_advice(held))


async def _pragmas(engine: AsyncEngine) -> dict[str, str]:
    async with engine.connect() as connection:
        return {name: str((await connection.execute(text(f"PRAGMA {name}"))).scalar_one()) for name in SQLITE}


async def _server_settings(engine: AsyncEngine, names: list[str]) -> dict[str, str]:
    """What this connection runs with; a setting that this server does not have, or does not tell, is left out."""
    async with engine.connect() as connection:
        return {row.name: row.setting for row in await connection.execute(text(IN_FORCE), {"names": names})}


def _compared(held: Mapping[str, str], wanted: Mapping[str, str], remedy: str, *, advice: str = "") -> Finding:
    wrong = [name for name, value in wanted.items() if held.get(name, value) != value]
    sentence = ", ".join(f"{name}={held[name]}" for name in wrong or wanted if name in held)
    mended = remedy.format(", ".join(f"{name}={wanted[name]}" for name in wrong)) if wrong else ""
    return Finding("database settings", ok=not wrong, sentence=sentence, remedy=mended, advice=advice)


def _advice(held: Mapping[str, str]) -> str:
    """What would be better still on this server."""
    loose = [(name, *better) for name, better in BETTER.items() if name in held and held[name] not in better[0]]
    return "; ".join(f"{name} is {held[name]}, better {wanted[0]}: {reason}" for name, wanted, reason in loose)


def statements(engine: AsyncEngine) -> Finding:
    """Whether statements stay unprinted, and parameters out of the messages of errors."""
    if engine.echo:
        sentence, remedy = "every statement is printed", "build the engine without echo"
    elif not engine.sync_engine.hide_parameters:
        sentence, remedy = "errors print parameters", "build the engine with hide_parameters"
    else:
        return Finding("statements", ok=True, sentence="no statement is printed, and no parameter of one that fails")
    return Finding("statements", ok=False, sentence=sentence, remedy=remedy)
