"""Keys are files that others cannot read, and what they signed outlives them."""

import io
import json
import os
import stat
import sys
import threading
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.badges.signing import use_keys
from wagtail_advocacy.badges.openbadges import folder, making


@pytest.fixture
def place(tmp_path, settings):
    """A folder that the site names and that is not there yet."""
    use_keys(settings, tmp_path / "deep" / "keys")
    return tmp_path / "deep" / "keys"


def run(*arguments):
    output = io.StringIO()
    call_command("advocacy_openbadges_key", *arguments, stdout=output)
    return output.getvalue()


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def ids_found():
    return {found.id for found in checks.run_checks(tags=[checks.Tags.security])}


def test_key_is_made_for_the_site_alone(place):
    assert "Made " in run("make")
    assert mode_of(place) == 0o700
    (private,), (public,) = place.glob("*.pem"), place.glob("*.pub.json")
    assert mode_of(private) == 0o600
    assert mode_of(public) == 0o644
    assert private.read_bytes().startswith(b"-----BEGIN RSA PRIVATE KEY-----")
    jwk = json.loads(public.read_bytes())
    assert set(jwk) == {"kty", "n", "e", "alg", "use", "kid"}
    assert len(folder.published()) == 1
    # Nothing is left of how it was written.
    assert len(list(place.iterdir())) == 2


def test_key_that_is_there_is_not_overwritten(place):
    run("make")
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    with pytest.raises(CommandError, match="There is a key already"):
        run("make")
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before


def test_file_that_is_there_is_not_overwritten(tmp_path):
    there = tmp_path / "there"
    there.write_text("kept")
    with pytest.raises(FileExistsError):
        making._write(there, b"new", 0o600)
    assert there.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [there]


def test_new_key_signs_and_old_ones_are_still_published(place):
    run("make")
    old = folder.signing_key(place)
    printed = run("rotate")
    new = folder.signing_key(place)
    assert f"{old.name} signs no more" in printed
    assert new.name > old.name
    assert [jwk["kid"] for jwk in folder.published()] == [
        new.public["kid"],
        old.public["kid"],
    ]
    # What nobody needs, nobody steals.
    assert [path.name for path in place.glob("*.pem")] == [f"{new.name}.pem"]

    listed = run("list").splitlines()
    assert listed == [
        f"{new.name}  {new.public['kid']}  signs",
        f"{old.name}  {old.public['kid']}  is checked with",
    ]


def test_nothing_is_rotated_before_there_is_a_key(place):
    with pytest.raises(CommandError, match="cannot|No such file"):
        run("rotate")
    place.mkdir(parents=True)
    with pytest.raises(CommandError, match="No key signs yet"):
        run("rotate")
    assert "There is no key yet" in run("list")


def test_lost_private_key_is_followed_by_another_and_checked_with(place):
    run("make")
    lost = folder.signing_key(place)
    (place / f"{lost.name}.pem").unlink()
    assert folder.signing_key(place) is None
    assert "None signs" in run("list")
    run("make")
    new = folder.signing_key(place)
    assert {jwk["kid"] for jwk in folder.published()} == {
        lost.public["kid"],
        new.public["kid"],
    }


def test_key_without_its_public_part_signs_nothing(place):
    run("make")
    (public,) = place.glob("*.pub.json")
    public.unlink()
    assert folder.signing_key(place) is None
    assert "put it back from a backup" in run("list")


def test_spoilt_file_does_not_take_the_others_along(place, caplog):
    run("make")
    (place / "0.pub.json").write_text("{")
    (place / "1.pub.json").write_text('{"kty": "oct", "k": "c2VjcmV0"}')
    (place / "2.pub.json").write_text('["kty"]')
    assert len(folder.published()) == 1
    assert "cannot be used" in caplog.text


def test_private_part_in_a_public_file_stays_there(place):
    run("make")
    (public,) = place.glob("*.pub.json")
    jwk = json.loads(public.read_bytes())
    public.write_text(json.dumps({**jwk, "d": "c2VjcmV0", "p": "eA", "kid": "mine"}))
    assert folder.published() == [jwk]


def test_two_who_make_one_at_once_spoil_nothing(place):
    """Either one is told, or both keys are whole and the newer one signs."""
    failures = []

    def make():
        try:
            making.make(place)
        except making.AlreadyThere:
            pass
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert all(key.can_sign for key in folder.keys(place))
    assert folder.signing_key(place) == folder.keys(place)[0]


def test_command_says_what_is_missing(place, settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "openbadgeslib", None)
    monkeypatch.setitem(sys.modules, "openbadgeslib.keys", None)
    monkeypatch.delitem(
        sys.modules, "wagtail_advocacy.badges.openbadges.making", raising=False
    )
    monkeypatch.delattr("wagtail_advocacy.badges.openbadges.making", raising=False)
    settings.SILENCED_SYSTEM_CHECKS = ["wagtail_advocacy.E042"]
    with pytest.raises(CommandError, match="openbadgeslib is not installed"):
        run("make")
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "OPENBADGES_KEYS": ""}
    with pytest.raises(CommandError, match="names no folder"):
        run("make")


def test_nothing_is_checked_where_badges_are_not_signed(settings):
    assert not settings.WAGTAIL_ADVOCACY.get("OPENBADGES_KEYS")
    assert ids_found().isdisjoint(
        f"wagtail_advocacy.{kind}04{number}" for kind in "EW" for number in range(10)
    )


def test_folder_as_it_is_made_is_fine(key_folder):
    assert not any(found.startswith("wagtail_advocacy.") for found in ids_found())


def test_folder_that_is_missing_is_told_and_can_be_made(place):
    assert "wagtail_advocacy.W040" in ids_found()
    run("make")
    assert "wagtail_advocacy.W040" not in ids_found()


@pytest.mark.parametrize("named", ["keys", 12, "./keys"])
def test_folder_has_to_be_named_whole(settings, named):
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "OPENBADGES_KEYS": named,
    }
    assert "wagtail_advocacy.E040" in ids_found()


@pytest.mark.parametrize("root", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_keys_are_not_kept_where_files_are_served(settings, key_folder, root):
    setattr(settings, root, str(key_folder.parent))
    assert "wagtail_advocacy.E041" in ids_found()


def test_link_into_served_files_is_seen_through(settings, key_folder, tmp_path):
    settings.MEDIA_ROOT = str(key_folder.parent)
    link = tmp_path / "elsewhere"
    link.symlink_to(key_folder)
    use_keys(settings, link)
    assert "wagtail_advocacy.E041" in ids_found()


def test_missing_extra_is_told_in_the_intranet_only(key_folder, settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "openbadgeslib", None)
    assert "wagtail_advocacy.E042" in ids_found()
    settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"
    assert "wagtail_advocacy.E042" not in ids_found()


def test_file_in_place_of_the_folder_is_told(settings, tmp_path):
    (tmp_path / "file").touch()
    use_keys(settings, tmp_path / "file")
    assert "wagtail_advocacy.E043" in ids_found()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_folder_that_cannot_be_read_is_told(key_folder):
    key_folder.chmod(0)
    assert "wagtail_advocacy.E043" in ids_found()
    key_folder.chmod(0o700)


def test_private_key_that_everybody_may_read_is_told(key_folder):
    (private,) = key_folder.glob("*.pem")
    private.chmod(0o604)
    assert "wagtail_advocacy.W041" in ids_found()


def test_private_key_on_the_public_host_is_told(key_folder, settings):
    settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"
    assert "wagtail_advocacy.W042" in ids_found()
    for private in key_folder.glob("*.pem"):
        private.unlink()
    assert "wagtail_advocacy.W042" not in ids_found()


def test_spoilt_public_part_is_told(key_folder):
    Path(key_folder, "0.pub.json").write_text("{}")
    assert "wagtail_advocacy.W043" in ids_found()
