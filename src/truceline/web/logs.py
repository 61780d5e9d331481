"""What the server prints of requests: what was refused in one line, faults whole, and never the secret of a link."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"(/people/join/)[^/?\s]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of the address of a link, and the traceback from a request that was simply refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line; it is printed in any case."""
        record.msg = SECRET.sub(r"\1…", record.getMessage())
        record.args = ()
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            record.exc_text = None
        return True
