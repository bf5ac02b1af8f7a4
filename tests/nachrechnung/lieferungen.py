"""Reads the lake and picks, for each replacement unit, the delivery that counts.

Follows the delivery interface 1.9 and 1.10 only: a unit is answered, whole, by the delivery with
the highest (datenstand, version, arrival) in which it occurs with at least one loaded row, or by a
delivery without rows that withdraws it. Which units a delivery names stands in its register line.
Corrections (`seeds/korrektur.csv`) are not applied: the deliveries compared here have none.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"

C = pl.col
# the parts of each source's replacement unit, in the order in which the register writes them
EINHEIT: dict[str, dict[str, pl.Expr]] = {
    "pauschalen_auszahlung": {"haushaltsjahr": C("haushaltsjahr"), "quartal": C("quartal")},
    "pauschalen_verwendung": {"haushaltsjahr": C("haushaltsjahr")},
    "fde_ki_massnahme": {"berichtsjahr": C("berichtsjahr"), "quartal": C("quartal")},
    "fde_komm_an": {"haushaltsjahr": C("haushaltsjahr")},
    "fde_lsp": {"berichtsjahr": C("berichtsjahr")},
    "fde_ia_einrichtung": {"berichtsjahr": C("berichtsjahr")},
    "fde_ia_massnahme": {"berichtsjahr": C("berichtsjahr")},
    "kim_fall": {"standort": C("standort")},
    "kim_kontakt": {
        "standort": C("standort"),
        "quartal": pl.format("{}-Q{}", C("datum").dt.year(), C("datum").dt.quarter()),
    },
    "kim_stelle": {"stichtag": C("stichtag")},
    "befragung": {"befragung_id": C("befragung_id")},
    "ada_beratung": {"jahr": C("jahr"), "servicestelle": C("servicestelle")},
    "beschwerdestelle": {"jahr": C("jahr")},
    "zue_quartal": {"jahr": C("jahr"), "quartal": C("quartal")},
    "sgb2_kennzahl": {"stichtag": C("stichtag")},
    "haushalt_titel": {"haushaltsjahr": C("haushaltsjahr")},
    "gremium": {"jahr": C("jahr")},
    "ikoe_massnahme": {"jahr": C("jahr")},
    "fortbildung": {"jahr": C("jahr")},
    "mso_foerderung": {"haushaltsjahr": C("haushaltsjahr")},
    "lir_austausch": {"jahr": C("jahr")},
    "bevoelkerung": {"statistik": C("statistik"), "stichtag": C("stichtag")},
}


@dataclass(frozen=True)
class Lieferungen:
    """One data directory after `tintg ingest`."""

    wurzel: Path

    def register(self, quelle: str) -> pl.DataFrame:
        """One row for each unit that a loaded delivery names."""
        datei = self.wurzel / "register" / f"{quelle}.csv"
        zeilen = []
        if datei.exists():
            with datei.open(encoding="utf-8", newline="") as offen:
                zeilen = [
                    {
                        "_lieferung_id": zeile["lieferung_id"],
                        "_datenstand": zeile["datenstand"],
                        "_version": int(zeile["version"]),
                        "_eingang": zeile["eingang"],
                        "_einheit": einheit,
                    }
                    for zeile in csv.DictReader(offen)
                    if zeile["status"] in ("geladen", "teilweise")
                    for einheit in zeile["einheiten"].split("|")
                ]
        return pl.DataFrame(
            zeilen,
            schema={
                "_lieferung_id": pl.String,
                "_datenstand": pl.String,
                "_version": pl.Int64,
                "_eingang": pl.String,
                "_einheit": pl.String,
            },
        ).with_columns(pl.col("_datenstand").str.to_date("%Y-%m-%d"))

    def zaehlend(self, quelle: str) -> pl.DataFrame:
        """Unit by unit the delivery that counts, with its Datenstand."""
        return (
            self.register(quelle)
            .sort("_datenstand", "_version", "_eingang")
            .group_by("_einheit", maintain_order=True)
            .last()
        )

    def zeilen(self, quelle: str) -> pl.DataFrame | None:
        """All rows that count, or None where the source was never delivered."""
        dateien = sorted((self.wurzel / "lake" / quelle).glob("*.parquet"))
        if not dateien:
            return None
        einheit = [
            pl.format("{}={}", pl.lit(name), wert.cast(pl.String))
            for name, wert in EINHEIT[quelle].items()
        ]
        alle = pl.concat([pl.read_parquet(datei) for datei in dateien]).with_columns(
            _einheit=pl.concat_str(einheit, separator=";")
        )
        genannt = self.register(quelle).select("_lieferung_id", "_einheit")
        ungenannt = alle.join(genannt, on=["_lieferung_id", "_einheit"], how="anti")
        assert ungenannt.is_empty(), f"{quelle}: units with rows that the register does not name"
        return alle.join(
            self.zaehlend(quelle).select("_lieferung_id", "_einheit", "_datenstand"),
            on=["_lieferung_id", "_einheit"],
        )

    def fragebogen(self) -> pl.DataFrame | None:
        """The questionnaires of the survey deliveries that count."""
        dateien = sorted((self.wurzel / "lake" / "befragung_struktur").glob("*.parquet"))
        if not dateien:
            return None
        gilt = self.zaehlend("befragung").select(
            "_lieferung_id", befragung_id=C("_einheit").str.strip_prefix("befragung_id=")
        )
        return pl.concat([pl.read_parquet(datei) for datei in dateien]).join(
            gilt, on=["_lieferung_id", "befragung_id"]
        )


@cache
def liste(name: str) -> tuple[str, ...]:
    """The ids of one code list."""
    with (SEEDS / "codeliste.csv").open(encoding="utf-8", newline="") as offen:
        return tuple(z["code"] for z in csv.DictReader(offen) if z["liste"] == name)


def gemeinden() -> pl.DataFrame:
    """The 396 Gemeinden with the population of the Zensus 2022."""
    return pl.read_csv(SEEDS / "gemeinde.csv", schema_overrides={"ags": pl.String}).select(
        "ags", "einwohner"
    )
