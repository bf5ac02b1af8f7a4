"""What status and trace need of a contract, read without the types that reading deliveries needs.

`ingest.contract` checks contracts and takes two seconds to load; here they are known to be right.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from tintg.paths import CONTRACTS

PERIODS = {"quartal": 92, "jahr": 366}  # days; how long after one delivery the next is due


@cache
def columns(source: str) -> list[dict[str, Any]]:
    """The columns of a source as its contract has them; none for an unknown source."""
    path = CONTRACTS / f"{source}.yaml"
    if not path.exists():
        return []
    contract = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [column for table in contract["schema"] for column in table["properties"]]


def rhythm(source: str) -> str | None:
    """`quartal` or `jahr` if a delivery replaces one of these; None where it does not say."""
    kinds = set()
    for column in columns(source):
        if column.get("partitioned"):
            # a day may stand for its quarter
            kinds |= {each["value"] for each in column.get("customProperties", ())}
            kinds.add(column.get("semanticType"))
    return next((period for period in PERIODS if period in kinds), None)


def is_of_people(source: str) -> bool:
    """Whether a row of the source is one person or case."""
    return any(column.get("classification") == "pseudonym" for column in columns(source))
