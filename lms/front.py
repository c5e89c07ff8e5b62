"""The front gate: builds the application from its areas."""

import gc
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from lms import AREAS
from lms.core import (
    access,
    addresses,
    assets,
    formats,
    i18n,
    i18n_cli,
    jobs,
    menu,
    offers,
    templating,
    web,
)
from lms.core import cli as core_cli
from lms.core.app import House
from lms.core.db import db
from lms.people import signin

HERE = Path(__file__).parent


def build_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Build the application; `overrides` change single settings (tests)."""
    app = House("lms", static_folder="static")
    app.url_map.converters["int"] = addresses.Number
    app.config.from_object(Config())
    app.config.update(overrides or {})
    _open_database(app)
    app.jinja_loader = ChoiceLoader(  # type: ignore[assignment]
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({area: FileSystemLoader(HERE / area / "templates") for area in AREAS}),
        ]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    if app.config["COUNT_QUERIES"] or app.testing:
        web.count_statements(app)
    app.before_request(access.refuse_undeclared)
    csrf = CSRFProtect(app)
    signin.register(app)
    i18n.register(app)
    formats.register(app)
    assets.register(app)
    i18n_cli.register(app)
    templating.register(app)
    web.register(app)
    Compress(app)
    _open_areas(app)
    for view in app.view_functions.values():
        if hasattr(view, "by_token"):  # no cookie is asked, so none can be abused
            csrf.exempt(view)
    core_cli.register(app)
    menu.register(app)
    offers.register(app)
    app.extensions["queue"] = jobs.Queue(app)

    missing = access.undeclared(app)
    if missing:
        raise RuntimeError(f"routes without an access line: {', '.join(missing)}")
    _serve_static(app)
    gc.collect()
    gc.freeze()  # what start-up made lives as long as the process: no collection looks at it again
    return app


def _open_database(app: Flask) -> None:
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    if address.startswith("postgresql"):
        options = {"pool_size": app.config["DATABASE_POOL_SIZE"], "pool_pre_ping": True}
    else:
        Path(app.config["VAR_DIR"]).mkdir(parents=True, exist_ok=True)
        options = {"connect_args": {"timeout": 10}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options | app.config.get(
        "SQLALCHEMY_ENGINE_OPTIONS", {}
    )
    db.init_app(app)
    Migrate(app, db, directory=str(HERE.parent / "migrations"), render_as_batch=True)


def _open_areas(app: Flask) -> None:
    """Import every area's permissions, views and commands; the blueprints carry no prefix."""
    for area in AREAS[1:]:
        for kind in ("models", "permissions", "actions", "listeners", "agenda", "views", "cli"):
            name = f"lms.{area}.{kind}"
            if find_spec(name) is None:
                continue
            module = import_module(name)
            if kind == "views":
                app.register_blueprint(module.bp)
            if kind == "cli":
                module.register(app)


def _serve_static(app: Flask) -> None:
    """Serve our own files with long caching and ready-made compression."""
    app.wsgi_app = web.OwnFiles(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(HERE / "static"),
        prefix="static/",
        max_age=31_536_000 if not app.debug else 0,
        autorefresh=app.debug or app.testing,
        add_headers_function=web.static_headers,
    )
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]
