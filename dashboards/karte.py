"""Choropleth maps of North Rhine-Westphalia: classes, colours, outlines in an equal-area plane."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboards.diagramm import to_spec
from dashboards.snapshot import Snapshot, cached
from dashboards.zahlen import UNITS, Value, number, unit_word

# ColorBrewer YlGnBu: one direction of lightness, told apart with any kind of colour vision
PALETTE = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
ZERO = "#ffffff"
UNKNOWN = "#c3c9cf"
WITHHELD = "#8b949e"

# what is drawn over the areas of a level, so that one finds one's way
_OVER = {"kreis": "regierungsbezirk", "gemeinde": "kreis"}
_CENTRE = (math.radians(7.66), math.radians(51.47))
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class MapClass:
    """A class of the legend; holds values above `lower` up to `upper`."""

    lower: float
    upper: float
    colour: str
    label: str


@dataclass(frozen=True)
class Area:
    """A coloured area of the map."""

    id: str
    name: str
    colour: str
    text: str


def classes(values: Sequence[Value], *, share: bool) -> list[MapClass]:
    """Classes for the known values: shares in fifths of 100 %, all others in quintiles.

    Exactly zero is a class of its own.
    """
    known = sorted(v.wert for v in values if v.known and v.wert is not None)
    if not known:
        return []
    sample = next(v for v in values if v.known)
    positive = [wert for wert in known if wert > 0]
    edges = [20.0, 40.0, 60.0, 80.0, 100.0] if share else _quintiles(positive)
    decimals = 0 if share else sample.dezimalen
    nothing = f"0 {UNITS.get(sample.einheit, sample.einheit)}"
    nothing = nothing if known[0] == 0 else f"{nothing} oder weniger"
    found = [MapClass(-math.inf, 0, ZERO, nothing)] if known[0] <= 0 else []
    lower = 0.0
    for index, edge in enumerate(edges):
        colour = PALETTE[index] if len(edges) == 5 else PALETTE[-len(edges) :][index]
        last = index == len(edges) - 1
        unit = unit_word(sample.einheit, edge)
        label = f"über {number(lower, decimals)} bis {number(edge, decimals)} {unit}"
        if last and not share:
            label = f"über {number(lower, decimals)} {unit_word(sample.einheit, lower)}"
        found.append(MapClass(lower, math.inf if last else edge, colour, label))
        lower = edge
    return found


def colour_of(value: Value, found: Sequence[MapClass]) -> str:
    """The colour of an area with this value."""
    if value.known and value.wert is not None:
        return next(c.colour for c in found if c.lower < value.wert <= c.upper)
    return WITHHELD if value.reason == "geheim" else UNKNOWN


@cached(entries=60)
def map_spec(snapshot: Snapshot, ebene: str, areas: tuple[Area, ...]) -> dict[str, Any]:
    """The map as Vega-Lite; areas without an entry are left out."""
    shapes = _outlines(snapshot, ebene)
    features = [
        {
            "type": "Feature",
            "geometry": shapes[area.id],
            "properties": {"name": area.name, "farbe": area.colour, "wert": area.text},
        }
        for area in areas
        if area.id in shapes
    ]
    thin = 0.7 if ebene == "kreis" else 0.35
    layers = [
        alt.Chart(_collection(features))
        .mark_geoshape(stroke="#5c6874", strokeWidth=thin)
        .encode(
            color=alt.Color("properties.farbe:N", scale=None),
            tooltip=[
                alt.Tooltip("properties.name:N", title="Name"),
                alt.Tooltip("properties.wert:N", title="Wert"),
            ],
        )
    ]
    if ebene in _OVER:
        over = [
            {"type": "Feature", "geometry": shape, "properties": {}}
            for shape in _outlines(snapshot, _OVER[ebene]).values()
        ]
        outline = alt.Chart(_collection(over)).mark_geoshape(
            stroke="#16202b", strokeWidth=1.2 if ebene == "kreis" else 0.9
        )
        # without any fill, so that the pointer reaches the areas below
        layers.append(outline.encode(fill=alt.value(None), tooltip=alt.value(None)))
    chart = alt.layer(*layers).project(type="identity", reflectY=True)
    return to_spec(chart)


def _quintiles(values: Sequence[float]) -> list[float]:
    """Upper edges of up to five classes of about equal size, in round numbers."""
    if not values:
        return []
    ordered = sorted(values)
    edges = [_round(ordered[min(len(ordered) * k // 5, len(ordered) - 1)]) for k in range(1, 5)]
    inner = [edge for edge in dict.fromkeys(edges) if 0 < edge < ordered[-1]]
    return [*inner, ordered[-1]]


def _round(value: float) -> float:
    """Two leading digits: 27 431 → 27 000."""
    if value <= 0:
        return 0.0
    step = 10.0 ** max(math.floor(math.log10(value)) - 1, 0)
    return round(value / step) * step


def _collection(features: list[dict[str, Any]]) -> Any:
    return alt.Data(
        values={"type": "FeatureCollection", "features": features},
        format=alt.DataFormat(property="features", type="json"),
    )


@cached(entries=8)
def _outlines(snapshot: Snapshot, ebene: str) -> dict[str, dict[str, Any]]:
    """Outlines by raum_id, projected to kilometres."""
    frame = snapshot.query(
        "SELECT raum_id, geojson FROM pub.raum_geometrie WHERE raum_ebene = ?", ebene
    )
    found = {}
    for raum_id, text in zip(frame["raum_id"], frame["geojson"], strict=True):
        geometry = json.loads(text)
        found[str(raum_id)] = {
            "type": geometry["type"],
            "coordinates": _projected(geometry["coordinates"]),
        }
    return found


def _projected(coordinates: Any) -> Any:
    """Rings of longitude and latitude → kilometres in Lambert's azimuthal equal-area plane."""
    if isinstance(coordinates[0], int | float):
        return _point(*coordinates[:2])
    return [_projected(part) for part in coordinates]


def _point(longitude: float, latitude: float) -> list[float]:
    lam, phi = math.radians(longitude) - _CENTRE[0], math.radians(latitude)
    phi0 = _CENTRE[1]
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
    scale = _EARTH_KM * math.sqrt(2 / (1 + cosine))
    x = scale * math.cos(phi) * math.sin(lam)
    y = scale * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
    return [round(x, 1), round(y, 1)]
