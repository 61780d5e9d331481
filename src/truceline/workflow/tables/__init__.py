r"""Tables that missions have, read into rows of typed cells with their places: CSV, XLSX, submissions of Kobo and ODK.

What a row is about is not known here: whoever asks gives a shape, its fields, and the mapping file of whoever made the table.

>>> from truceline.workflow.tables.mapping import read_mapping
>>> shape = {"town": Field("words", is_required=True), "shots": Field("count")}
>>> mapping = read_mapping("m.yaml", b"about: shooting\nfields: {town: Place, shots: No.}", {"shooting": frozenset(shape)})
>>> table = read_table(b"Place;No.\nAvdiivka;12\n", "t.csv", mapping).table
>>> typed(table, mapping, shape).rows[0].values
{'town': 'Avdiivka', 'shots': Count(low=12, high=12)}
"""

from truceline.workflow.tables.cells import LARGEST_BYTES, Cell, Read, Row, Table, refused
from truceline.workflow.tables.csv_table import read_csv
from truceline.workflow.tables.kinds import YEARS, Clock, Count, Typed, read_as, zone_of
from truceline.workflow.tables.kinds import Wrong as Unreadable
from truceline.workflow.tables.mapping import FieldMap, Mapping, bundled, bundled_mapping, read_mapping
from truceline.workflow.tables.points import tells_where
from truceline.workflow.tables.submissions import read_submissions
from truceline.workflow.tables.typed import Field, Frame, Shape, TypedRow, TypedTable, typed
from truceline.workflow.tables.workbook import read_workbook

__all__ = [
    "LARGEST_BYTES",
    "YEARS",
    "Cell",
    "Clock",
    "Count",
    "Field",
    "FieldMap",
    "Frame",
    "Mapping",
    "Read",
    "Row",
    "Shape",
    "Table",
    "Typed",
    "TypedRow",
    "TypedTable",
    "Unreadable",
    "bundled",
    "bundled_mapping",
    "read_as",
    "read_mapping",
    "read_table",
    "tells_where",
    "typed",
    "zone_of",
]

ARCHIVE = b"PK\x03\x04"


def read_table(data: bytes, name: str, mapping: Mapping) -> Read:
    """Read a table by what its bytes are, whatever its name: a workbook, submissions in JSON, or CSV."""
    if len(data) > LARGEST_BYTES:
        return refused("table.size", name, f"{len(data):,} bytes; expected at most {LARGEST_BYTES:,}; cut it into several files")
    if data.startswith(ARCHIVE):
        return read_workbook(
            data, name, sheet=mapping.sheet, header_row=mapping.header_row, is_merged_repeated=mapping.merged == "repeat"
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return read_submissions(data, name, encoding=mapping.encoding, repeat=mapping.repeat)
    return read_csv(data, name, delimiter=mapping.delimiter, encoding=mapping.encoding, header_row=mapping.header_row)
