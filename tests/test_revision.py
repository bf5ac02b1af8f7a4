"""A second delivery of a unit: what it changed is listed; an earlier Datenstand sees nothing."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import run_tintg
from tests.test_environments import deliver, query
from tintg.paths import DataDir

HEADER = (
    "haushaltsjahr;ags;erhalten_eur;verw_aufnahme_betreuung_eur;verw_integrationstraeger_eur;"
    "verw_unterbringung_eur;nicht_verwendet_eur\n"
)
SAME = "2022;05112000;1.000,00;600,00;400,00;0,00;\n"
FIRST = HEADER + SAME + (
    "2022;05111000;1.000,00;600,00;400,00;0,00;\n"
    "2022;05113000;1.000,00;600,00;400,00;0,00;\n"
)  # fmt: skip
# 05111000 has another amount and a sign, 05113000 is withdrawn, 05114000 is new
SECOND = HEADER + SAME + (
    "2022;05111000;3.000,50;2.600,50;400,00;0,00;.\n"
    "2022;05114000;1.000,00;600,00;400,00;0,00;\n"
)  # fmt: skip
UNIT = "haushaltsjahr=2022"


def test_a_second_delivery_is_compared_with_the_first(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    source = "pauschalen_verwendung"
    deliver(data, source, f"{source}__2023-06-30.csv", FIRST)
    deliver(data, source, f"{source}__2024-06-30.csv", SECOND)
    done = run_tintg(data, "refresh")
    assert done.returncode == 0, done.stdout + done.stderr

    revisions = (
        "SELECT schluessel, art, spalte, wert_alt, wert_neu, wert_differenz FROM mart{}.revision"
        f" WHERE quelle = '{source}' ORDER BY schluessel, spalte"
    )
    changed = f"{UNIT};ags=05111000"
    assert query(data, revisions.format("")) == [
        (changed, "geaendert", "erhalten_eur", "1000.00", "3000.50", 2000.5),
        (changed, "geaendert", "nicht_verwendet_eur", None, "[geheim]", None),
        (changed, "geaendert", "verw_aufnahme_betreuung_eur", "600.00", "2600.50", 2000.5),
        (f"{UNIT};ags=05113000", "zurueckgezogen", "", None, None, None),
        (f"{UNIT};ags=05114000", "neu", "", None, None, None),
    ]
    assert query(
        data,
        "SELECT DISTINCT lieferung.dateiname, vorige.dateiname FROM mart.revision"
        " JOIN mart.lieferung USING (lieferung_id)"
        " JOIN mart.lieferung AS vorige ON vorige.lieferung_id = vorige_lieferung_id",
    ) == [(f"{source}__2024-06-30.csv", f"{source}__2023-06-30.csv")]
    findings = "SELECT regel, schweregrad, schluessel FROM mart{}.befund WHERE {} ORDER BY ALL"
    of_delivery = "regel IN ('R00-1', 'R00-2', 'R00-3', 'RUECKZUG', 'NEUER_CODE')"
    assert query(data, findings.format("", of_delivery)) == [
        # 3 000 € have become 5 000.50 €, and 1 800 € for reception 3 800.50 €
        ("R00-2", "warning", f"{UNIT}/erhalten_eur"),
        ("R00-2", "warning", f"{UNIT}/verw_aufnahme_betreuung_eur"),
        ("R00-3", "info", UNIT),
        ("RUECKZUG", "warning", f"{UNIT};ags=05113000"),
    ]
    snapshots = sorted(path.name for path in data.published.iterdir())

    then = run_tintg(data, "refresh", "--datenstand", "2024-06-29", "--env", "stand_2024_06_29")
    assert then.returncode == 0, then.stdout + then.stderr
    assert query(data, revisions.format("__stand_2024_06_29")) == []
    assert query(data, findings.format("__stand_2024_06_29", of_delivery)) == []
    # a past Datenstand is for looking at, not for publishing
    assert sorted(path.name for path in data.published.iterdir()) == snapshots
    assert len(query(data, revisions.format(""))) == 5
