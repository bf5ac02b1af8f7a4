"""raw.*: one view a source on the Parquet files of the lake, made anew before every plan."""

from sqlmesh import macro


@macro()
def raw_views(evaluator):
    """CREATE VIEW statements for every table that external_models.yaml registers in schema raw:
    the sources' folders in the lake, the findings of the gate and what publishing withheld.

    A source without a delivery gets an empty view of the same columns, because reading
    a pattern that matches no file is an error. Paths are absolute, so that the warehouse
    can be opened from any directory.
    """
    from pathlib import Path

    from sqlmesh.utils.yaml import load as load_yaml

    statements = []
    for model in load_yaml(Path("external_models.yaml"), render_jinja=False):
        source = model["name"].removeprefix("raw.")
        files = Path("data").resolve() / (
            source if source in ("gate", "geheimhaltung") else f"lake/{source}"
        )
        if any(files.glob("*.parquet")):
            columns = ", ".join(model["columns"])
            query = f"SELECT {columns} FROM READ_PARQUET('{files}/*.parquet', union_by_name = TRUE)"
        else:
            columns = ", ".join(
                f"NULL::{kind} AS {name}" for name, kind in model["columns"].items()
            )
            query = f"SELECT {columns} WHERE FALSE"
        statements.append(f"CREATE OR REPLACE VIEW {model['name']} AS {query}")
    return statements
