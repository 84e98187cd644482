"""Configuration of Sphinx, for `make docs`."""

import tomllib
from pathlib import Path


PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"

project = "wagtail_advocacy"
author = "wagtail_advocacy contributors"
copyright = f"2026, {author}"
release = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"]
version = release

extensions = ["myst_parser", "sphinx_wagtail_theme"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "sphinx_wagtail_theme"
html_title = f"wagtail_advocacy {release}"
html_show_sphinx = False
html_theme_options = {
    "project_name": "wagtail_advocacy",
    "github_url": "",
    "footer_links": "",
}
html_last_updated_fmt = ""
