"""What the framework allows: a bare Flask view, one query, a template of 50 rows, our server."""

import os

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import create_engine, text

engine = create_engine(os.environ["FLOOR_DATABASE_URL"])
PAGE = """<!doctype html><html lang="id"><title>Floor</title><h1>{{ rows|length }} rows</h1><table>
{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.name }}</td><td>{{ row.place }}</td></tr>
{% endfor %}</table></html>"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"floor.html": PAGE})  # type: ignore[assignment]


def fill() -> None:
    """Make the table with its fifty rows."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS floor_row"))
        connection.execute(
            text("CREATE TABLE floor_row (id INTEGER PRIMARY KEY, name TEXT, place TEXT)")
        )
        rows = [{"id": n, "name": f"Peserta {n}", "place": f"Ruang {n % 7}"} for n in range(50)]
        connection.execute(text("INSERT INTO floor_row VALUES (:id, :name, :place)"), rows)


@app.get("/")
def floor() -> str:
    """Show fifty rows."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, name, place FROM floor_row ORDER BY id")).all()
    return render_template("floor.html", rows=rows)


if __name__ == "__main__":
    fill()
