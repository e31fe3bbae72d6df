"""Log lines that no input can forge."""

import logging
import re

_KENDALI = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class SatuBaris(logging.Formatter):
    """One event, one line: control characters of the message are written as escapes.

    A traceback follows on lines of its own, all of them indented, so that text from outside in it
    cannot pass for the beginning of an event. Times carry their offset from UTC.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        return _KENDALI.sub(lambda m: m[0].encode("unicode_escape").decode(), super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        return "\n    ".join(super().format(record).splitlines())
