"""Folders, SSH, S3, SFTP and WebDAV as one: put a file, remove a file."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from podcaster.errors import ConfigError, PublishError
from podcaster.files import replacing, trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from urllib.parse import SplitResult

_EXTRA = "pip install '.[publish]' in podcaster's folder"
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Access:
    """What opens a destination; S3 and SSH also have ways of their own (profiles, keys, agents)."""

    endpoint: str = ""
    """Of an S3-compatible service; empty: Amazon's."""
    user: str = ""
    """For S3 the access key."""
    password: str = ""
    """For S3 the secret key."""


class Destination(Protocol):
    """Where ``public/`` is sent to; both methods raise PublishError."""

    name: str
    """As the user named it, without secrets."""

    def put(self, file: Path, name: str, media_type: str) -> None:
        """Write a file there; readers see the old or the new one, whole."""

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is fine."""


@contextmanager
def open_destination(told: str, access: Access, *, below: str = "") -> Iterator[Destination]:
    """The destination that the user named; ``below`` is a folder in it.

    Raises ConfigError for one that cannot be, PublishError where it cannot be reached.
    """
    parts = urlsplit(told) if "://" in told else None
    if parts is None:
        if _is_remote(told):
            with _rsync(told, below) as destination:
                yield destination
        else:
            yield _Folder(told, below)
    elif parts.scheme in _BY_SCHEME and parts.hostname:
        with _BY_SCHEME[parts.scheme](parts, access, below) as destination:
            yield destination
    else:
        known = "a folder, user@host:folder, s3://, sftp:// or webdav+https://"
        raise ConfigError(told, "is no destination", f"give {known}")


def _is_remote(told: str) -> bool:
    """``host:folder``, as rsync and scp understand it: no slash before the colon."""
    host, colon, _ = told.partition(":")
    return bool(colon) and "/" not in host and bool(host)


class _Folder:
    """A folder of this machine, such as a web server's."""

    def __init__(self, told: str, below: str) -> None:
        self.name = told
        self._root = Path(told).expanduser() / below

    def put(self, file: Path, name: str, media_type: str) -> None:  # noqa: ARG002  a folder knows none
        target = self._root / name
        with self._errors(name):
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open("rb") as source, replacing(target) as copy:
                shutil.copyfileobj(source, copy)

    def remove(self, name: str) -> None:
        with self._errors(name):
            (self._root / name).unlink(missing_ok=True)

    @contextmanager
    def _errors(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise PublishError(str(self._root / name), *trouble(exc)) from exc


class _Rsync:
    """The user's own rsync over SSH, with the keys and hosts of their ssh."""

    def __init__(self, told: str, below: str, scratch: Path) -> None:
        self.name = told
        self._root = told.rstrip("/") + (f"/{below}" if below else "") + "/"
        self._empty = scratch / "empty"
        self._empty.mkdir()
        # one connection for all files, which ssh itself ends when it is no longer used
        self._shell = (
            f"ssh -oControlMaster=auto -oControlPersist=10 -oControlPath={scratch}/%C -oBatchMode=yes"
        )

    def put(self, file: Path, name: str, media_type: str) -> None:  # noqa: ARG002  a folder knows none
        root = file.parents[len(PurePosixPath(name).parts) - 1]
        # --relative makes the folders; rsync itself writes beside and renames
        self._run(["--times", "--chmod=D755,F644", "--relative", f"./{name}", self._root], root)

    def remove(self, name: str) -> None:
        # what the pattern lets through is only this name, and it is not here: so it is deleted there
        folder, _, own = name.rpartition("/")
        below = f"{folder}/" if folder else ""
        command = ["--delete", "--dirs", f"--include=/{_literal(own)}", "--exclude=*"]
        self._run([*command, "./", self._root + below], self._empty)

    def _run(self, arguments: list[str], folder: Path) -> None:
        command = ["rsync", f"--timeout={_TIMEOUT_S}", "--protect-args", f"--rsh={self._shell}", *arguments]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        except FileNotFoundError as exc:
            raise PublishError(self.name, "rsync is not installed", "install it, or use sftp://") from exc
        except subprocess.CalledProcessError as exc:
            said = next(iter(exc.stderr.strip().splitlines()), f"rsync ended with {exc.returncode}")
            raise PublishError(self.name, said, "try it by hand: ssh to that host") from exc


def _literal(name: str) -> str:
    """A name as a pattern of rsync that stands for nothing else."""
    return "".join(f"\\{sign}" if sign in "*?[\\" else sign for sign in name)


@contextmanager
def _rsync(told: str, below: str) -> Iterator[Destination]:
    with TemporaryDirectory(prefix="podcaster") as scratch:
        yield _Rsync(told, below, Path(scratch))


class _S3:
    """A bucket of Amazon's or of anyone who speaks its language."""

    def __init__(self, name: str, client: Any, bucket: str, prefix: str) -> None:
        self.name = name
        self._client, self._bucket, self._prefix = client, bucket, prefix

    def put(self, file: Path, name: str, media_type: str) -> None:
        with self._errors(), file.open("rb") as body:
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + name, Body=body, ContentType=media_type
            )

    def remove(self, name: str) -> None:
        with self._errors():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            yield
        except ClientError as exc:
            said = exc.response.get("Error", {})
            cause = said.get("Message") or said.get("Code") or str(exc)
            raise PublishError(self.name, cause, "check bucket, keys and endpoint in [publish]") from exc
        except (BotoCoreError, Boto3Error) as exc:
            raise PublishError(self.name, str(exc), "check keys and endpoint in [publish]") from exc


@contextmanager
def _s3(parts: SplitResult, access: Access, below: str) -> Iterator[Destination]:
    try:
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415
    except ImportError as exc:
        raise PublishError(parts.geturl(), "needs boto3", _EXTRA) from exc
    try:
        client = boto3.client(
            "s3",
            endpoint_url=access.endpoint or None,
            aws_access_key_id=access.user or None,
            aws_secret_access_key=access.password or None,
            config=Config(
                connect_timeout=_TIMEOUT_S,
                retries={"max_attempts": 4, "mode": "standard"},
                # other services know no checksums of Amazon's newest kind
                request_checksum_calculation="when_required",
            ),
        )
    except ValueError as exc:
        raise ConfigError(access.endpoint, "is no endpoint", "give its http(s) address") from exc
    prefix = _joined(parts.path.strip("/"), below)
    yield _S3(parts.geturl(), client, parts.netloc, f"{prefix}/" if prefix else "")


class _Sftp:
    """A folder at the other end of an SSH connection, without any program there."""

    def __init__(self, name: str, client: Any, root: str) -> None:
        self.name = name
        self._client, self._root = client, root
        self._made: set[str] = set()

    def put(self, file: Path, name: str, media_type: str) -> None:  # noqa: ARG002  a folder knows none
        target = f"{self._root}/{name}"
        folder, _, own = target.rpartition("/")
        part = f"{folder}/.{own}.part"
        with _ssh_errors(self.name):
            self._make(folder)
            self._client.put(str(file), part)
            self._client.posix_rename(part, target)

    def remove(self, name: str) -> None:
        with _ssh_errors(self.name), suppress(FileNotFoundError):
            self._client.remove(f"{self._root}/{name}")

    def _make(self, folder: str) -> None:
        if folder in self._made or not folder.strip("/"):
            return
        try:
            self._client.stat(folder)
        except FileNotFoundError:
            self._make(folder.rpartition("/")[0])
            self._client.mkdir(folder)
        self._made.add(folder)


@contextmanager
def _ssh_errors(name: str) -> Iterator[None]:
    from paramiko import AuthenticationException, BadHostKeyException, SSHException  # noqa: PLC0415

    try:
        yield
    except BadHostKeyException as exc:
        raise PublishError(name, "its host key has changed", "check ~/.ssh/known_hosts") from exc
    except AuthenticationException as exc:
        way_out = "add your key to its authorized_keys, or set user and password in [publish]"
        raise PublishError(name, "it does not let you in", way_out) from exc
    except (SSHException, OSError, EOFError) as exc:
        cause = str(exc) or type(exc).__name__
        raise PublishError(name, cause, "check host and folder; connect once by hand with ssh") from exc


@contextmanager
def _sftp(parts: SplitResult, access: Access, below: str) -> Iterator[Destination]:
    try:
        import paramiko  # noqa: PLC0415
    except ImportError as exc:
        raise PublishError(parts.hostname or "", "needs paramiko", _EXTRA) from exc
    name = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    ssh = paramiko.SSHClient()
    ssh.set_missing_host_key_policy(paramiko.RejectPolicy())
    with _ssh_errors(name):
        ssh.load_system_host_keys()
        ssh.connect(
            parts.hostname or "",
            port=parts.port or 22,
            username=parts.username or access.user or None,
            password=access.password or None,
            timeout=_TIMEOUT_S,
        )
    with ssh, _ssh_errors(name):
        yield _Sftp(name, ssh.open_sftp(), _joined(unquote(parts.path).rstrip("/"), below))


class _WebDav:
    """A folder of a WebDAV server, such as Nextcloud's."""

    def __init__(self, name: str, client: Any, root: str) -> None:
        self.name = name
        self._client, self._root = client, root
        self._made: set[str] = set()

    def put(self, file: Path, name: str, media_type: str) -> None:  # noqa: ARG002  the server guesses
        target = _joined(self._root, name)
        folder, _, own = target.rpartition("/")
        part = _joined(folder, f".{own}.part")
        with self._errors(), file.open("rb") as body:
            self._make(folder)
            self._client.upload_fileobj(body, part, overwrite=True)
            self._client.move(part, target, overwrite=True)

    def remove(self, name: str) -> None:
        target = _joined(self._root, name)
        with self._errors():
            if self._client.exists(target):
                self._client.remove(target)

    def _make(self, folder: str) -> None:
        if not folder or folder in self._made:
            return
        self._make(folder.rpartition("/")[0])
        if not self._client.exists(folder):
            self._client.mkdir(folder)
        self._made.add(folder)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import httpx  # noqa: PLC0415
        from webdav4.client import ClientError  # noqa: PLC0415

        try:
            yield
        except (ClientError, httpx.HTTPError) as exc:
            way_out = "check the address, user and password in [publish]"
            raise PublishError(self.name, str(exc) or type(exc).__name__, way_out) from exc


@contextmanager
def _webdav(parts: SplitResult, access: Access, below: str) -> Iterator[Destination]:
    try:
        from webdav4.client import Client  # noqa: PLC0415
    except ImportError as exc:
        raise PublishError(parts.hostname or "", "needs webdav4", _EXTRA) from exc
    host = parts.netloc.rpartition("@")[2]
    base = f"{parts.scheme.removeprefix('webdav+')}://{host}"
    auth = (parts.username or access.user, access.password) if access.password else None
    client = Client(base, auth=auth, timeout=_TIMEOUT_S)
    root = _joined(unquote(parts.path).strip("/"), below)
    yield _WebDav(parts._replace(netloc=host).geturl(), client, root)


def _joined(*parts: str) -> str:
    return "/".join(filter(None, parts))


_BY_SCHEME: dict[str, Callable[[SplitResult, Access, str], Any]] = {
    "s3": _s3,
    "sftp": _sftp,
    "webdav+http": _webdav,
    "webdav+https": _webdav,
}
