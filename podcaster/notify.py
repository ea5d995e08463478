"""News of a night to the user's phone, mail or program; the only user of apprise."""

from __future__ import annotations

import logging
import os
import shlex
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from podcaster.errors import ConfigError
from podcaster.model import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apprise import Apprise

_COMMAND_TIMEOUT_S = 60


def check_addresses(to: Sequence[str]) -> None:
    """Raise ConfigError for an address to which nothing could be sent."""
    for address in to:
        _notifier(address)


def notify(title: str, text: str, *, to: Sequence[str] = (), command: str = "") -> list[ConfigError]:
    """Tell ``text`` to each address and to the command; what could not be told comes back as errors.

    Addresses are those of apprise (``ntfy://``, ``mailto://``, and a hundred others); any other http(s)
    address is a webhook and gets JSON with ``title`` and ``message``. The command finds the text in its
    standard input and the title in ``PODCASTER_NEWS``; it has a minute.
    """
    errors = [_send(address, title, text) for address in to]
    if command:
        errors.append(_run(command, title, text))
    return [error for error in errors if error]


def _send(address: str, title: str, text: str) -> ConfigError | None:
    try:
        notifier = _notifier(address)
    except ConfigError as exc:
        return exc
    with _silent():
        is_sent = notifier.notify(body=text, title=title)
    if is_sent:
        return None
    return ConfigError(
        _shown(address), "did not take the news of the night", "see [notify] in podcaster.toml"
    )


@contextmanager
def _silent() -> Iterator[None]:
    """Keep apprise from logging addresses, which hold passwords."""
    logger = logging.getLogger("apprise")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _notifier(address: str) -> Apprise:
    from apprise import Apprise  # noqa: PLC0415

    notifier = Apprise()
    with _silent():
        known = notifier.add(address) or (is_web_address(address) and notifier.add(_webhook(address)))
    if not known:
        raise ConfigError(
            _shown(address), "is no address for notes", "write ntfy://…, mailto://… or a webhook's https://…"
        )
    return notifier


def _webhook(address: str) -> str:
    """As apprise writes an address that takes JSON; there - marks what belongs to the query."""
    parts = urlsplit(address)
    pairs = [(f"-{name}", value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    query = urlencode(pairs, quote_via=quote)
    return parts._replace(scheme="jsons" if parts.scheme == "https" else "json", query=query).geturl()


def _run(command: str, title: str, text: str) -> ConfigError | None:
    way_out = "mend 'command' in [notify] of podcaster.toml"
    try:
        words = shlex.split(command)
        done = subprocess.run(
            words,
            input=text,
            env=os.environ | {"PODCASTER_NEWS": title},
            capture_output=True,
            text=True,
            timeout=_COMMAND_TIMEOUT_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as exc:
        return ConfigError(command, f"cannot be run ({exc})", way_out)
    if not done.returncode:
        return None
    told = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return ConfigError(command, f"failed: {told}", way_out)


def _shown(address: str) -> str:
    """Kind and host of an address; what follows is often the secret."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address in [notify]"
    return f"{parts.scheme}://{parts.hostname or ''}/…" if parts.scheme else "an address in [notify]"
