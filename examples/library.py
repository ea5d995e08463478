"""The library: an article becomes a script, and the script an MP3."""

import sys
from pathlib import Path

from podcaster import convert, read_article, spoken, write_script

source = Path(__file__).with_name("artikel.html")
article = read_article(source.read_text(encoding="utf-8"), url="https://zeitung.example/artikel")
script = write_script(article)

for segment in script.segments:
    print(f"{segment.role:8} {segment.quote or '':8} {segment.speaker or '':20} {segment.text[:60]}")

print(spoken("Am 3. Oktober 1990 um 23.45 Uhr"))

recording = convert(source, sys.argv[1] if len(sys.argv) > 1 else "artikel.mp3", voice="pico")
print(recording.path, recording.duration_ms, "ms")
