"""WARC files as crawlers write them, made up for tests."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

NAV = "".join(f'<div class="m{n}"><a href="/s/{n}">Section {n}</a></div>\n' for n in range(40))
OFF_TOPIC = (
    "The football club has signed a new goalkeeper, who played in Spain last year.",
    "Rain is expected in the north, and winds of up to 60 miles an hour on the coast.",
)


def page(*paragraphs: str, title: str = "A story", head: str = '<meta charset="utf-8">') -> str:
    """A news page: navigation, one article, and more navigation."""
    story = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body><nav>{NAV}</nav>"
        f"<article><h1>{title}</h1>{story}</article><footer>{NAV}</footer></body></html>"
    )


@dataclass(frozen=True)
class Record:
    """What a server answered, or what else a crawl keeps."""

    uri: str
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    type: str = "response"
    headers: tuple[tuple[str, str], ...] = ()


def member(record: Record, *, packed: bool = True) -> bytes:
    """One record as it stands in a file."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    http = None
    if record.type in ("response", "revisit"):
        http = StatusAndHeaders(
            record.status, [("Content-Type", record.kind), *record.headers], protocol="HTTP/1.1"
        )
    elif record.type == "request":
        http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
    made = writer.create_warc_record(
        record.uri,
        record.type,
        payload=io.BytesIO(record.body),
        http_headers=http,
        warc_content_type=record.kind if record.type == "resource" else "",
    )
    writer.write_record(made)
    return out.getvalue()


def warc(records: Iterable[Record], *, packed: bool = True) -> bytes:
    """A WARC file."""
    return b"".join(member(record, packed=packed) for record in records)
