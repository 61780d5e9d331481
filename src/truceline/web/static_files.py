"""Static files under names that hold their own hash, compressed once: a browser asks for each of them only once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Rewrites the imports of our modules to the hashed names too."""

    support_js_module_import_aggregation = True
    manifest_strict = True
