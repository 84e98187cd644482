"""Others' software believes what was signed here, and nothing that was changed.

Two verifiers, neither of them ours and neither with a network: npm's ``jose``, and
that of openbadgeslib. Both are given the issuer's keys as anybody reads them.
"""

import base64
import contextlib
import datetime
import hashlib
import hmac
import json
import random
import shutil
import socket
import time

import pytest
from django.utils import timezone

from tests import factories
from tests.badges import factories as make
from tests.badges.signing import (
    ISSUER,
    Library,
    decode,
    encode,
    parts,
    png,
    published_keys,
    read_again,
    use_keys,
)
from wagtail_advocacy.badges import credentials
from wagtail_advocacy.badges.openbadges import making
from wagtail_advocacy.shareables.models import ShareablesSettings


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("root_page", "no_network"),
]

COUNT = 50
WORDS = {
    "en": ["Good answers", "Own words & <care>", 'Said "no" politely', "100 % yours"],
    "fr": ["Bonnes réponses", "L’œil du voisin", "À votre écoute !"],
    "ar": ["إجابات جيدة", "\u202bكلماتك أنت\u202c"],
    "he": ["תשובות טובות"],
    "ja": ["良い回答", "自分の言葉で"],
    "el": ["Καλές απαντήσεις"],
    "zh-hans": ["好的回答"],
    "pt-br": ["Respostas boas", "e\u0301 decomposto"],
    "en-x-own": ["👩🏽‍🚀 First orbit", "🏳️‍🌈🎉", "𝔉𝔯𝔞𝔨𝔱𝔲𝔯", "Zero\u200bwidth"],
}


@pytest.fixture
def no_network(monkeypatch):
    """Whatever a signature or a check would fetch, it does not get."""
    connect = socket.socket.connect

    def refuse(self, address):
        # The tests' own database may be on this machine.
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1"}:
            raise AssertionError(f"{address} was asked")
        return connect(self, address)

    def look_up(host, *arguments, **options):
        raise AssertionError(f"{host} was looked up")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", look_up)


@pytest.fixture(scope="session")
def further_keys(made_keys, tmp_path_factory):
    """The folder after two rotations, and as it was before each of them."""
    stages = [made_keys]
    for number in (1, 2):
        place = tmp_path_factory.mktemp("rotated") / str(number)
        shutil.copytree(stages[-1], place)
        making.rotate(place)
        stages.append(place)
    return stages


@pytest.fixture
def site(settings):
    """Languages that the words above are in."""
    languages = [(code, code) for code in WORDS]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    ShareablesSettings.objects.create(organisation="Alderbrook «¿?» 🌳")


def random_awards(make_user, chance, count):
    """Award all kinds of badges to all kinds of people."""
    badges = []
    for language, names in WORDS.items():
        for name in names:
            badges.append(
                make.badge(
                    name,
                    picture=chance.choice([b"", png(), make_svg(chance)]),
                    language=language,
                    description=" ".join(chance.choices(names, k=3)),
                    how_to_earn=chance.choice(["Répondez.", "\t" + name * 3, "🙂" * 9]),
                )
            )
    for number in range(count):
        domain = chance.choice(["example.com", "müller.example", "Sub.Example.ORG"])
        user = make_user(f"{chance.choice(['Ada', 'ö.z', 'o+b'])}{number}@{domain}")
        awarded_at = timezone.now() - datetime.timedelta(
            seconds=chance.randrange(5, 10**8)
        )
        left = chance.choice([None, 1, 400, 365 * 60])
        yield make.award(
            factories.ambassador(user),
            chance.choice(badges),
            awarded_at=awarded_at,
            expires_at=left and timezone.now() + datetime.timedelta(days=left),
            period=chance.choice(["", "2026-11", "2026-Q4"]),
        )


def make_svg(chance):
    color = chance.choice(["#264", "#c63", "currentColor"])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<title>ÉTÉ &amp; 🌻</title><path d="M0 0h9v9z" fill="{color}"/></svg>'
    ).encode()


@pytest.fixture
def drawn(make_user):
    """Award Ada a badge with a picture: ``drawn(png())``."""
    ada = factories.ambassador(make_user("ada@example.com"))

    def run(picture=make.SVG):
        return make.award(ada, make.badge(picture=picture))

    return run


@pytest.fixture
def sign_some(make_user, site, settings, further_keys):
    """Return awards and their tokens, signed with three keys one after another."""

    def run(count):
        found = []
        chance = random.Random(20261122)  # noqa: S311 - the same ones each time
        awards = random_awards(make_user, chance, count)
        for number, award in enumerate(awards):
            use_keys(settings, further_keys[number * len(further_keys) // count])
            found.append((award, credentials.sign(award)))
        return found

    return run


def test_what_is_signed_is_believed_by_both_whatever_it_says(sign_some, client, jose):
    signed = sign_some(COUNT)
    keys = published_keys(client)
    assert len(keys["keys"]) == 3
    library = Library(keys)
    tokens = [token for _, token in signed]
    assert len(tokens) == COUNT
    assert len({parts(token)[0]["kid"] for token in tokens}) == 3

    for (award, token), answer in zip(signed, jose.verify(tokens, keys), strict=True):
        assert "error" not in answer, answer
        header, payload = parts(token)
        assert answer["payload"] == payload
        # The key is called after itself, at the address where it is.
        assert header["kid"].endswith(f"/badges/keys/{answer['thumbprint']}/")
        assert client.get(
            header["kid"].replace("https://go.example.com", "/go")
        ).json() == {**header["jwk"]}

        credential = library.verify(token)
        badge = award.badge
        assert credential.achievement.name == badge.name == payload["name"]
        assert credential.achievement.description == badge.description
        assert credential.achievement.criteria_narrative == badge.how_to_earn
        assert credential.issuer.name == "Alderbrook «¿?» 🌳"
        (identity,) = credential.identifiers
        mail = award.ambassador.user.email.lower()
        assert identity.identity_hash == "sha256$" + (
            hashlib.sha256(f"{mail}{identity.salt}".encode()).hexdigest()
        )


def test_what_was_changed_is_refused_by_both(sign_some, client, jose, tmp_path):
    signed = sign_some(4)
    from openbadgeslib.errors import LibOpenBadgesException

    making.make(tmp_path / "stranger")
    keys = published_keys(client)
    library = Library(keys)
    forged = list(forgeries([token for _, token in signed], tmp_path / "stranger"))
    assert len({token for _, token in forged}) >= 100
    assert len({kind for kind, _ in forged}) >= 20

    answers = jose.verify([token for _, token in forged], keys)
    believed = []
    for (kind, token), answer in zip(forged, answers, strict=True):
        if "error" not in answer:
            believed.append(("jose", kind))
        # Whatever else it raises is a fault of the test.
        with contextlib.suppress(LibOpenBadgesException):
            library.verify(token)
            believed.append(("openbadgeslib", kind))
    assert believed == []


def forgeries(tokens, stranger):
    """Yield what a forger would try, with a word for each."""
    import jwt
    from cryptography.hazmat.primitives import serialization

    (own,) = stranger.glob("*.pem")
    own = serialization.load_pem_private_key(own.read_bytes(), None)
    (own_jwk,) = stranger.glob("*.pub.json")
    own_jwk = json.loads(own_jwk.read_text())
    for token in tokens:
        header, payload = parts(token)
        first, second, signature = token.split(".")

        def resigned(payload=payload, header=header, **extra):
            return jwt.encode(payload, own, "RS256", {**header, **extra})

        def changed(**fields):
            return f"{first}.{encode({**payload, **fields})}.{signature}"  # noqa: B023

        def headed(**fields):
            return f"{encode({**header, **fields})}.{second}.{signature}"  # noqa: B023

        subject = json.loads(json.dumps(payload["credentialSubject"]))
        subject["identifier"][0]["identityHash"] = "sha256$" + "0" * 64
        yield "somebody else's", changed(credentialSubject=subject)
        yield "another name", changed(name="Better answers")
        yield "earlier", changed(validFrom="2001-01-01T00:00:00Z", nbf=978307200)
        yield "for good", changed(validUntil="2999-01-01T00:00:00Z", exp=32472144000)
        yield "another id", changed(id="urn:uuid:0", jti="urn:uuid:0")
        rival = {**payload["issuer"], "id": "https://rival.example/", "name": "Rival"}
        yield "another issuer", changed(issuer=rival, iss=rival["id"])

        bits = bytearray(decode(signature))
        bits[len(bits) // 2] ^= 1
        yield "a bit of the signature", f"{first}.{second}.{encode(bytes(bits))}"
        yield "no signature", f"{first}.{second}."
        yield "half a signature", f"{first}.{second}.{signature[:40]}"
        yield "a part missing", f"{first}.{second}"
        yield "cut off", token[: len(token) // 2]
        yield "nothing", ""
        yield "not a token", "." * 2

        for none in ("none", "None", "NONE", ""):
            bare = encode({**header, "alg": none})
            yield "unsigned", f"{bare}.{second}."
            yield "unsigned, with a signature", f"{bare}.{second}.{signature}"
        yield "another algorithm", headed(alg="RS512")

        # A public key is no secret that two share.
        for secret in public_secrets(header["jwk"]):
            shared = encode({**header, "alg": "HS256"})
            mac = hmac.digest(secret, f"{shared}.{second}".encode(), "sha256")
            yield "public key as a secret", f"{shared}.{second}.{encode(mac)}"

        yield "its jwk swapped", headed(jwk={**own_jwk, "kid": header["kid"]})
        yield "its kid swapped", headed(kid=header["kid"] + "x")
        # Signed as it should be, by somebody else: a forgery that is sound in itself.
        named = {**own_jwk, "kid": header["kid"]}
        yield "another's signature", resigned()
        yield "another's signature and jwk", resigned(jwk=named)
        strange = f"{ISSUER.removesuffix('issuer/')}keys/{own_jwk['kid']}/"
        yield "another's key, named", resigned(jwk=own_jwk, kid=strange)
        yield (
            "another's key, at home",
            resigned(
                {**payload, "issuer": rival, "iss": rival["id"]},
                jwk=own_jwk,
                kid="https://rival.example/key",
            ),
        )
        yield "no kid", jwt.encode(payload, own, "RS256", {"jwk": own_jwk})
    # The signature of one award below another.
    yield "mixed", ".".join([*tokens[0].split(".")[:2], tokens[1].split(".")[2]])


def public_secrets(jwk):
    import jwt
    from cryptography.hazmat.primitives import serialization

    key = jwt.PyJWK(jwk).key
    pem, der = serialization.Encoding.PEM, serialization.Encoding.DER
    form = serialization.PublicFormat
    yield key.public_bytes(pem, form.SubjectPublicKeyInfo)
    yield key.public_bytes(der, form.SubjectPublicKeyInfo)
    yield key.public_bytes(pem, form.PKCS1)
    yield json.dumps(jwk).encode()
    yield base64.urlsafe_b64decode(jwk["n"] + "==")


def test_whoever_believes_the_key_in_the_header_believes_any_forger(
    sign_some, client, jose, tmp_path
):
    """Why keys have to be those of the issuer: see docs/how-to/verify-a-badge.md."""
    making.make(tmp_path / "stranger")
    forged = dict(forgeries([sign_some(1)[0][1]] * 2, tmp_path / "stranger"))[
        "another's signature and jwk"
    ]
    (careless,) = jose.verify([forged], keys=None)
    assert careless["payload"]["issuer"]["id"] == ISSUER
    (careful,) = jose.verify([forged], published_keys(client))
    assert careful == {"error": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}


@pytest.mark.usefixtures("site", "key_folder")
def test_what_ran_out_or_lies_ahead_is_refused_by_both(make_user, client, jose):
    ada, badge = factories.ambassador(make_user("ada@example.com")), make.badge()
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    tokens = [
        credentials.sign(make.award(ada, badge, turn=turn, **dates))
        for turn, dates in enumerate(
            [
                {"awarded_at": now - 2 * hour, "expires_at": now - hour},
                {"awarded_at": now + hour},
            ]
        )
    ]
    keys = published_keys(client)
    answers = jose.verify(tokens, keys)
    assert [answer["error"] for answer in answers] == [
        "ERR_JWT_EXPIRED",
        "ERR_JWT_CLAIM_VALIDATION_FAILED",
    ]
    from openbadgeslib.ob3 import OB3VerificationError

    for token in tokens:
        with pytest.raises(OB3VerificationError):
            Library(keys).verify(token)


def test_key_that_is_withdrawn_takes_what_it_signed_with_it(
    sign_some, client, jose, settings, further_keys, tmp_path
):
    signed = sign_some(3)
    place = tmp_path / "stolen"
    shutil.copytree(further_keys[-1], place)
    use_keys(settings, place)
    oldest = min(place.glob("*.pub.json"))
    oldest.unlink()
    keys = published_keys(client)
    first, last = jose.verify([signed[0][1], signed[-1][1]], keys)
    assert first == {"error": "ERR_JWKS_NO_MATCHING_KEY"}
    assert "error" not in last


@pytest.mark.usefixtures("site", "key_folder")
def test_picture_gives_back_what_was_put_into_it(drawn, client, jose):
    from openbadgeslib import baking

    chance = random.Random(3)  # noqa: S311 - the same ones each time
    tokens = []
    for _ in range(5):
        baked = credentials.bake_svg(drawn(make_svg(chance)))
        tokens.append(baking.extract_svg(baked, element=baking.SVG_ELEMENT_OB3))
        assert "ÉTÉ &amp; 🌻".encode() in baked
    picture = png()
    baked = credentials.bake_png(drawn(picture))
    tokens.append(baking.extract_png(baked, keyword=baking.ITXT_KEYWORD_OB3))
    # What is seen is still there, byte for byte.
    assert picture[:-12] == baked[: len(picture) - 12]
    assert all(
        "error" not in answer for answer in jose.verify(tokens, published_keys(client))
    )


@pytest.mark.usefixtures("site")
def test_what_is_baked_is_what_is_signed(drawn, key_folder, monkeypatch):
    from openbadgeslib import baking

    # RS256 signs the same text the same way; only the salt differs each time.
    monkeypatch.setattr("secrets.token_hex", lambda length: "5a" * length)
    vector, pixels = drawn(), drawn(png())
    assert credentials.sign(vector) == baking.extract_svg(
        credentials.bake_svg(vector), element=baking.SVG_ELEMENT_OB3
    )
    assert credentials.sign(pixels) == baking.extract_png(
        credentials.bake_png(pixels), keyword=baking.ITXT_KEYWORD_OB3
    )


@pytest.mark.usefixtures("site", "key_folder")
def test_contexts_that_are_named_are_bundled(drawn):
    """Software that reads it as linked data needs no network for it either."""
    from openbadgeslib.ob3.contexts import bundled_contexts

    token = credentials.sign(drawn())
    assert set(parts(token)[1]["@context"]) <= set(bundled_contexts())


@pytest.mark.usefixtures("site", "key_folder")
def test_signing_is_quick_and_asks_little(drawn, django_assert_max_num_queries):
    award = drawn()
    credentials.sign(award)
    award = read_again(award)
    with django_assert_max_num_queries(5):
        started = time.perf_counter()
        credentials.sign(award)
    assert time.perf_counter() - started < 5
