import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from podcaster.config import CONFIG_FILE, Config, PublishConfig, SourceConfig, load_config
from podcaster.errors import ConfigError
from podcaster.fetch.guard import Guard
from podcaster.model import Pronunciation

TEMPLATE = Path(__file__).parent.parent / "podcaster" / "show.toml"
WITHOUT_DEFAULT = (
    *("author", "description", "email", "link", "cover", "intro", "outro", "update_rule"),
    *("episodes", "days", "megabytes"),
)
SOURCE = re.compile(r"(?<=^# \[\[sources\]\]\n)(?:# .*\n)+", re.MULTILINE)


@pytest.fixture
def show(tmp_path):
    def write(text):
        (tmp_path / CONFIG_FILE).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_title_is_enough(show):
    config = load_config(show('title = "Mein Podcast"'), {})
    assert (config.title, config.voice, config.audio.bitrate_kbps, config.block) == (
        "Mein Podcast",
        "auto",
        96,
        True,
    )


def test_environment_wins_over_the_file(show):
    root = show('title = "A"\nbase_url = "https://a.example/"')
    config = load_config(root, {"PODCASTER_BASE_URL": "https://b.example/hoeren", "PODCASTER_VOICE": ""})
    assert config.base_url == "https://b.example/hoeren/"
    assert config.voice == "auto"


def test_the_token_is_a_part_of_every_address_and_of_no_log(show):
    token = "q8Zr3vN-kT0_bX5mYw7cLd"
    root = show('title = "A"\nbase_url = "https://a.example/hoeren"')
    config = load_config(
        root, {"PODCASTER_TOKEN": token, "PODCASTER_USER": "i", "PODCASTER_PASSWORD": "geheim"}
    )
    assert config.public_url == f"https://a.example/hoeren/{token}/"
    assert config.serve.password == "geheim"
    assert not {token, "geheim"} & set(re.split(r"[^\w-]", repr(config)))


def test_the_password_of_a_destination_comes_from_the_environment(show):
    root = show('title = "A"\n[publish]\nto = "s3://b/p"\nuser = "i"')
    config = load_config(
        root, {"PODCASTER_PUBLISH_PASSWORD": "geheim", "PODCASTER_PUBLISH_ENDPOINT": "https://s3.example"}
    )
    assert config.publish == PublishConfig("s3://b/p", "https://s3.example", "i", "geheim")
    assert "geheim" not in repr(config)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('titel = "x"', ["titel", "title"]),
        ('title = "x"\n[audio]\nbitrate = 96', ["bitrate", "[audio]", "bitrate_kbps"]),
        ("", ["'title'", "missing"]),
        ("title = 3", ["'title'", "3", "in quotes"]),
        ('title = "x"\n[audio]\nbitrate_kbps = "viel"', ["bitrate_kbps", "'viel'", "whole number"]),
        ('title = "x"\n[audio]\nbitrate_kbps = 100', ["bitrate_kbps", "100", "96"]),
        ('title = "x"\n[audio]\nloudness_lufs = 3', ["loudness_lufs", "-30"]),
        ('title = "x"\nbase_url = "example.org"', ["base_url", "example.org", "http"]),
        ('title = "x"\nbase_url = "http://["', ["base_url", "'http://['"]),
        ('title = "x"\nbase_url = "https://"', ["base_url", "'https://'"]),
        ('title = "x"\nbase_url = "http://x:99999/"', ["base_url", "99999"]),
        ('title = "x"\nlink = "javascript:alert(1)"', ["link", "javascript", "the show's own page"]),
        ('title = "x"\nbase_url = "http://a.example/?b=c"', ["base_url", "first ?"]),
        ('title = "x"\n[serve]\ntoken = "kurz"', ["token", "[serve]", "take a fresh one"]),
        ('title = "x"\n[serve]\ntoken = "mit/strich/und/genug"', ["token", "take a fresh one"]),
        ('title = "x"\n[serve]\nuser = "ich"', ["user", "both"]),
        ('title = "x"\n[serve]\nuser = "i:h"\npassword = "y"', ["'user'", "colon"]),
        ('title = "x"\nlanguage = "klingonisch"', ["language", "de-AT"]),
        ('title = "x"\nemail = "keine"', ["email", "'keine'"]),
        ('title = "x"\nbase_url = "http://x y/"', ["base_url", "http"]),
        ('title = "x"\nbase_url = "http://ich:pw@x/"', ["base_url", "password", "[serve]"]),
        ('title = "x"\n[people]\n"" = "bass"', ["[people]", "empty"]),
        ('title = "x"\n[lexicon]\nFluss = "[flʊs"', ["'Fluss'", "no end"]),
        ('title = " "', ["title", "empty"]),
        ('title = "x"\n[feed]\nnewest = 0', ["'newest' in [feed]", "0", "1 or more"]),
        ('title = "x"\n[feed]\nttl_minutes = -5', ["'ttl_minutes' in [feed]", "-5"]),
        ('title = "x"\n[feed]\nskip_hours = [7, 24]', ["skip_hours", "24", "0 to 23"]),
        ('title = "x"\n[lexicon]\n"" = "y"', ["lexicon", "empty"]),
        ('title = "x"\n[lexicon]\nFoo = ""', ["'Foo'", "says nothing"]),
        ('title = "x"\n[lexicon]\nFoo = "[]"', ["'Foo'", "says nothing"]),
        ('title = "x"\n[lexicon]\nFoo = {}', ["'Foo'", "says nothing"]),
        ('title = "x"\n[lexicon]\nFoo = "[fQ7]"', ["'Foo'", "'7', 'Q'", "IPA"]),
        ('title = "x"\n[lexicon]\nFoo = { say = "Fu", ipa = "f%" }', ["'Foo'", "'%'"]),
        ('title = "x"\n[lexicon]\nFoo = 3', ["'Foo' in [lexicon]", "3"]),
        ('title = "x"\n[lexicon]\nFoo = { sya = "Fu" }', ["'sya' in [lexicon.Foo]", "say"]),
        ('title = "x"\n[reading]\ngendered = "both"', ["'gendered' in [reading]", "'both'", "pair"]),
        ('title = "x"\nzzz = 3', ["zzz", "known are", "base_url"]),
        ('title = "x', ["TOML", "mend"]),
    ],
)
def test_a_wrong_file_is_told_in_one_line_with_key_and_way_out(show, text, words):
    root = show(text)
    with pytest.raises(ConfigError) as caught:
        load_config(root, {})
    line = str(caught.value)
    assert "\n" not in line
    assert CONFIG_FILE in line
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    "host",
    [
        *("", " ", " nas", "nas\t", "nas nas", "nas,router"),
        *("http://nas", "https://nas:8080/", "//nas", "nas/", "nas/feed.xml", "nas?x", "nas#x", "a@nas"),
        *("nas:", "nas:http", "nas:0", "nas:99999", "nas:80:80", ":80"),
        *("*", "*.local", ".local", "nas..local", "-nas", "nas-", "nas\\x", "[nas]", "nas]"),
        *("10.0.0.256", "10.0.0", "10.0.0.0/8", "::1", "[::1", "[::g]", "[1.2.3.4]", "[::1]:", "[]"),
    ],
)
def test_what_is_no_host_is_not_allowed_silently(show, host):
    root = show(f"title = 'x'\n[nightly]\nallow_hosts = ['nas', '{host}']")
    with pytest.raises(ConfigError) as caught:
        load_config(root, {})
    line = str(caught.value)
    assert "\n" not in line
    assert f"{CONFIG_FILE}: key 'allow_hosts' in [nightly] has " in line
    assert (host.partition("?")[0] or "''").encode("unicode_escape").decode() in line
    assert "nas.local" in line


def test_the_login_of_an_address_among_hosts_is_not_told(show):
    root = show('title = "x"\n[nightly]\nallow_hosts = ["http://ich:geheim@nas/?token=streng"]')
    with pytest.raises(ConfigError, match="'http://nas/'") as caught:
        load_config(root, {})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        *("nas", "nas.", "nas.local", "NAS.local:8080", "müller.example", "xn--mller-kva.example:1"),
        *("192.168.1.5", "192.168.1.5:8080", "127.0.0.1.", "[fd00::7]", "[fd00::7]:8080", "[::1]"),
        *("a--b", "a_b", "1und1.example", "localhost:65535"),
    ],
)
def test_hosts_of_the_own_network_are_allowed(show, host):
    root = show(f'title = "x"\n[nightly]\nallow_hosts = ["{host}"]')
    assert load_config(root, {}).nightly.allow_hosts == (host,)
    assert len(Guard.allowing([host]).allow_hosts) == 1


def test_the_lexicon_takes_respellings_and_ipa(show):
    root = show('title = "x"\n[lexicon]\nA = "Ah"\nB = "[beː]"\nC = { say = "Zeh", ipa = "tseː" }')
    assert load_config(root, {}).lexicon == {"A": "Ah", "B": "[beː]", "C": Pronunciation("Zeh", "tseː")}


def test_a_voices_file_is_named_from_the_shows_folder(show):
    root = show('title = "x"\nvoice = "voices/bob.toml"')
    assert load_config(root, {}).voice == str(root / "voices" / "bob.toml")
    assert load_config(root, {"PODCASTER_VOICE": "voices/bob.toml"}).voice == "voices/bob.toml"
    assert load_config(show('title = "x"\nvoice = "/bob.toml"'), {}).voice == "/bob.toml"


def test_the_mark_that_some_editors_write_first_does_no_harm(show):
    assert load_config(show('\ufefftitle = "x"'), {}).title == "x"


def test_a_folder_without_configuration_is_no_show(tmp_path):
    with pytest.raises(ConfigError, match="podcaster new"):
        load_config(tmp_path, {})


def test_a_file_in_another_encoding_is_told(tmp_path):
    (tmp_path / CONFIG_FILE).write_bytes('title = "Köln"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="TOML"):
        load_config(tmp_path, {})


def test_the_template_for_new_shows_names_every_key_with_its_default(show):
    text = TEMPLATE.read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (\w+ = )", r"\1", re.sub(SOURCE, "", text), flags=re.MULTILINE)
    written = set(re.findall(r"^(\w+) = ", uncommented, flags=re.MULTILINE)) | set(
        re.findall(r"^(?:# \[)?\[(\w+)\]", text, flags=re.MULTILINE)
    )
    whole = Config("")
    tables = [getattr(whole, field.name) for field in fields(Config)]
    keys = {key.name for table in (whole, *filter(is_dataclass, tables)) for key in fields(table)}
    assert keys - written == set()
    config = load_config(show(text), {})
    as_written = load_config(
        show(
            re.sub(
                rf"^({'|'.join(WITHOUT_DEFAULT)}) = .*$\n",
                "",
                uncommented,
                flags=re.MULTILINE,
            )
        ),
        {},
    )
    assert config == as_written


def test_the_template_shows_a_source_with_every_key_and_its_default(show):
    [example] = SOURCE.findall(TEMPLATE.read_text(encoding="utf-8"))
    [source] = load_config(
        show(f'title = "x"\n[[sources]]\n{example.replace("# ", "", 1)}'.replace("\n# ", "\n")), {}
    ).sources
    assert set(re.findall(r"^# (\w+) = ", example, flags=re.MULTILINE)) == {
        key.name for key in fields(SourceConfig)
    }
    assert replace(source, max_words=None, max_age_hours=None) == SourceConfig(source.url)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('sources = ["https://a.example/feed"]', r"\[\[sources\]\] before each"),
        ('[[sources]]\nurl = "ftp://a.example/feed"', r"url in \[\[sources\]\] .* http"),
        ('[[sources]]\nurl = "https://a.example"\nat_most = 0', "at_most.*1 or more"),
        ('[[sources]]\nurl = "https://a.example"\ninclude = "Klima"', "write a list: include = "),
        ('[nightly]\nuntil = "25:00"', "06:30"),
        ("[nightly]\ndelay_s = -1", "0 to 60"),
        ("[retention]\ndays = 0", "1 or more"),
        ("[retention]\ndays = 1.5", "whole number"),
        ("[cache]\nmegabytes = -1", "0 keeps nothing"),
        ("[speech]\nworkers = -1", "as suit the machine"),
        ('edition = "weekly"', "'daily'"),
    ],
)
def test_what_a_night_cannot_do_is_told(show, settings, told):
    with pytest.raises(ConfigError, match=told):
        load_config(show(f'title = "x"\n{settings}'), {})


@pytest.mark.parametrize("wrong", ['url = "ftp://ich:geheim@a.example/f?token=geheim"', "at_most = 0"])
def test_no_login_of_a_source_is_in_a_message(tmp_path, wrong):
    url = "" if "url" in wrong else 'url = "https://ich:geheim@a.example/f?token=geheim"\n'
    (tmp_path / "podcaster.toml").write_text(f'title = "A"\n[[sources]]\n{url}{wrong}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"//a\.example/f") as refused:
        load_config(tmp_path)
    assert "geheim" not in str(refused.value)
