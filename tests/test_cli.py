"""The command line as a user meets it: what it prints, what it leaves, how it ends."""

import contextlib
import http.server
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from pages import BRIEF

from podcaster.cli import main
from podcaster.config import load_config

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "artikel.html"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ENGLISH = (
    "The council decided\n\n"
    + "The council of the city has decided that the bridge will be built again, and the mayor said that this was what the people had wanted for a long time. "
    * 5
)


@pytest.fixture
def podcaster(capsys):
    """Run a command line; gives exit code, standard output and standard error."""

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return run


@pytest.fixture
def show(podcaster, tmp_path):
    folder = tmp_path / "show"
    assert podcaster("new", folder, "--title", "Kaffee & Kuchen")[0] == 0
    return folder


@pytest.fixture
def site(tmp_path_factory):
    """A newspaper on loopback; gives its address and its folder."""
    folder = tmp_path_factory.mktemp("site")
    handler = partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


def assert_one_line(text):
    assert text.startswith("podcaster: ")
    assert text.count("\n") == 1, text


def test_a_url_becomes_an_mp3_with_its_transcript(podcaster, site, tmp_path):
    address, folder = site
    (folder / "artikel.html").write_bytes(BRIEF.read_bytes())
    target = tmp_path / "a.mp3"
    code, out, _ = podcaster("convert", f"{address}/artikel.html", "-o", target, "--voice", "pico")
    assert code == 0
    assert str(target) in out
    assert target.stat().st_size > 100_000
    assert (tmp_path / "a.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp3", "a.vtt"]


def test_without_a_name_the_mp3_is_named_after_the_headline(podcaster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert podcaster("convert", BRIEF, "--voice", "pico")[0] == 0
    (mp3,) = tmp_path.glob("*.mp3")
    assert re.fullmatch(r"[a-z0-9-]{5,}\.mp3", mp3.name)


def test_inspect_shows_roles_quotes_speakers_and_what_is_left_out(podcaster):
    code, out, _ = podcaster("inspect", EXAMPLE)
    assert code == 0
    for word in ("headline", "lead", "heading", "[direct: ", "[partial", "[term", "left out"):
        assert word in out


def test_inspect_json_is_the_documented_interface(podcaster):
    code, out, _ = podcaster("inspect", EXAMPLE, "--json")
    facts = json.loads(out)
    assert code == 0
    assert list(facts) == [
        "url",
        "title",
        "kicker",
        "lead",
        "authors",
        "publisher",
        "published",
        "modified",
        "language",
        "segments",
        "left_out",
        "cast",
    ]
    assert {segment["role"] for segment in facts["segments"]} == {
        "intro",
        "headline",
        "lead",
        "heading",
        "body",
        "outro",
    }
    assert set(facts["segments"][0]) == {
        "role",
        "text",
        "spoken",
        "quote",
        "speaker",
        "pause_ms",
        "sentences",
    }
    assert all(set(left) == {"text", "why"} for left in facts["left_out"])
    assert all(set(person) == {"name", "gender", "voice"} for person in facts["cast"])


def test_say_shows_the_spoken_form_and_writes_the_sound(podcaster, tmp_path):
    code, out, _ = podcaster("say", "Am 24. Juni kostet es 27,50 €.")
    assert (code, out) == (0, "Am vierundzwanzigsten Juni kostet es siebenundzwanzig Euro fünfzig.\n")
    code, out, _ = podcaster("say", "--json", "12,5 %", "-o", tmp_path / "s.mp3", "--voice", "pico")
    assert json.loads(out) == {"text": "12,5 %", "spoken": "zwölf Komma fünf Prozent"}
    assert (tmp_path / "s.mp3").stat().st_size > 5_000


def test_voices_are_listed_with_licence_and_state(podcaster):
    code, out, _ = podcaster("voices", "--json")
    voices = {voice["name"]: voice for voice in json.loads(out)}
    assert code == 0
    assert voices["pico"]["status"] == "ready"
    assert voices["thorsten"]["licence"] == "Apache-2.0"
    assert "pico" in podcaster("voices")[1]


def test_a_voice_can_be_tried(podcaster, tmp_path):
    assert podcaster("voices", "try", "pico", "-o", tmp_path / "p.mp3")[0] == 0
    assert (tmp_path / "p.mp3").stat().st_size > 50_000


def test_a_show_takes_an_article_once(podcaster, show):
    code, out, _ = podcaster("add", BRIEF, "--show", show, "--voice", "pico")
    assert code == 0
    assert out.startswith("added: ")
    code, out, err = podcaster("add", BRIEF, "--show", show, "--voice", "pico")
    assert code == 0
    assert out == ""
    assert "already" in err
    rows = json.loads(podcaster("episodes", "list", "--json", "--show", show)[1])
    assert len(rows) == 1
    assert rows[0]["title"] in podcaster("episodes", "list", "--show", show)[1]
    assert podcaster("episodes", "remove", rows[0]["slug"], "--show", show)[0] == 0
    assert list((show / "public" / "episodes").iterdir()) == []
    assert podcaster("add", BRIEF, "--show", show, "--voice", "pico")[1].startswith("added: ")


def test_one_bad_source_does_not_stop_the_others(podcaster, show, tmp_path):
    code, out, err = podcaster("add", tmp_path / "fehlt.html", BRIEF, "--show", show, "--voice", "pico")
    assert code == 1
    assert "added: " in out
    assert_one_line(err[err.index("podcaster: ") :])


def test_removing_what_is_not_there(podcaster, show):
    code, _, err = podcaster("episodes", "remove", "fehlt", "--show", show)
    assert code == 3
    assert_one_line(err)


def test_doctor_finds_this_machine_and_a_new_show_whole(podcaster, show):
    code, out, _ = podcaster("doctor", "--show", show)
    assert code == 0
    assert "FAIL" not in out
    (show / "public" / "feed.xml").unlink()
    code, out, _ = podcaster("doctor", "--show", show)
    assert code == 3
    assert "feed.xml" in out
    (show / "podcaster.db").write_text("rubbish, and more of it than a header" * 9)
    code, out, _ = podcaster("doctor", "--show", show)
    assert code == 3
    assert out.count("FAIL") == 1  # of what should be in it nothing can be said
    assert "room on the disk" in out  # all is looked at


def test_doctor_tells_that_a_named_folder_is_no_show(podcaster, tmp_path):
    code, out, _ = podcaster("doctor", "--show", tmp_path)
    assert code == 3
    assert "podcaster new" in out


def test_what_is_no_text_is_printed_as_its_bytes(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    command = [sys.executable, "-m", "podcaster", "say", "--json", "-"]
    run = subprocess.run(command, input=b"\xff \xc3\xb6", capture_output=True, check=True)
    assert json.loads(run.stdout)["text"] == "\ufffd ö"


def test_titles_hold_what_a_terminal_gives(podcaster, tmp_path):
    assert podcaster("new", tmp_path / "show", "--title", 'A "\\" \x7f\n\udcff Ö')[0] == 0
    assert load_config(tmp_path / "show", {}).title == 'A "\\" \n Ö'


def test_an_interrupt_is_told_in_one_line(tmp_path):
    pipe = tmp_path / "artikel.html"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "podcaster", "convert", pipe, "-o", tmp_path / "a.mp3"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run, pipe.open("w"):
        # opening waits until the other side opens; between that and its reading, Python overhears a signal
        while run.poll() is None:
            run.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(10)
        assert_one_line(run.stderr.read())
    assert run.returncode == 130


@pytest.mark.parametrize("module", ["typer", "podcaster.cli.talk", "podcaster.errors"])
@pytest.mark.parametrize("swallows", [False, True], ids=["", "where exceptions get lost"])
def test_an_interrupt_while_podcaster_is_being_loaded_is_told_in_one_line(tmp_path, module, swallows):
    hit = "os.kill(os.getpid(), signal.SIGINT)"
    if swallows:
        hit = f"type('Lost', (), {{'__del__': lambda self: {hit}}})()"
    (tmp_path / "sitecustomize.py").write_text(f"""
import os, signal, sys

class Interrupts:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == {module!r}:
            {hit}

sys.meta_path.insert(0, Interrupts)
""")
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-m", "podcaster", "voices"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (130, "")
    assert_one_line(run.stderr)


def test_what_ignores_interrupts_is_not_interrupted_while_it_is_being_loaded(tmp_path):
    before = "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    (tmp_path / "typer.py").write_text(
        "import os, signal, sys\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        f"sys.path.remove({str(tmp_path)!r})\n"
        "del sys.modules['typer']\n"
        "import typer\n"
    )
    code = f"{before}import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv[1:] = ['--version']\n"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}from podcaster.__main__ import main; main()"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("flags", [["--quiet"], ["-q"]])
def test_quiet_may_stand_anywhere(podcaster, show, flags):
    podcaster("add", BRIEF, "--show", show, "--voice", "pico")
    assert podcaster("add", BRIEF, "--show", show, "--voice", "pico", *flags) == (0, "", "")


def test_a_bar_on_a_terminal_and_none_in_a_pipe(tmp_path):
    command = [
        sys.executable,
        "-m",
        "podcaster",
        "convert",
        BRIEF,
        "-o",
        tmp_path / "a.mp3",
        "--voice",
        "pico",
    ]
    pipe = subprocess.run(command, capture_output=True, check=True)
    assert pipe.stderr == b""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL) as run:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal goes with its last user
            while part := os.read(ours, 4096):
                shown += part
    os.close(ours)
    assert run.returncode == 0
    assert "━".encode() in shown


def test_verbose_says_what_is_done():
    command = [sys.executable, "-m", "podcaster", "--verbose", "inspect", EXAMPLE]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "left out" in run.stderr
    assert len(run.stderr.splitlines()) == 2


def test_shells_can_complete():
    run = subprocess.run(
        [sys.executable, "-m", "podcaster"],
        env={
            **os.environ,
            "_PODCASTER_COMPLETE": "complete_bash",
            "COMP_WORDS": "podcaster co",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.split() == ["convert"]


# ── bad input: one line, the right exit code, nothing half-written ──────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.pdf", PDF, 3, ["PDF"]),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0", 3, ["image"]),
        ("a.txt", b"", 3, ["empty"]),
        ("a.txt", bytes(range(256)) * 50, 3, ["binary"]),
        ("a.txt", ENGLISH.encode(), 3, ["German", "--force"]),
        (
            "a.html",
            b"<html><body><nav>" + b"<a href='/x'>Mehr Nachrichten hier</a>" * 200 + b"</nav></body></html>",
            3,
            ["article"],
        ),
    ],
    ids=["pdf", "image", "empty", "binary", "english", "front page"],
)
def test_a_page_that_is_no_german_article(podcaster, tmp_path, name, content, code, words):
    source = tmp_path / name
    source.write_bytes(content)
    got, out, err = podcaster("convert", source, "-o", tmp_path / "out.mp3", "--voice", "pico")
    assert (got, out) == (code, "")
    assert_one_line(err)
    for word in [name, *words]:
        assert word in err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_force_reads_another_language(podcaster, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text(ENGLISH, encoding="utf-8")
    assert podcaster("convert", source, "-o", tmp_path / "out.mp3", "--voice", "pico", "--force")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["convert", "http://127.0.0.1:9/artikel"], 3, ["127.0.0.1:9", "reached"]),
        (["convert", "fehlt.html"], 3, ["fehlt.html", "no such file"]),
        (["convert", EXAMPLE, "--voice", "picco"], 3, ["picco", "pico"]),
        (["convert", EXAMPLE, "-o", "a.wav"], 2, ["a.wav", "a.mp3"]),
        (["convert", EXAMPLE, "-o", "."], 2, [".mp3"]),
        (["voices", "try", "pico", "-o", "a.wav"], 2, ["a.wav", "a.mp3"]),
        (["convert", EXAMPLE, "--bitrate", "100"], 2, ["--bitrate", "100", "96"]),
        (["new", "show", "--base-url", "http://["], 2, ["base_url", "http://["]),
        (["convert", EXAMPLE, "-o", "/proc/x/a.mp3", "--voice", "pico"], 3, ["/proc/x/a.mp3"]),
        (["convert", EXAMPLE, "-o", "fehlt/a.mp3", "--voice", "pico"], 3, ["fehlt/a.mp3", "folder"]),
        (["add", EXAMPLE, "--show", "fehlt"], 2, ["fehlt", "podcaster new"]),
        (["voices", "download", "nobody"], 3, ["nobody"]),
        (["voices", "try", "nobody"], 3, ["nobody"]),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(podcaster, tmp_path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    got, out, err = podcaster(*arguments)
    assert (got, out) == (code, "")
    assert_one_line(err)
    for word in words:
        assert word in err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_broken_voice_is_told(podcaster, tmp_path):
    voice = tmp_path / "kaputt.toml"
    voice.write_text('name = "kaputt"\nengine = "pico"\nmodel = "de-XX"\nlicense = "x"\n', encoding="utf-8")
    code, _, err = podcaster("convert", EXAMPLE, "-o", tmp_path / "a.mp3", "--voice", voice)
    assert code == 2
    assert "'license'" in err
    assert "'licence'" in err
    assert_one_line(err)


def test_a_teaser_is_not_published(podcaster, show, tmp_path):
    teaser = tmp_path / "plus.html"
    page = EXAMPLE.read_text(encoding="utf-8")
    body = re.search(r"<p>Um 9.12 Uhr.*?</p>", page, flags=re.DOTALL)
    teaser.write_text(
        "<html lang='de'><head><title>Nur für Abonnenten</title><script type='application/ld+json'>"
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Nur für Abonnenten", '
        '"isAccessibleForFree": false}</script></head><body><article><h1>Nur für Abonnenten</h1>'
        f"{body[0][:200]} …</p><p>Weiterlesen mit Abo</p></article></body></html>",
        encoding="utf-8",
    )
    code, out, err = podcaster("add", teaser, "--show", show, "--voice", "pico")
    assert (code, out) == (3, "")
    assert "plus.html" in err
    assert_one_line(err)


def test_a_404_is_told(podcaster, site):
    code, _, err = podcaster("convert", f"{site[0]}/fehlt.html")
    assert code == 3
    assert "404" in err
    assert_one_line(err)


def test_an_unknown_key_names_the_nearest(podcaster, show):
    file = show / "podcaster.toml"
    file.write_text('titel = "x"\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    code, _, err = podcaster("add", EXAMPLE, "--show", show)
    assert code == 2
    assert "'titel'" in err
    assert "'title'" in err
    assert_one_line(err)


def test_a_second_show_in_the_same_folder_is_refused(podcaster, show):
    before = (show / "podcaster.toml").read_bytes()
    code, _, err = podcaster("new", show)
    assert code == 2
    assert "already" in err
    assert (show / "podcaster.toml").read_bytes() == before


def test_a_cover_that_is_no_image_is_told_before_anything_is_spoken(podcaster, show):
    (show / "cover.jpg").write_text("kein Bild")
    file = show / "podcaster.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("# cover =", "cover ="), encoding="utf-8")
    code, out, err = podcaster("add", EXAMPLE, "--show", show, "--voice", "pico")
    assert (code, out) == (2, "")
    assert "JPEG" in err
    assert not (show / "public" / "episodes").exists()


def test_a_wrong_category_is_told_before_anything_is_spoken(podcaster, show):
    file = show / "podcaster.toml"
    file.write_text(
        re.sub(r"# category = .*", 'category = "Politik"', file.read_text(encoding="utf-8")), encoding="utf-8"
    )
    code, out, err = podcaster("add", EXAMPLE, "--show", show, "--voice", "pico")
    assert (code, out) == (2, "")
    assert "Politics" in err
    assert_one_line(err)


def test_a_wrong_template_names_the_file_before_anything_is_fetched(podcaster, show):
    file = show / "podcaster.toml"
    file.write_text(
        re.sub(r"# intro = .*", 'intro = "{verlag}"', file.read_text(encoding="utf-8")), encoding="utf-8"
    )
    code, out, err = podcaster("episodes", "list", "--show", show)
    assert (code, out) == (2, "")
    assert "podcaster.toml" in err
    assert "{verlag}" in err
    assert_one_line(err)


def test_serve_says_where_it_serves_the_feed(show):
    command = [sys.executable, "-m", "podcaster", "serve", "--show", str(show), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        line = server.stderr.readline()
        feed = re.search(r"feed (\S+)", line)[1]
        with urllib.request.urlopen(feed) as answer:
            assert answer.headers["Content-Type"].startswith("application/rss+xml")
            assert b"Kaffee &amp; Kuchen" in answer.read()
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 0


def test_two_runs_on_one_show_never_meet(podcaster, show):
    hold = """
import sys
from pathlib import Path
from podcaster.pipeline import ShowFolder
with ShowFolder.open(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(show)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        code, out, err = podcaster("add", BRIEF, "--show", show, "--voice", "pico")
        assert (code, out) == (4, "")
        assert_one_line(err)
        holder.kill()
    assert podcaster("add", BRIEF, "--show", show, "--voice", "pico")[0] == 0


def test_without_ffmpeg_the_way_out_is_told(tmp_path):
    code = (
        "import sys; sys.modules['imageio_ffmpeg'] = None; from podcaster.cli import main; main(sys.argv[1:])"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            "convert",
            str(EXAMPLE),
            "-o",
            str(tmp_path / "a.mp3"),
            "--voice",
            "pico",
        ],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert_one_line(run.stderr)
    assert "ffmpeg" in run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["convert"], ["gibtesnicht"], ["convert", "a", "--nie"]])
def test_wrong_usage_ends_with_2(podcaster, arguments):
    code, _, err = podcaster(*arguments)
    assert code == 2
    assert "Usage" in err


def test_debug_gives_the_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "podcaster", "convert", "fehlt.html", "--debug"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" in run.stderr
