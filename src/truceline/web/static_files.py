"""Static files under names that hold their own hash, compressed once: a browser asks for each of them only once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Answers with a static file whole. They are small, and a server that waits for many at once cannot read them in pieces."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Return the file, or the part of it that was asked for."""
        found = static_file.get_response(request.method, request.META)
        if found.file is None:
            content = b""
        else:
            with found.file as file:
                content = file.read()
        response = HttpResponse(content, status=int(found.status))
        del response["content-type"]
        for key, value in found.headers:
            response[key] = value
        return response


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Rewrites the imports of our modules to the hashed names too."""

    support_js_module_import_aggregation = True
    manifest_strict = True
