"""What is said of a request that is larger than anything that is taken here; its bytes were not kept, see ``web.bodies``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from truceline.web.access import needs
from truceline.web.errors import Trouble, trouble_page
from truceline.workflow.receiving import LARGEST, LARGEST_LINES, MEGABYTE


@needs("read", public=True)
def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a body that is over the limit."""
    return trouble_page(
        request,
        Trouble(
            title=_("Too large"),
            what=_("What was sent is larger than this room takes at once. Nothing of it was kept."),
            do=_("Files of reports may have %(most)s MB, .jsonl files sent in parts %(lines)s MB. Cut it into several.")
            % {"most": LARGEST // MEGABYTE, "lines": LARGEST_LINES // MEGABYTE},
        ),
        413,
    )
