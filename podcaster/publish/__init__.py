"""``public/`` → where a web server or a bucket reads it: only what changed, the feed last.

A destination is a folder, ``user@host:folder`` (by rsync), ``s3://bucket/prefix``,
``sftp://user@host/folder`` or ``webdav+https://host/folder``. What was sent is remembered by its hash,
so a file goes once, and what left ``public/`` is removed there; nothing else there is touched.
"""

from podcaster.publish.destinations import Access, open_destination
from podcaster.publish.plan import Sent, publish

__all__ = ["Access", "Sent", "open_destination", "publish"]
