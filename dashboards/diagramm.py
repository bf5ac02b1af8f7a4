"""Charts in one look, as Vega-Lite: every number in them is already written in German."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

INK = "#16202b"
QUIET = "#3f4b57"
BLUE = "#00549f"
PALE_BLUE = "#9fbedd"
ORANGE = "#d55e00"
TRACK = "#e6ebf1"

# told apart with any kind of colour vision, by lightness too; the text colour goes with each
AREA_COLOURS = {
    "aufnahme_betreuung": ("#00437f", "#ffffff"),
    "integrationstraeger": ("#f0b23e", INK),
    "unterbringung": ("#6fb7a8", INK),
    "nicht_verwendet": ("#c4cad1", INK),
}

_FONT = "Source Sans, sans-serif"
_LINES = "split(datum.label, '\\n')"
"""How an axis writes labels of several lines."""


@dataclass(frozen=True)
class Bar:
    """A bar of a series: its label, its length, what stands at its end and in the tooltip."""

    label: str
    value: float | None
    text: str
    tooltip: str
    colour: str = BLUE
    series: str = ""


@dataclass(frozen=True)
class Segment:
    """A part of a stacked bar; `start` and `end` in units of the axis."""

    label: str
    start: float
    end: float
    text: str
    tooltip: str
    colour: str
    ink: str = INK


def two_lines(label: str) -> str:
    """A label for an axis: what stands in brackets goes below the rest, in short lines."""
    first, bracket, rest = label.partition(" (")
    return "\n".join([first, *textwrap.wrap(bracket.strip() + rest, 13)]) if bracket else label


def to_spec(chart: Any) -> dict[str, Any]:
    """The chart with the common look, as Streamlit takes it."""
    styled = (
        chart.configure(font=_FONT, padding=4, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=13,
            labelColor=INK,
            titleFontSize=12,
            titleColor=QUIET,
            domainColor="#8a96a3",
            tickColor="#8a96a3",
            gridColor="#dde3e9",
            labelLimit=170,
            labelPadding=6,
        )
        .configure_text(fontSize=13, color=INK)
        .configure_title(fontSize=12, fontWeight="normal", color=QUIET, anchor="start")
    )
    spec: dict[str, Any] = styled.to_dict()
    return spec


def columns_with_break(
    bars: Sequence[Bar], points: Sequence[Bar], break_at: str, break_text: str, unit: str
) -> dict[str, Any]:
    """A column a year, marked points beside them, and a line where the series breaks."""
    x = alt.X(
        "label:O",
        axis=alt.Axis(
            title=None,
            labelAngle=0,
            labelExpr=_LINES,
            ticks=False,
            labelOverlap=True,
            labelSeparation=6,
        ),
    )
    top = max([b.value or 0 for b in (*bars, *points)], default=1) or 1
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.12]))
    base = alt.Chart(_data([_drawn(bar) for bar in bars]))
    layers: list[Any] = [
        base.mark_bar(cornerRadiusEnd=2).encode(
            x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=_tip()
        ),
        base.mark_text(dy=-9, baseline="bottom", fontSize=12).encode(x=x, y=y, text="text:N"),
        alt.Chart(_data(points))
        .mark_point(shape="diamond", size=130, stroke=ORANGE, strokeWidth=2, opacity=1)
        .encode(x=x, y=y, fill=alt.Fill("colour:N", scale=None), tooltip=_tip()),
    ]
    if break_at in [bar.label for bar in bars]:
        layers += _break(break_at, break_text, x)
    title = alt.TitleParams(f"in {unit}", offset=2)
    return to_spec(alt.layer(*layers).properties(height=330, title=title))


def bars_to_100(bars: Sequence[Bar]) -> dict[str, Any]:
    """Shares as bars on a track that ends at 100 %, each named above its bar."""
    y = alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.6, paddingOuter=0.5))
    x = alt.X("value:Q", axis=None, stack=None, scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(alt.Data(values=[asdict(_drawn(bar)) | {"full": 100} for bar in bars]))
    end = alt.X("full:Q", axis=None, stack=None)
    name = base.mark_text(align="left", baseline="bottom", dy=-14, fontSize=14)
    value = base.mark_text(align="right", baseline="bottom", dy=-14, fontSize=15, fontWeight=600)
    layers = [
        base.mark_bar(color=TRACK).encode(x=end, y=y, tooltip=_tip()),
        base.mark_bar().encode(x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=_tip()),
        name.encode(x=alt.value(0), y=y, text="label:N"),
        value.encode(x=end, y=y, text="text:N"),
    ]
    return to_spec(alt.layer(*layers).properties(height=alt.Step(58)))


def stacked(
    labels: Sequence[str], segments: Sequence[Segment], total: float, signs: Sequence[Bar] = ()
) -> dict[str, Any]:
    """Stacked bars with the numbers in them; `signs` stand where a bar has no value.

    Parts narrower than a seventh of the bar carry no number: it would not fit on a phone.
    """
    y = alt.Y("label:N", sort=list(labels), axis=alt.Axis(title=None, ticks=False, domain=False))
    shown = [asdict(s) | {"middle": (s.start + s.end) / 2} for s in segments]
    written = [s for s in shown if s["end"] - s["start"] >= total / 7]
    scale = alt.Scale(domain=[0, total], nice=False)
    layers = [
        alt.Chart(alt.Data(values=shown))
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("start:Q", axis=None, scale=scale),
            x2="end:Q",
            y=y,
            color=alt.Color("colour:N", scale=None),
            tooltip=_tip(),
        ),
        alt.Chart(alt.Data(values=written))
        .mark_text(fontSize=12.5)
        .encode(
            x=alt.X("middle:Q", axis=None, scale=scale),
            y=y,
            text="text:N",
            color=alt.Color("ink:N", scale=None),
            tooltip=_tip(),
        ),
    ]
    if signs:
        sign = alt.Chart(_data(signs)).mark_text(align="left")
        layers.append(sign.encode(x=alt.value(2), y=y, text="text:N", tooltip=_tip()))
    return to_spec(alt.layer(*layers).properties(height=alt.Step(27)))


def grouped_bars(bars: Sequence[Bar], series: Sequence[str]) -> dict[str, Any]:
    """Lying bars in groups, the value at the end of each."""
    top = max([bar.value or 0 for bar in bars], default=0) or 1
    y = alt.Y(
        "label:N",
        sort=None,
        axis=alt.Axis(title=None, labelExpr=_LINES, ticks=False, domain=False),
        scale=alt.Scale(paddingInner=0.3),
    )
    offset = alt.YOffset("series:N", sort=list(series), scale=alt.Scale(paddingInner=0.1))
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.55]))
    base = alt.Chart(_data([_drawn(bar) for bar in bars]))
    layers = [
        base.mark_bar(cornerRadiusEnd=2).encode(
            x=x, y=y, yOffset=offset, color=alt.Color("colour:N", scale=None), tooltip=_tip()
        ),
        base.mark_text(align="left", dx=5).encode(x=x, y=y, yOffset=offset, text="text:N"),
    ]
    groups = len({bar.label for bar in bars})
    height = max(groups, 1) * (22 * len(series) + 14) + 16
    return to_spec(alt.layer(*layers).properties(height=height))


def _break(at: str, text: str, x: Any) -> list[Any]:
    """A dashed line before the year of the break, its reason to the left of it."""
    wrapped = "\n".join(textwrap.wrap(text, 38))
    base = alt.Chart(alt.Data(values=[{"label": at, "reason": wrapped}]))
    here = alt.X("label:O", bandPosition=0)
    rule = base.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=INK, xOffset=-4)
    label = base.mark_text(
        align="right", baseline="top", lineBreak="\n", lineHeight=16, dx=-12, dy=2, fontSize=12.5
    )
    return [
        rule.encode(x=here),
        label.encode(x=here, y=alt.value(0), text="reason:N"),
    ]


def _drawn(bar: Bar) -> Bar:
    """A bar without a value has no length; its sign stands at the axis."""
    return bar if bar.value is not None else Bar(**{**asdict(bar), "value": 0.0})


def _data(bars: Sequence[Bar]) -> Any:
    return alt.Data(values=[asdict(bar) for bar in bars])


def _tip() -> list[Any]:
    return [alt.Tooltip("tooltip:N", title=" ")]
