"""Lists of models as tables, and other representations."""

from __future__ import annotations

import pickle
from typing import Any

from scramjet_bindings.host import models

from scramjet_facade import ndjson
from scramjet_facade.body.table import Table

SEQUENCES = [
    models.Sequence.from_dict(
        {"id": "1f", "config": {"name": "<b>", "version": "1.0.0"}, "instances": ["a", "b"]}
    ),
    models.Sequence.from_dict({"id": "2"}),
]
INSTANCE = models.Instance.from_dict(
    {"id": "i", "status": "running", "sequence": "s", "started": "2026-11-22T17:54:09.406Z"}
)


def test_a_table_is_a_list() -> None:
    table = Table(SEQUENCES)
    assert table == SEQUENCES
    assert pickle.loads(pickle.dumps(table)) == table
    assert (len(table), table[0].id, [*table][1].id) == (2, "1f", "2")


def test_a_table_is_shown_as_text() -> None:
    assert repr(Table(SEQUENCES)).splitlines() == [
        "id  name  version  instances",
        "1f  <b>   1.0.0    2",
        "2",
    ]
    assert repr(Table[Any]()) == "[]"


def test_a_table_is_shown_as_html() -> None:
    html = Table(SEQUENCES)._repr_html_()
    assert html.startswith("<table><tr><th>id</th><th>name</th>")
    assert "<td>&lt;b&gt;</td><td>1.0.0</td><td>2</td>" in html
    assert Table[Any]()._repr_html_() == "<table><tr><th>id</th></tr></table>"


def test_values_are_readable() -> None:
    row = repr(Table([INSTANCE])).splitlines()[1]
    assert row.split() == ["i", "running", "s", "2026-11-22", "17:54:09+00:00"]


def test_long_tables_are_shortened() -> None:
    table = Table(SEQUENCES * 30)
    assert repr(table).splitlines()[-1] == "… and 10 more"
    assert table._repr_html_().endswith("<p>… and 10 more</p>")
    assert len(repr(table).splitlines()) == 52


def test_ndjson_shows_its_values() -> None:
    assert repr(ndjson([{"a": 1}])) == "ndjson([{'a': 1}])"
    assert len(repr(ndjson(range(10)))) < 100
    assert len(repr(ndjson(["x" * 10_000]))) < 100
