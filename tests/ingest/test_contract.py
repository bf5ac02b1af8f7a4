"""Contracts are data: what the engine makes of a file, and which files it refuses."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from ingest.contract import ContractError, lake_schema, load_contract, load_contracts
from tests.ingest.conftest import REPORT, SOURCE
from tintg.paths import CONTRACTS

MINIMAL = """\
kind: DataContract
apiVersion: v3.1.0
id: probe
name: Probe
version: 1.0.0
status: active
schema:
  - name: probe
    properties:
      - {name: jahr, semanticType: jahr, required: true, partitioned: true}
      - {name: schluessel, semanticType: text, required: true, primaryKey: true}
      - {name: anteil, semanticType: dezimal, logicalTypeOptions: {minimum: 0, maximum: 100}}
"""


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    def to(text: str) -> Path:
        path = tmp_path / "probe.yaml"
        path.write_text(text, "utf-8")
        return path

    return to


def test_contract(write) -> None:  # type: ignore[no-untyped-def]
    contract = load_contract(write(MINIMAL))
    unit = tuple(part.name for part in contract.unit)
    assert (contract.source, unit, contract.key) == ("probe", ("jahr",), ("schluessel",))
    assert contract.required == {"jahr", "schluessel"}
    assert (contract["jahr"].minimum, contract["jahr"].maximum) == (2000, 2100)
    assert (contract["anteil"].minimum, contract["anteil"].maximum) == (0, 100)


def test_lake_schema(write) -> None:  # type: ignore[no-untyped-def]
    assert lake_schema(load_contract(write(MINIMAL))) == pa.schema(
        [
            ("jahr", pa.int64()),
            ("jahr_status", pa.string()),
            ("schluessel", pa.string()),
            ("anteil", pa.float64()),
            ("anteil_status", pa.string()),
            ("_lieferung_id", pa.string()),
            ("_zeile", pa.int64()),
        ]
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("semanticType: dezimal", "semanticType: zahlwort", "zahlwort"),
        ("name: anteil", "name: jahr", "twice"),
        ("name: anteil,", "name: anteil, synonyms: [{synonym: JAHR}],", "two columns"),
        (", primaryKey: true", "", "a key"),
        ("id: probe", "id:", "id"),
        ("status: active", "staus: active", "probe.yaml"),
        ("kind: DataContract", "kind: [", "probe.yaml"),
    ],
)  # fmt: skip
def test_unusable_contracts(write, old: str, new: str, problem: str) -> None:  # type: ignore[no-untyped-def]
    assert old in MINIMAL
    with pytest.raises(ContractError, match=problem):
        load_contract(write(MINIMAL.replace(old, new)))


def test_a_rule_uses_known_columns(write) -> None:  # type: ignore[no-untyped-def]
    rule = "    quality: [{name: R, query: jahr > monat, severity: quarantaene}]\n"
    with pytest.raises(ContractError, match="monat"):
        load_contract(write(MINIMAL + rule))


def test_the_projects_contracts() -> None:
    """The file's name is the source's, the order that of the agreed list of sources."""
    contracts = load_contracts()
    assert {contract.source for contract in contracts} == {p.stem for p in CONTRACTS.glob("*.yaml")}
    assert [contract.source for contract in contracts][:2] == [SOURCE, REPORT]
    positions = [contract.position for contract in contracts]
    assert positions == sorted(set(positions)) and min(positions) > 0
