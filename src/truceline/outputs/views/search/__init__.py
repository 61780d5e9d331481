"""Search: full text and facets over what one reader sees of a record, and over nothing else (docs/formats/search.md)."""

from truceline.outputs.views.search.documents import FACETS, FacetCode
from truceline.outputs.views.search.index import index_of
from truceline.outputs.views.search.page import Asked, Facet, FacetValue, Found, Part, SearchPage
from truceline.outputs.views.search.searching import search

__all__ = ["FACETS", "Asked", "Facet", "FacetCode", "FacetValue", "Found", "Part", "SearchPage", "index_of", "search"]
