"""Sources whose files have a layout of their own: how they become ordinary rows.

A layout turns the grids of a file into the raw table that `find_table` makes of an ordinary one:
`<column>:raw` and `<column>:type` for the contract's columns, and `_zeile`. All that follows
(values, faults, duplicates, quarantine, lake) is the same for every source. A contract names its
layout by the custom property `layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from ingest.contract import Contract
from ingest.delivery import Delivery
from ingest.layouts import genesis, surveyxact
from ingest.readers.grid import Document
from ingest.readers.text import Score
from ingest.table import RawTable
from ingest.values import Context

Companions = Mapping[str, pl.DataFrame]  # name of the second table -> its rows with `_zeile`


@dataclass(frozen=True)
class Layout:
    """How files of a layout are read.

    seen: scores the cells of a text, to find its delimiter. table: the rows and the companions.
    is_part: which files of a zip are tables of the delivery; None where a zip holds one file.
    headers: what columns of the contract are called in the file, for messages.
    """

    seen: Callable[[Contract], Score]
    table: Callable[[Document, Delivery, Context], tuple[RawTable, Companions]]
    is_part: Callable[[str], bool] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


LAYOUTS: Mapping[str, Layout] = {
    "genesis": Layout(genesis.seen, genesis.table),
    "surveyxact": Layout(surveyxact.seen, surveyxact.table, surveyxact.is_part, surveyxact.HEADERS),
}
