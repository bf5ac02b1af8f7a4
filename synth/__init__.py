"""Synthetic deliveries of every source: realistic in form and distribution, never official.

`run.py` writes them, `plan.py` lists them, one module a family of sources makes their rows,
`notation.py` spells the values as offices do, `formats.py` writes the files, and `defects.py`
documents and adds the small share of faults that real deliveries have.
"""
