"""A WARC's bytes, unpacked member by member, as a stream that goes on after what is broken.

In a ``.warc.gz`` each record is a gzip file of its own, a member, so that what is broken costs one
record: behind it the next member is looked for. Libraries give up there.
"""

from __future__ import annotations

import io
import re
import zlib

SIZE = 64 * 1024  # bytes read, and about as many unpacked, at a time
LINE = 64 * 1024  # the longest line of a record's head
HEAD = 1024 * 1024  # the most that the lines of a record's head may have together
LINES_BETWEEN = 2  # records
HELD = 8 * 1024 * 1024  # bytes of a broken member in which the next one is looked for

_GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"WARC/\d\.\d+\r?\n")
_RECORD_WITHIN = re.compile(rb"WARC/\d\.\d+\r?\nWARC-")


class Members:
    """The stream, as a library reads it: ``read``, ``readline`` and ``tell``.

    Where it ends is the end, or, where ``broken`` says what is wrong, a place behind which
    :meth:`mend` finds the next record.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self.broken: str | None = None
        self._stream = stream
        self._packed = stream.peek(2).startswith(_GZIP)
        self._fetched = 0  # bytes read
        self._raw = b""  # of these, what is not unpacked yet
        self._decoder: zlib._Decompress | None = None
        self._member = 0  # where the member begins
        self._held = bytearray()  # what was read of it, or the last part of that
        self._buffer = b""
        self._at = 0
        self._before = 0  # bytes of the member, unpacked, before the buffer
        self._is_next = False  # whether another member begins with the buffer
        self._is_torn = False  # whether what is broken is the member
        self._in_record = False
        self._head_left = 0

    # -- records -----------------------------------------------------------------------------

    def begin(self) -> str | None:
        """Go to the next record; where it is, or None at the end.

        The place is a number of bytes into the file, for a record within a larger gzip member
        that of the member and, after a plus sign, the number of bytes into what is packed in it.
        """
        self._in_record = False
        line = self._line()
        while line and not line.strip():
            line = self._line()
        if line:
            self.back(line)
            if not _RECORD.match(line):
                self.broken = self.broken or "no WARC record begins here"
        elif self.broken is None:
            return None
        self._in_record, self._is_next = True, False
        self._head_left = HEAD
        return self._place()

    def end(self) -> bool:
        """Whether the record that was read ends here: by empty lines, or with its member."""
        for _ in range(LINES_BETWEEN):
            if self._ends_with_member():
                break
            line = self._line()
            if line.strip():
                self.back(line)
                return _RECORD.match(line) is not None
        self._ends_with_member()
        return self.broken is None

    def _ends_with_member(self) -> bool:
        """Whether no more is in the gzip member, whose checksum has been seen then."""
        while self._decoder is not None and self._at == len(self._buffer) and self.broken is None:
            self._step()
        return self._packed and self._at == len(self._buffer)

    def mend(self, last: bytes = b"") -> bool:
        """Go on behind what is broken; whether there is a record.

        ``last`` is what was read of the broken record: the next may have begun in it.
        """
        self._in_record = False
        self.broken = None
        if self._is_torn and not self._find_member():
            return False
        if not self._packed and (within := _RECORD_WITHIN.search(last)):
            self.back(last[within.start() :])
            return True
        follows = True  # whether a line begins here
        while line := self._line():
            if follows and _RECORD.match(line):
                self.back(line)
                return True
            follows = line.endswith(b"\n")
        return False

    def back(self, data: bytes) -> None:
        """Let ``data``, which was read last, be read again."""
        if data == self._buffer[self._at - len(data) : self._at]:
            self._at -= len(data)
            return
        self._before += self._at - len(data)
        self._buffer = data + self._buffer[self._at :]
        self._at = 0

    # -- as a file ---------------------------------------------------------------------------

    def read(self, length: int) -> bytes:
        """So many bytes, fewer where the record breaks off or the stream ends."""
        parts: list[bytes] = []
        while length and self._fill():
            part = self._buffer[self._at : self._at + length]
            self._at += len(part)
            length -= len(part)
            parts.append(part)
        return b"".join(parts)

    def readline(self, length: int | None = None) -> bytes:
        """A line of a record's head."""
        line = self._line(min(LINE, self._head_left, LINE if length is None else length))
        self._head_left -= len(line)
        if not self._head_left:
            self.broken = "its head does not end"
        return line

    def tell(self) -> int:
        """How many bytes of the member have been read."""
        return self._before + self._at

    # -- below -------------------------------------------------------------------------------

    def _line(self, length: int = LINE) -> bytes:
        line = b""
        while len(line) < length and not line.endswith(b"\n") and self._fill():
            end = self._buffer.find(b"\n", self._at, self._at + length - len(line)) + 1
            end = end or min(self._at + length - len(line), len(self._buffer))
            line += self._buffer[self._at : end]
            self._at = end
        return line

    def _place(self) -> str:
        if not self._packed:
            return str(self.tell())
        return f"{self._member}+{self.tell()}" if self.tell() else str(self._member)

    def _fill(self) -> bool:
        """Whether there is something in the buffer, if need be put there, that belongs here."""
        while self._at == len(self._buffer) and self.broken is None:
            if not self._packed:
                found = self._fetch()
                if not found:
                    return False
                self._take(found)
            elif self._decoder is None and not self._begin_member():
                return False
            else:
                self._step()
        if self._in_record and self._is_next and self._buffer.startswith(b"WARC/"):
            return False  # a record breaks off where the next one begins
        return self._at < len(self._buffer)

    def _take(self, data: bytes) -> None:
        self._before += len(self._buffer)
        self._buffer, self._at = data, 0

    def _fetch(self) -> bytes:
        data = self._stream.read1(SIZE)
        self._fetched += len(data)
        if self._decoder is not None:
            self._held += data
            if len(self._held) > HELD + SIZE:
                del self._held[:-HELD]
        return data

    def _begin_member(self) -> bool:
        while len(self._raw) < len(_MEMBER) and (more := self._fetch()):
            self._raw += more
        while self._raw and not self._raw.strip(b"\0"):  # as some systems fill up
            self._raw = self._fetch()
        if not self._raw:
            return False
        self._member = self._fetched - len(self._raw)
        self._held = bytearray(self._raw)
        self._decoder = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._buffer, self._at, self._before = b"", 0, 0
        return True

    def _step(self) -> None:
        """Unpack a little of the member, when the buffer has been read."""
        assert self._decoder is not None
        if not self._raw:
            self._raw = self._fetch()
            if not self._raw:
                self._tear("the file ends within its gzip member")
                return
        try:
            found = self._decoder.decompress(self._raw, SIZE)
        except zlib.error as error:
            self._tear(f"its gzip member is broken ({str(error).rpartition(': ')[2]})")
            return
        if self._decoder.eof:
            self._raw = self._decoder.unused_data
            self._decoder = None
        else:
            self._raw = self._decoder.unconsumed_tail
        if found:
            self._is_next = not self._buffer
            self._take(found)

    def _tear(self, reason: str) -> None:
        self.broken, self._is_torn = reason, True

    def _find_member(self) -> bool:
        """Go to the next gzip member that holds a record, from within a broken one."""
        held, at = self._held, 1
        self._decoder, self._is_torn = None, False
        self._buffer, self._at = b"", 0
        while True:
            at = held.find(_MEMBER, at)
            if at < 0:
                at = max(len(held) - len(_MEMBER) + 1, 0)
                more = self._fetch()
                if not more:
                    self._raw = b""
                    return False
                del held[:at]
                held += more
                at = 0
                continue
            while len(held) - at < SIZE and (more := self._fetch()):
                held += more
            if _holds_record(bytes(held[at : at + SIZE])):
                self._raw = bytes(held[at:])
                return self._begin_member()
            at += 1


def _holds_record(data: bytes) -> bool:
    try:
        return bool(
            _RECORD.match(zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data, 64))
        )
    except zlib.error:
        return False
