"""What holds for the project as a whole, and for every room alike."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import get_commands
from django.template import engines

import wagtail_advocacy


ROOT = Path(__file__).resolve().parent.parent
# The installed one, where the tests run on the wheel.
PACKAGE = Path(wagtail_advocacy.__file__).parent
REQUIRED_ROOMS = {"ambassadors", "shareables", "learning", "sharing"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

OUR_APPS = [
    config
    for config in apps.get_app_configs()
    if config.name.split(".")[0] == "wagtail_advocacy"
]
OUR_MODELS = [
    model
    for config in OUR_APPS
    for model in config.get_models(include_auto_created=True)
]
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))

# What a strict content security policy refuses. A script element is allowed where it
# loads a file or holds data that no browser runs.
INLINE = {
    "script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I
    ),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"=\s*[\"']\s*javascript:", re.I),
}


def test_changelog_tells_of_the_version_that_is_packaged():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = [
        heading
        for heading in re.findall(r"^## \[([^]]+)\]", changelog, re.M)
        if heading != "Unreleased"
    ]
    assert released[0] == PROJECT["project"]["version"]


def test_readme_gives_the_commands_that_the_makefile_has():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"\bmake ([a-z]+)", readme))
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert {"demo", "test"} <= commands
    assert commands <= targets


def test_no_dependency_has_an_upper_bound():
    project = PROJECT["project"]
    requirements = [
        *project["dependencies"],
        *(
            line
            for extra in project["optional-dependencies"].values()
            for line in extra
        ),
    ]
    bounded = [line for line in requirements if re.search(r"<|~=|==|!=", line)]
    assert bounded == []


def test_every_package_with_an_app_config_is_installed_here():
    rooms = {
        ".".join(path.parent.relative_to(PACKAGE.parent).parts)
        for path in PACKAGE.glob("**/apps.py")
    }
    assert {f"wagtail_advocacy.{room}" for room in REQUIRED_ROOMS} <= rooms
    assert rooms == {config.name for config in OUR_APPS} | set(settings.WITHOUT)


@pytest.mark.parametrize("config", OUR_APPS, ids=lambda config: config.name)
def test_app_leaves_nothing_to_the_defaults_of_the_site(config):
    assert config.label == config.name.replace(".", "_")
    assert "default_auto_field" in vars(type(config))


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_table_carries_our_prefix(model):
    assert model._meta.db_table.startswith("wagtail_advocacy")


def test_reverse_names_on_the_user_carry_our_prefix():
    ours = [
        relation
        for relation in get_user_model()._meta.related_objects
        if relation.related_model in OUR_MODELS
    ]
    assert [
        relation.name
        for relation in ours
        if not relation.name.startswith("wagtail_advocacy")
    ] == []


def test_commands_carry_our_prefix():
    ours = [
        command
        for command, app in get_commands().items()
        if str(app).startswith("wagtail_advocacy")
    ]
    assert ours
    assert [command for command in ours if not command.startswith("advocacy_")] == []


def test_template_tag_libraries_carry_our_prefix():
    libraries = [
        path.stem
        for path in PACKAGE.glob("**/templatetags/*.py")
        if path.stem[0] != "_"
    ]
    assert libraries
    assert [name for name in libraries if not name.startswith("wagtail_advoc")] == []
    assert set(libraries) <= set(engines["django"].engine.template_libraries)


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_template_holds_under_a_strict_content_security_policy(template):
    # Mails are read in programs that know no style sheet.
    kinds = set(INLINE)
    if "mail" in template.parts:
        kinds -= {"style attribute", "style element"}
    source = template.read_text(encoding="utf-8")
    found = {
        kind: matches for kind in kinds if (matches := INLINE[kind].findall(source))
    }
    assert found == {}


def test_templates_lie_in_the_folder_of_our_prefix():
    strays = [
        name
        for name in (path.relative_to(PACKAGE).as_posix() for path in TEMPLATES)
        if "templates/wagtail_advocacy/" not in name
    ]
    assert strays == []


def test_only_compat_looks_at_a_version():
    version = re.compile(r"\b(?:WAGTAIL_VERSION|VERSION|version_info)\b")
    asking = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.glob("**/*.py")
        if path.name != "compat.py" and version.search(path.read_text(encoding="utf-8"))
    ]
    assert asking == []
