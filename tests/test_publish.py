"""Publishing to real servers on loopback: a bucket, SSH, SFTP and WebDAV."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster import pipeline
from podcaster.config import ServeConfig
from podcaster.errors import ConfigError, PublishError
from podcaster.publish import Access, open_destination, publish

FEED = "feed.xml"
SSHD = which("sshd") or which("sshd", path="/usr/sbin")
FILES = {
    "index.html": b"<!DOCTYPE html>",
    "feed.xml": b"<rss/>",
    "feed-2.xml": b"<rss/>",
    "cover.jpg": b"\xff\xd8",
    "episodes/wald.mp3": bytes(range(256)) * 40,
    "episodes/wald.vtt": b"WEBVTT\n",
    "episodes/\u00fcber [1] Nacht.mp3": b"ID3",
}


class ListOfDestination:
    """A destination that notes what it is asked to do."""

    name = "list:"

    def __init__(self):
        self.there: dict[str, bytes] = {}
        self.said: list[str] = []
        self.fails_at: str | None = None

    def put(self, file, name, media_type):
        """Keep it, unless it is the one that fails."""
        if name == self.fails_at:
            raise PublishError(self.name, "is gone", "wait")
        self.said.append(f"{name} {media_type.partition(';')[0]}")
        self.there[name] = file.read_bytes()

    def remove(self, name):
        """Forget it."""
        self.said.append(f"-{name}")
        del self.there[name]


@pytest.fixture
def public(tmp_path):
    root = tmp_path / "show" / "public"
    write(root, FILES)
    (root / "episodes" / ".neu.mp3.part").write_bytes(b"half")
    return root


def write(root, files):
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def send(public, destination, **options):
    return publish(public, destination, public.parent / "published.json", feed_file=FEED, **options)


def test_what_is_named_comes_before_what_names_it(public):
    destination = ListOfDestination()
    send(public, destination)
    names = [line.split(" ")[0] if "Nacht" not in line else "Nacht" for line in destination.said]
    assert sorted(names[:4]) == ["Nacht", "cover.jpg", "episodes/wald.mp3", "episodes/wald.vtt"]
    assert names[4:] == ["index.html", "feed-2.xml", "feed.xml"]
    assert destination.there == FILES
    assert "feed.xml application/rss+xml" in destination.said
    assert "episodes/wald.vtt text/vtt" in destination.said


def test_the_list_of_subscriptions_is_told_by_its_type(tmp_path):
    write(tmp_path / "public", {"podcast.opml": b"<opml/>"})
    destination = ListOfDestination()
    send(tmp_path / "public", destination)
    assert destination.said == ["podcast.opml text/x-opml"]


def test_only_what_changed_is_sent_and_what_left_is_removed_after_the_feed(public):
    destination = ListOfDestination()
    assert send(public, destination).kept == 0
    destination.said.clear()
    (public / "feed.xml").write_bytes(b"<RSS/>")  # of the same size
    (public / "episodes/wald.mp3").unlink()
    destination.there["another/file"] = b"not ours"
    done = send(public, destination)
    assert destination.said == ["feed.xml application/rss+xml", "-episodes/wald.mp3"]
    assert (done.sent, done.removed, done.kept) == (("feed.xml",), ("episodes/wald.mp3",), 5)
    destination.said.clear()
    assert send(public, destination).sent == ()
    assert len(send(public, destination, everything=True).sent) == len(FILES) - 1
    assert "another/file" in destination.there


def test_a_run_that_broke_off_goes_on_and_the_old_feed_stays(public):
    destination = ListOfDestination()
    destination.fails_at = "index.html"
    with pytest.raises(PublishError):
        send(public, destination)
    assert "feed.xml" not in destination.there
    destination.fails_at = None
    assert send(public, destination).sent == ("index.html", "feed-2.xml", "feed.xml")


def test_a_damaged_memory_only_costs_time(public):
    memory = public.parent / "published.json"
    memory.write_bytes(b"\xff{")
    assert len(send(public, ListOfDestination()).sent) == len(FILES)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a.mp3", "b/c.vtt", "feed.xml", "index.html"]), st.binary(max_size=3)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_destination_is_always_what_public_is(tmp_path_factory, states):
    root = tmp_path_factory.mktemp("sync") / "public"
    destination = ListOfDestination()
    for files in states:
        root.mkdir(exist_ok=True)
        for path in [path for path in root.rglob("*") if path.is_file()]:
            path.unlink()
        write(root, files)
        send(root, destination)
        assert destination.there == files


# ── folders and addresses ───────────────────────────────────────────────────────────────────────


def test_a_folder_is_filled_and_kept(public, tmp_path):
    web = tmp_path / "www" / "podcast"
    write(web, {"foreign.txt": b"stays"})
    with open_destination(str(web), Access(), below="geheim-geheim-geheim") as destination:
        send(public, destination)
        (public / "cover.jpg").unlink()
        send(public, destination)
    assert files_of(web) == {
        "foreign.txt": b"stays",
        **{f"geheim-geheim-geheim/{name}": data for name, data in FILES.items() if name != "cover.jpg"},
    }


def files_of(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("told", ["ftp://host/x", "s3://", "gopher://x/", "sftp:///x", "http://host/x"])
def test_an_unknown_destination_is_told(told):
    with pytest.raises(ConfigError, match="is no destination"), open_destination(told, Access()):
        pass


def test_a_folder_that_cannot_be_written_is_told(public, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with (
        pytest.raises(PublishError, match=r"its folder is a file|its folder does not exist"),
        open_destination(str(tmp_path / "file"), Access()) as destination,
    ):
        send(public, destination)


def test_a_show_is_not_published_into_itself(tmp_path):
    show = pipeline.new_show(tmp_path / "show")
    for inside in (show.root, show.public, show.root / "www"):
        with pytest.raises(ConfigError, match="lies in the show itself"):
            pipeline.send(show, str(inside))
    assert pipeline.send(show, str(tmp_path / "www")).kept == 0


def test_a_new_token_is_a_new_folder_and_is_filled(tmp_path):
    show = pipeline.new_show(tmp_path / "show")
    tokens = ("q8Zr3vN-kT0_bX5mYw7cLd", "Ld7wYm5Xb_0Tk-Nv3rZ8qc")
    for token in ("", *tokens):
        secret = replace(show, config=replace(show.config, serve=ServeConfig(token=token)))
        sent = pipeline.send(secret, str(tmp_path / "www")).sent
        assert set(sent) == set(files_of(show.public))
        assert files_of(tmp_path / "www" / token).items() >= files_of(show.public).items()
    assert not any(token in (show.root / "published.json").read_text() for token in tokens)


# ── a bucket ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def s3():
    moto_server = pytest.importorskip("moto.server")
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_a_bucket_holds_what_the_show_holds(public, s3):
    import boto3  # noqa: PLC0415

    access = Access(s3, "key", "secret")
    client = boto3.client(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    client.create_bucket(Bucket="podcast")
    client.put_object(Bucket="podcast", Key="foreign.txt", Body=b"stays")

    def objects():
        listed = client.list_objects_v2(Bucket="podcast")["Contents"]
        return {one["Key"]: client.get_object(Bucket="podcast", Key=one["Key"]) for one in listed}

    with open_destination("s3://podcast/morgen/", access) as destination:
        send(public, destination)
        (public / "cover.jpg").unlink()
        send(public, destination)
    found = objects()
    assert {name: one["Body"].read() for name, one in found.items()} == {
        "foreign.txt": b"stays",
        **{f"morgen/{name}": data for name, data in FILES.items() if name != "cover.jpg"},
    }
    assert found["morgen/feed.xml"]["ContentType"] == "application/rss+xml; charset=utf-8"
    assert found["morgen/episodes/wald.mp3"]["ContentType"] == "audio/mpeg"


def test_a_bucket_that_is_not_there_is_told(public, s3):
    with (
        pytest.raises(PublishError, match=r"s3://nirgends: .*bucket"),
        open_destination("s3://nirgends", Access(s3, "key", "secret")) as destination,
    ):
        send(public, destination)


# ── SSH ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sshd(tmp_path_factory):
    """A real sshd for this user alone; yields its port, and sets HOME to one that knows it."""
    if SSHD is None or which("ssh-keygen") is None:
        pytest.skip("no sshd here; Debian's package is openssh-server")
    home = tmp_path_factory.mktemp("home")
    ssh = home / ".ssh"
    ssh.mkdir(mode=0o700)
    for key in ("host", "id_ed25519"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ssh / key], check=True)
    (ssh / "authorized_keys").write_bytes((ssh / "id_ed25519.pub").read_bytes())
    port = free_port()
    (ssh / "known_hosts").write_text(f"[127.0.0.1]:{port} {(ssh / 'host.pub').read_text()}")
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": ssh / "host",
        "AuthorizedKeysFile": ssh / "authorized_keys",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "Subsystem": "sftp internal-sftp",
    }
    config = home / "sshd_config"
    config.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd locks itself up
    with subprocess.Popen([SSHD, "-D", "-e", "-f", config], stderr=subprocess.DEVNULL) as server:
        wait_for(port)
        yield home, port
        server.terminate()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    pytest.fail(f"nothing answers on port {port}")


def test_sftp_fills_a_folder(public, sshd, tmp_path, monkeypatch):
    home, port = sshd
    monkeypatch.setenv("HOME", str(home))
    web = tmp_path / "www"
    with open_destination(f"sftp://{getpass.getuser()}@127.0.0.1:{port}{web}", Access()) as destination:
        send(public, destination)
        (public / "cover.jpg").unlink()
        send(public, destination)
    assert files_of(web) == {name: data for name, data in FILES.items() if name != "cover.jpg"}


def test_a_host_that_nobody_vouched_for_is_refused(sshd, tmp_path, monkeypatch):
    _, port = sshd
    monkeypatch.setenv("HOME", str(tmp_path))
    with (
        pytest.raises(PublishError, match=r"not found in known_hosts; .*connect once by hand"),
        open_destination(f"sftp://127.0.0.1:{port}/x", Access()),
    ):
        pass


def test_rsync_fills_a_folder(public, sshd, tmp_path, monkeypatch):
    if which("rsync") is None or which("ssh") is None:
        pytest.skip("no rsync here")
    home, port = sshd
    config = home / ".ssh" / "config"
    config.write_text(
        f"Host web\n HostName 127.0.0.1\n Port {port}\n IdentityFile {home}/.ssh/id_ed25519\n"
        f" UserKnownHostsFile {home}/.ssh/known_hosts\n"
    )
    monkeypatch.setenv("PATH", f"{wrapped_ssh(tmp_path, config)}:{os.environ['PATH']}")
    web = tmp_path / "www"
    write(web, {"episodes/foreign.txt": b"stays"})
    with open_destination(f"web:{web}", Access()) as destination:
        send(public, destination)
        for name in ("cover.jpg", "episodes/\u00fcber [1] Nacht.mp3"):
            (public / name).unlink()
        send(public, destination)
    assert files_of(web) == {
        "episodes/foreign.txt": b"stays",
        **{name: data for name, data in FILES.items() if name != "cover.jpg" and "Nacht" not in name},
    }


def wrapped_ssh(tmp_path, config):
    """A folder with an ``ssh`` that reads this configuration: the real one asks the password file for HOME."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "ssh"
    script.write_text(f'#!/bin/sh\nexec {which("ssh")} -F {config} "$@"\n')
    script.chmod(0o755)
    return folder


def test_an_unreachable_host_is_told(public):
    if which("rsync") is None:
        pytest.skip("no rsync here")
    with (
        pytest.raises(PublishError, match=r"niemand\.invalid:/x: .*try it by hand"),
        open_destination("niemand.invalid:/x", Access()) as destination,
    ):
        send(public, destination)


# ── WebDAV ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def webdav(tmp_path):
    wsgi = pytest.importorskip("cheroot.wsgi")
    wsgidav_app = pytest.importorskip("wsgidav.wsgidav_app")
    root = tmp_path / "dav"
    root.mkdir()
    app = wsgidav_app.WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {"user_mapping": {"*": {"ich": {"password": "geheim"}}}},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield root, server.bind_addr[1]
    server.stop()
    thread.join()


def test_webdav_fills_a_folder(public, webdav):
    root, port = webdav
    write(root, {"foreign.txt": b"stays"})
    told = f"webdav+http://127.0.0.1:{port}/pod/cast"
    with open_destination(told, Access(user="ich", password="geheim")) as destination:
        send(public, destination)
        (public / "cover.jpg").unlink()
        send(public, destination)
    assert files_of(root) == {
        "foreign.txt": b"stays",
        **{f"pod/cast/{name}": data for name, data in FILES.items() if name != "cover.jpg"},
    }


@pytest.mark.parametrize("password", ["falsch", ""])
def test_a_wrong_password_is_told_and_never_shown(public, webdav, password):
    _, port = webdav
    told = f"webdav+http://ich:auch@127.0.0.1:{port}/"
    with (
        pytest.raises(PublishError, match="user and password in ") as caught,
        open_destination(told, Access(password=password)) as destination,
    ):
        send(public, destination)
    assert "auch" not in str(caught.value)
    assert not password or password not in str(caught.value)


@pytest.mark.parametrize("told", ["webdav+http://127.0.0.1:{port}/x", "sftp://127.0.0.1:{port}/x"])
def test_a_server_that_is_down_is_told(public, told):
    with (
        pytest.raises(PublishError, match=r"127\.0\.0\.1:\d+/x: "),
        open_destination(told.format(port=free_port()), Access()) as destination,
    ):
        send(public, destination)
