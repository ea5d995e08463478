"""Scores quotations and speakers: ``mentions`` as the text names them, ``speakers`` in full form."""
from podcaster.script.quotes import find_quotes


def _paragraphs(text):
    starts, out, pos = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(pos)
            out.append(line)
        pos += len(line) + 1
    return starts, out


def mentions(text):
    starts, paragraphs = _paragraphs(text)
    return [(starts[q.paragraph] + q.start, starts[q.paragraph] + q.end, q.mention) for q in find_quotes(paragraphs) if q.kind != "term"]


def speakers(text):
    starts, paragraphs = _paragraphs(text)
    return [(starts[q.paragraph] + q.start, starts[q.paragraph] + q.end, q.speaker) for q in find_quotes(paragraphs) if q.kind != "term"]
