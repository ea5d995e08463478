"""The page of a real show in a real browser: skipped where there is no Chromium (Debian: chromium)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from podcaster import pipeline

CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARTICLE = Path(__file__).parent.parent / "examples" / "artikel.html"
SERVE = [sys.executable, "-m", "podcaster", "serve", "--port", "0", "--show"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; Debian's package is chromium")


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    root = tmp_path_factory.mktemp("browser") / "show"
    folder = pipeline.new_show(root, title="Morgenlektüre")
    [outcome] = pipeline.add(folder, [str(ARTICLE)], reading=pipeline.Reading.of(folder.config, voice="pico"))
    assert outcome.is_new
    return root


@pytest.fixture(scope="module")
def address(show):
    with subprocess.Popen([*SERVE, str(show)], stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server.stderr.readline().split()[1]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(10)


@pytest.fixture(scope="module")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--mute-audio"]
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, address):
    context = chromium.new_context(locale="de-DE")
    context.set_default_timeout(15_000)
    tab = context.new_page()
    tab.requests, tab.complaints = [], []
    tab.on("request", lambda request: tab.requests.append(request.url))
    tab.on(
        "console", lambda message: tab.complaints.append(message.text) if message.type == "error" else None
    )
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.goto(address)
    yield tab
    assert tab.complaints == []
    assert [url for url in tab.requests if not url.startswith((address, "data:"))] == []
    context.close()


def at(tab):
    return tab.evaluate("document.querySelector('audio').currentTime")


def test_it_plays(tab):
    tab.evaluate("document.querySelector('audio').play()")
    tab.wait_for_function("document.querySelector('audio').currentTime > 0.5")
    assert tab.locator(".chapters [aria-current]").count() == 1


def test_a_tap_on_a_sentence_is_heard_and_shown(tab):
    tab.locator("summary").click()
    sentence = tab.locator(".text .body .said").nth(3)
    start = float(sentence.get_attribute("data-start"))
    sentence.click()
    tab.wait_for_function(f"document.querySelector('audio').currentTime > {start}")
    assert start <= at(tab) < start + 5
    tab.wait_for_function("document.querySelectorAll('.now').length === 1")
    assert float(tab.locator(".now").get_attribute("data-start")) >= start


def test_the_text_follows_the_voice(tab):
    tab.locator("summary").click()
    last = tab.locator(".text .said[data-start]").last
    assert last.evaluate("(element) => element.getBoundingClientRect().top > innerHeight")
    start = float(last.get_attribute("data-start"))
    tab.evaluate(f"const p = document.querySelector('audio'); p.currentTime = {start} + 0.05; p.play()")
    tab.wait_for_function("document.querySelector('.now')?.getBoundingClientRect().bottom < innerHeight")


def test_the_keyboard_reaches_a_paragraph_and_a_chapter(tab):
    tab.locator("summary").focus()
    tab.keyboard.press("Enter")
    button = tab.locator(".text .body .from").nth(1)
    button.focus()
    tab.keyboard.press("Enter")
    start = float(button.get_attribute("data-start"))
    tab.wait_for_function(f"document.querySelector('audio').currentTime > {start}")
    chapter = tab.locator(".chapters a").nth(1)
    chapter.focus()
    tab.keyboard.press("Enter")
    start = float(chapter.get_attribute("data-start"))
    tab.wait_for_function(f"Math.abs(document.querySelector('audio').currentTime - {start}) < 2")


def test_speed_is_chosen_and_kept(tab, address):
    tab.locator(".speed").first.select_option("1.5")
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 1.5
    assert tab.evaluate("document.querySelector('audio').preservesPitch") is True
    tab.goto(address)
    assert tab.evaluate("document.querySelector('audio').defaultPlaybackRate") == 1.5


def test_who_comes_back_goes_on_where_they_were(tab, address):
    tab.locator("summary").click()
    button = tab.locator(".text .body .from").nth(3)
    start = float(button.get_attribute("data-start"))
    assert start > 10
    button.click()
    tab.wait_for_function(f"document.querySelector('audio').currentTime > {start} + 0.5")
    tab.evaluate("document.querySelector('audio').pause()")
    left = at(tab)
    tab.goto(address)
    tab.evaluate("document.querySelector('audio').play()")
    tab.wait_for_function(f"document.querySelector('audio').currentTime > {left} - 1")
    assert "Weiter bei" in tab.locator(".resumed").text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_axe_finds_nothing(tab, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.locator("summary").click()
    tab.evaluate("document.querySelector('.said[data-start]').classList.add('now')")
    found = axe.run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["impact"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_works_as_a_file_and_without_scripts(chromium, show):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((show / "public" / "index.html").as_uri())
    assert tab.locator("audio").is_visible()
    assert not tab.locator(".controls").first.is_visible()
    tab.locator("summary").click()
    assert tab.locator(".text .lead").is_visible()
    assert not tab.locator(".from").first.is_visible()
    context.close()
