"""Synthetic deliveries: reproducible, as the contracts say, and taken by the ingest."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
import yaml
from filelock import FileLock

from ingest.run import Report, ingest
from ingest.values import KINDS
from synth import kim, pauschalen
from synth.context import TEXT, YEARS, Context, Delivery, contracts
from synth.defects import DOUBLE, FAULTLESS, FINDINGS, FREE_TEXT, QUARANTINE
from synth.plan import plan
from synth.run import MAKERS, file_name, produce, synthesise
from synth.styles import STYLES
from synth.world import world
from tintg import cli
from tintg.paths import PROJECT, DataDir

SCALE, SEED = 0.01, 7
SOURCES = list(contracts())
CLEAN = Context(SEED, SCALE, defects=False)
MIXED = Context(SEED, SCALE, defects=True)
Frames = dict[Delivery, pl.DataFrame]


@dataclass(frozen=True)
class Delivered:
    """A folder of synthetic deliveries and what became of them."""

    folder: Path
    data: DataDir
    report: Report


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def deliver(root: Path, mixed: bool) -> Delivered:
    folder, data, kept = root / "out", DataDir(root / "data"), root / "kept"
    synthesise(folder, SCALE, SEED, mixed=mixed)
    shutil.copytree(folder, kept)  # what was made; the ingest takes the files away
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TINTG_DEMO", "1")
        patch.delenv("TINTG_PSEUDONYM_KEY", raising=False)
        report = ingest(data, folder)
    return Delivered(kept, data, report)


def delivered_once(factory: pytest.TempPathFactory, formats: str) -> Delivered:
    """Shared by all workers that run tests side by side; they only read it."""
    base = factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"synth_{formats}"
    done = root / "delivered.pickle"
    with FileLock(root.with_suffix(".lock")):
        if not done.exists():
            done.parent.mkdir()
            done.write_bytes(pickle.dumps(deliver(root, formats == "mixed")))
    delivered = pickle.loads(done.read_bytes())
    assert isinstance(delivered, Delivered)
    return delivered


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    return delivered_once(tmp_path_factory, "mixed")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    return delivered_once(tmp_path_factory, "clean")


def frames(context: Context, source: str) -> Frames:
    """All rows of a source's deliveries."""
    parts: dict[Delivery, list[pl.DataFrame]] = defaultdict(list)
    for delivery, frame in produce(context, source, plan([source], context.defects, SCALE)):
        parts[delivery].append(frame)
    return {delivery: pl.concat(each) for delivery, each in parts.items()}


def final(context: Context, source: str) -> pl.DataFrame:
    """The rows that count in the end: of each unit those of the newest delivery."""
    units = [part.name for part in contracts()[source].unit]
    everything = pl.concat(
        frame.with_columns(*(part.value for part in contracts()[source].unit)).with_columns(
            pl.lit(delivery.datenstand.toordinal() * 10 + delivery.version).alias("_order")
        )
        for delivery, frame in frames(context, source).items()
    )
    return everything.filter(pl.col("_order") == pl.col("_order").max().over(units))


# --- the same again ----------------------------------------------------------------------------


def test_same_seed_gives_the_same_bytes(mixed: Delivered, tmp_path: Path) -> None:
    synthesise(tmp_path / "again", SCALE, SEED)
    assert hashes(tmp_path / "again") == hashes(mixed.folder)


def test_one_source_alone_is_the_same_as_with_all(clean: Delivered, tmp_path: Path) -> None:
    chosen = ["kim_kontakt", "pauschalen_verwendung", "haushalt_titel", "befragung"]
    synthesise(tmp_path, SCALE, SEED, chosen, mixed=False)
    everything = hashes(clean.folder)
    alone = hashes(tmp_path)
    assert {name.split("/")[0] for name in alone} == set(chosen)
    assert all(everything[name] == digest for name, digest in alone.items())


def test_another_seed_gives_other_data(mixed: Delivered, tmp_path: Path) -> None:
    synthesise(tmp_path, SCALE, SEED + 1, ["fde_lsp"])
    other, one = hashes(tmp_path), hashes(mixed.folder)
    assert not {other[name] for name in other} & {one[name] for name in other}


# --- what is delivered -------------------------------------------------------------------------


@pytest.mark.parametrize("formats", ["mixed", "clean"])
def test_every_source_is_there_and_marked(formats: str, request: pytest.FixtureRequest) -> None:
    delivered: Delivered = request.getfixturevalue(formats)
    assert sorted(path.name for path in delivered.folder.iterdir()) == sorted(SOURCES)
    files = [path for path in delivered.folder.rglob("*") if path.is_file()]
    names = {str(path) for path in files}
    for path in files:
        if path.suffix == ".yaml":
            content = yaml.safe_load(path.read_text("utf-8"))
            assert content["notiz"].startswith("synthetisch: ")
        else:
            assert f"{path}.meta.yaml" in names


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("context", [CLEAN, MIXED], ids=["clean", "mixed"])
def test_frames_are_what_the_contract_says(source: str, context: Context) -> None:
    columns = [column.name for column in contracts()[source].columns]
    for frame in frames(context, source).values():
        own = [name for name in frame.columns if not name.endswith(TEXT)]
        assert sorted(own) == sorted(columns)
        assert all(name.removesuffix(TEXT) in columns for name in frame.columns)


def test_every_maker_has_a_source_and_every_style_is_used() -> None:
    assert list(MAKERS) == SOURCES
    used = {each.style for each in plan(SOURCES, True, 1)} | {
        each.style for each in plan(SOURCES, False, 1)
    }
    assert used == set(STYLES)


# --- ingest ------------------------------------------------------------------------------------


def test_clean_deliveries_lose_nothing(clean: Delivered) -> None:
    assert not clean.report.notices
    assert {file.status for file in clean.report.files} == {"geladen"}
    for file in clean.report.files:
        assert file.read == file.loaded, file.file


@pytest.mark.parametrize("source", [name for name in SOURCES if name != "befragung"])
def test_clean_values_arrive_as_they_were_made(clean: Delivered, source: str) -> None:
    contract = contracts()[source]
    secret = {column.name for column in contract.columns if column.kind == "pseudonym"}
    lake = {file.file: file for file in clean.report.files if file.source == source}
    for delivery, frame in frames(CLEAN, source).items():
        loaded = pl.read_parquet(
            clean.data.lake / source / f"{lake[file_name(delivery)].lieferung_id}.parquet"
        )
        assert loaded.height == frame.height
        shown = [column for column in contract.columns if column.name not in secret]
        expected = frame.select(
            _as_loaded(column.name, column.kind).cast(KINDS[column.kind].type).alias(column.name)
            for column in shown
        )
        if contract.source == "bevoelkerung":  # its file is not sorted
            expected, loaded = expected.sort(pl.all()), loaded.sort(expected.columns)
        assert loaded.select(expected.columns).equals(expected)


def _as_loaded(name: str, kind: str) -> pl.Expr:
    if kind == "codes":
        return pl.col(name).str.split("|").list.sort().list.join("|")
    return pl.col(name).round(2) if kind in ("dezimal", "freizahl") else pl.col(name)


def test_mixed_deliveries_are_taken_with_few_faults(mixed: Delivered) -> None:
    assert {file.status for file in mixed.report.files} <= {"geladen", "teilweise"}
    sound = {*FAULTLESS, "befragung"}
    faulty = [file for file in mixed.report.files if file.source not in sound]
    read = sum(file.read for file in faulty)
    assert 0.7 * QUARANTINE < sum(file.quarantined for file in faulty) / read < 1.2 * QUARANTINE
    assert 0.7 * DOUBLE < sum(file.duplicate for file in faulty) / read < 1.2 * DOUBLE
    for file in mixed.report.files:
        if file.source in sound:
            assert (file.quarantined, file.duplicate) == (0, 0), file.file
    for file in mixed.report.files:
        assert file.read == file.loaded + file.duplicate + file.quarantined
        assert file.quarantined < 0.03 * file.read or file.quarantined <= 1


def test_mixed_faults_are_of_every_kind(mixed: Delivered) -> None:
    faults = pl.concat(
        pl.read_csv(path, infer_schema=False) for path in mixed.data.quarantine.rglob("*.csv")
    )
    assert set(faults["grund"]) == {
        "TYP", "CODE_UNBEKANNT", "AGS_UNBEKANNT", "WERTEBEREICH", "PFLICHT", "REGEL",
    }  # fmt: skip


def test_free_text_stands_in_number_columns_at_the_documented_share() -> None:
    filled = texts = 0
    for source in ("fde_ki_massnahme", "fde_komm_an", "fde_lsp"):
        free = [c.name for c in contracts()[source].columns if c.kind == "freizahl"]
        for frame in frames(MIXED, source).values():
            filled += sum(frame[name].count() for name in free)
            texts += sum(frame[name + TEXT].count() for name in free)
    assert 0.8 * FREE_TEXT < texts / filled < 1.2 * FREE_TEXT


def test_mixed_and_clean_give_the_same_totals(mixed: Delivered) -> None:
    """What loads from the many notations is what was made."""
    lake = {f.file: f.lieferung_id for f in mixed.report.files if f.source == PAID}
    for delivery, frame in frames(MIXED, PAID).items():
        path = mixed.data.lake / PAID / f"{lake[file_name(delivery)]}.parquet"
        loaded = pl.read_parquet(path).select("ags", "personen_gesamt", "bewilligt_eur")
        both = loaded.join(frame, on="ags", suffix="_made")
        assert both.height == loaded.height > 0.98 * frame.height
        assert both["personen_gesamt"].to_list() == both["personen_gesamt_made"].to_list()
        made = both["bewilligt_eur_made"].cast(pl.Decimal(18, 2))
        assert both["bewilligt_eur"].to_list() == made.to_list()


# --- rules, recomputed -------------------------------------------------------------------------

PAID, USED = "pauschalen_auszahlung", "pauschalen_verwendung"
GROUPS = [*(f"personen_p14_{number}" for number in range(1, 6)), "kinder_nachgeboren"]
AREAS = ["verw_aufnahme_betreuung_eur", "verw_integrationstraeger_eur", "verw_unterbringung_eur"]


def breaks(context: Context) -> Iterator[tuple[str, int, int]]:
    """Rule, units that break it, units in all; written anew from the delivery rules."""
    paid, used = final(context, PAID), final(context, USED)
    yield "R17-1", paid.filter(pl.col("personen_gesamt") != pl.sum_horizontal(GROUPS)).height, 1
    due = 300 * pl.col("personen_gesamt") + pl.col("korrektur_eur").fill_null(0)
    yield "R17-2", paid.filter((pl.col("bewilligt_eur") - due).abs() > 0.005).height, paid.height
    told = pl.sum_horizontal(AREAS) + pl.col("nicht_verwendet_eur").fill_null(0)
    yield "R17-3", used.filter((told - pl.col("erhalten_eur")).abs() > 1).height, used.height
    year = paid.group_by("haushaltsjahr", "ags").agg(pl.col("ausgezahlt_eur").sum())
    both = used.join(year, on=["haushaltsjahr", "ags"])
    wrong = (pl.col("erhalten_eur") - pl.col("ausgezahlt_eur")).abs() > 1
    yield "R17-4", both.filter(wrong).height, both.height
    silent = year.filter(pl.col("ausgezahlt_eur") > 0).join(
        used, on=["haushaltsjahr", "ags"], how="anti"
    )
    yield "R17-5", silent.height, year.height
    yield from _ki_breaks(context)
    yield from _kim_breaks(context)
    yield from _other_breaks(context)


def _ki_breaks(context: Context) -> Iterator[tuple[str, int, int]]:
    measures, pools = final(context, "fde_ki_massnahme"), final(context, "fde_lsp")
    chosen = measures.group_by("berichtsjahr", "ki").agg(pl.col("zielbezug").n_unique())
    yield "R08-1", chosen.filter(pl.col("zielbezug") > 5).height, chosen.height
    work = measures.group_by("berichtsjahr", "quartal", "ki").agg(
        pl.col("kapazitaet_prozent").sum()
    )
    share = pl.col("kapazitaet_prozent")
    yield "R08-2", work.filter(~share.is_between(51, 100)).height, work.height
    costly = pl.col("mittel_professionell_eur") > 0.07 * pl.col("mittel_eur") + 0.01
    yield "R08-3", pools.filter(costly).height, pools.height
    lots = final(context, "fde_komm_an").filter(pl.col("baustein") == "B")
    short = 35 * pl.col("anzahl_pauschalen") > pl.col("foerderbetrag_eur") + 0.005
    yield "R08-4", lots.filter(short).height, lots.height


def _kim_breaks(context: Context) -> Iterator[tuple[str, int, int]]:
    cases, contacts = final(context, "kim_fall"), final(context, "kim_kontakt")
    kurz = cases.filter(pl.col("fallart") == "kurzberatung")
    order = cases.filter(
        (pl.col("ende") < pl.col("beginn"))
        | (pl.col("fallart_wechsel_datum") < pl.col("beginn"))
        | (pl.col("fallart_wechsel_datum") > pl.col("ende"))
    )
    yield "R09-1", order.height, 1
    number = contacts.group_by("standort", "fall_id").len()
    closed = kurz.filter(pl.col("ende").is_not_null()).join(number, on=["standort", "fall_id"])
    few = closed.filter(pl.col("len") < 2).height
    many = kurz.filter(pl.col("bedarfe").str.count_matches(r"\|") > 1).height
    yield "R09-2", few + many, kurz.height
    keyed = contacts.join(cases, on=["standort", "fall_id"], how="left")
    yield "R09-3", keyed["beginn"].null_count(), contacts.height
    early = keyed.filter(pl.col("datum") < pl.col("beginn"))
    yield "R09-4", early.height, contacts.height


def _other_breaks(context: Context) -> Iterator[tuple[str, int, int]]:
    agencies, work = final(context, "fde_ia_einrichtung"), final(context, "fde_ia_massnahme")
    lost = work.join(agencies, on=["berichtsjahr", "einrichtung_id"], how="anti").height
    small = (pl.col("foerderart") == "spezifisch") & (pl.col("foerdersumme_eur") < 5_000)
    yield "R12-1", lost + work.filter(small).height, work.height
    grants = final(context, "mso_foerderung").filter(pl.col("haushaltsjahr") >= 2025)
    cap = pl.when(pl.col("foerderbaustein") == "anschub").then(8_000).otherwise(15_000)
    counted = grants.filter(pl.col("foerderbaustein") != "zemac")
    yield "R12-2", counted.filter(pl.col("bewilligt_eur") > cap).height, counted.height
    offers = final(context, "zue_quartal").filter("angebot")
    large = pl.col("kinder_teilnehmend") > 15 * pl.col("gruppen")
    rare = pl.col("unterrichtsstunden_woche") < 25
    yield "R10-1", offers.filter(large | rare).height, offers.height
    budget = final(context, "haushalt_titel").filter("infrastruktur")
    sums = budget.group_by("haushaltsjahr").agg(pl.col("ansatz_eur").sum())
    yield "R03-1", sums.filter(pl.col("ansatz_eur") < 130_000_000).height, sums.height


def test_clean_data_breaks_no_rule() -> None:
    assert {rule: broken for rule, broken, _ in breaks(CLEAN) if broken} == {}


def test_mixed_data_break_rules_at_the_documented_shares() -> None:
    larger = Context(SEED, 0.1, defects=True)
    for rule, broken, units in breaks(larger):
        share = FINDINGS.get(rule, 0)
        assert (broken > 0) == (share > 0), rule
        assert broken / units <= 3 * share, rule


# --- amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [0.5, 1])
def test_cases_and_contacts_grow_with_the_scale(scale: float) -> None:
    context = Context(SEED, scale, defects=True)
    sites = kim.standorte(context)
    assert len(sites) == 54
    assert sum(site.cases for site in sites) == pytest.approx(40_000 * scale, rel=0.01)
    contacts = sum(kim.contacts(context, site).height for site in sites)
    assert contacts == pytest.approx(400_000 * scale, rel=0.1)


def test_the_smallest_scale_keeps_every_unit() -> None:
    assert final(CLEAN, "kim_fall")["standort"].n_unique() == 54
    tiny = Context(SEED, 0.0001, defects=False)
    assert all(site.cases > 0 for site in kim.standorte(tiny))


def test_institutions_are_complete() -> None:
    agencies = world(CLEAN).agenturen.group_by("art").len()
    assert dict(agencies.iter_rows()) == {"IA": 173, "SAD": 42}
    places = final(CLEAN, "zue_quartal").group_by("jahr", "quartal").len()["len"]
    assert places.min() == 28 and places.max() == 30
    assert final(CLEAN, "bevoelkerung").filter(pl.col("ags").str.len_chars() == 8).height == (
        4 * 3 * (396 - 22)
    )
    assert final(CLEAN, "fde_lsp").group_by("berichtsjahr").len()["len"].to_list() == [54] * 3


def test_totals_have_the_order_of_magnitude_of_the_report() -> None:
    granted = {year: pauschalen.granted(CLEAN, year) for year in YEARS}
    assert granted[2022] == pytest.approx(10_531_900, rel=0.08)
    assert granted[2023] == pytest.approx(14_128_200, rel=0.08)
    closed = final(CLEAN, "ada_beratung").filter("abgeschlossen").group_by("jahr").len()
    assert dict(closed.iter_rows())[2022] == 549
    assert dict(closed.iter_rows())[2023] == 713
    pools = final(CLEAN, "fde_lsp").filter("lsp_eingerichtet", berichtsjahr=2023)
    assert pools.height == 47
    lots = final(CLEAN, "fde_komm_an").filter(haushaltsjahr=2023)
    assert lots["anzahl_pauschalen"].sum() == 51_330
    assert lots["foerderbetrag_eur"].sum() == pytest.approx(6_500_000, abs=10)


def test_deliveries_are_corrected_and_withdrawn(mixed: Delivered) -> None:
    corrected = {each.source for each in plan(SOURCES, True, 1) if each.stage == "entwurf"}
    assert len(corrected) >= 8
    before, after = (
        frame["ags"].to_list()
        for delivery, frame in frames(MIXED, PAID).items()
        if delivery.period == (2022, 4)
    )
    assert len(set(before) - set(after)) == 3
    (empty,) = [f for f in mixed.report.files if f.file == "fortbildung__2025-04-07.csv"]
    assert (empty.read, empty.status) == (0, "geladen")


# --- command and documentation -----------------------------------------------------------------


def test_command_says_what_it_did_and_refuses_foreign_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["synth", "--scale", "0.01", "--seed", "1", "--out", str(tmp_path),
            "--source", "gremium", "lir_austausch"]  # fmt: skip
    assert cli.main(call) == 0
    assert "6 Dateien aus 2 Quellen" in capsys.readouterr().out
    before = hashes(tmp_path)
    assert cli.main([*call, "--formats", "clean"]) == 0  # replaces its own
    assert len(hashes(tmp_path)) == len(before)
    foreign = tmp_path / "gremium" / "gremium__2024-01-01.csv"
    foreign.write_text("echt", "utf-8")
    before = hashes(tmp_path)
    assert cli.main(call) == 1
    assert "gremium/gremium__2024-01-01.csv" in capsys.readouterr().out
    assert hashes(tmp_path) == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--scale", "0"], "Maßstab"),
        (["--scale", "viel"], "Maßstab"),
        (["--seed", "-1"], "Startwert"),
        (["--source", "kim"], "pauschalen_auszahlung, "),
    ],
)
def test_wrong_options_are_explained(
    wrong: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["synth", "--scale", "1", "--seed", "1", "--out", str(tmp_path / "x"), *wrong]
    with pytest.raises(SystemExit) as stopped:
        cli.main(call)
    assert stopped.value.code == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_documentation_names_every_share() -> None:
    text = (PROJECT / "docs" / "synthetische-daten.md").read_text("utf-8")
    for rule, share in FINDINGS.items():
        assert f"| {rule} | {100 * share:.2g} % |".replace(".", ",") in text, rule
    for share in (QUARANTINE, DOUBLE, FREE_TEXT):
        assert f"{100 * share:.2g} %".replace(".", ",") in text
