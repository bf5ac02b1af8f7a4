"""Choices of a reader that stand in the page's address, so that a view can be passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st


def choose(
    kind: str, label: str, names: Mapping[str, str], key: str, *, default: str | None = None
) -> str:
    """Let the reader choose one of `names` (id → German name); returns the id.

    Args:
        kind: `selectbox` or `radio`.
        names: what can be chosen, never empty.
        key: the parameter in the address.
        default: the first one if not given or not among the names; it leaves no trace in the
            address.
    """
    options = list(names)
    start = default if default is not None and default in names else options[0]
    _adopt_address(options, key, start)
    arguments: dict[str, Any] = {"format_func": lambda option: names[option], "key": key}
    if kind == "radio":
        chosen = st.radio(label, options, horizontal=True, **arguments)
    else:
        chosen = st.selectbox(label, options, placeholder="Bitte wählen", **arguments)
    _write_address(str(chosen), key, start)
    return str(chosen)


def _adopt_address(options: Sequence[str], key: str, default: str) -> None:
    """Take over what the address holds, where it differs from what this page wrote there."""
    wanted = st.query_params.get(key)
    fresh = st.session_state.get(key) not in options
    # a page that was left forgets its widgets, and its address loses the parameters
    came_by_address = wanted in options and wanted != st.session_state.get(_written(key))
    if fresh or came_by_address:
        st.session_state[key] = wanted if wanted in options else default


def _write_address(chosen: str, key: str, default: str) -> None:
    st.session_state[_written(key)] = chosen
    if chosen == default:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != chosen:
        st.query_params[key] = chosen


def _written(key: str) -> str:
    return f"_adresse_{key}"
