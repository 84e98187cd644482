"""Asking a Mastodon server: over real HTTPS, to a server that means no good."""

import contextlib
import functools
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from wagtail_advocacy import networks
from wagtail_advocacy.networks import mastodon, mastodon_instance
from wagtail_advocacy.networks.mastodon_instance import (
    DEFAULT_LIMITS,
    MOST_BYTES,
    InstanceLimits,
    Refused,
    ask_instance,
    clean_instance,
    is_public,
    limits_of,
)


HOST = "instance.example"
ROOMY = InstanceLimits(max_characters=5000, characters_reserved_per_url=30)


def answer_of(statuses, status="200 OK", head=""):
    body = statuses
    if not isinstance(statuses, bytes):
        body = json.dumps({"configuration": {"statuses": statuses}}).encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n"
    ).encode() + body


GOOD = answer_of({"max_characters": 5000, "characters_reserved_per_url": 30})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for HOST, and its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-nodes", "-days", "2"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-keyout", key, "-out", made),
        ],
        check=True,
        capture_output=True,
    )
    return SimpleNamespace(key=key, path=made)


@pytest.fixture
def instance(certificate):
    """A server on loopback that says what a test puts into ``answer``.

    ``answer`` is bytes, or what is called with the connection. ``requests`` is what
    was asked, ``connections`` who came at all.
    """
    server = SimpleNamespace(answer=GOOD, requests=[], connections=0)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path, certificate.key)
    done = threading.Event()

    def serve(plain):
        # What the client makes of it is the test's business.
        with contextlib.suppress(OSError), plain:
            plain.settimeout(5)
            with context.wrap_socket(plain, server_side=True) as connection:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    asked += connection.recv(4096) or b"\r\n\r\n"
                server.requests.append(asked.decode())
                if callable(server.answer):
                    server.answer(connection)
                else:
                    connection.sendall(server.answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        server.port = listener.getsockname()[1]

        def accept():
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    plain, _address = listener.accept()
                    server.connections += 1
                    threading.Thread(target=serve, args=[plain], daemon=True).start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        yield server
        done.set()
        accepting.join()


@pytest.fixture
def ask(instance, certificate):
    """``ask_instance`` that finds the server, may go there and trusts it."""
    return functools.partial(
        ask_instance,
        resolve=lambda host: ["127.0.0.1"],
        may_connect=lambda address: True,
        port=instance.port,
        context=ssl.create_default_context(cafile=certificate.path),
    )


# Names.


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("mastodon.social", "mastodon.social"),
        ("  Mastodon.Social\n", "mastodon.social"),
        ("https://mastodon.social", "mastodon.social"),
        ("HTTPS://mastodon.social/", "mastodon.social"),
        ("mastodon.social:443", "mastodon.social"),
        ("https://mastodon.social:443/", "mastodon.social"),
        ("a.b-c.example.co.uk", "a.b-c.example.co.uk"),
        ("münchen.social", "xn--mnchen-3ya.social"),
        ("mu\u0308nchen.social", "xn--mnchen-3ya.social"),
        ("straße.example", "xn--strae-oqa.example"),
        ("日本語.jp", "xn--wgv71a119e.jp"),
        ("xn--mnchen-3ya.social", "xn--mnchen-3ya.social"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("mastodon。social", "mastodon.social"),
        (f"{'a' * 63}.example", f"{'a' * 63}.example"),
    ],
)
def test_the_name_of_a_server_is_taken(typed, host):
    assert clean_instance(typed) == host
    assert clean_instance(host) == host


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "mastodon",
        "localhost",
        "https://",
        "http://mastodon.social",
        "ftp://mastodon.social",
        "//mastodon.social",
        "https:mastodon.social",
        "https://https://mastodon.social",
        "javascript:alert(1)",
        "mastodon.social:8443",
        "mastodon.social:80",
        "mastodon.social:",
        "mastodon.social:443:443",
        "mastodon.social:0443",
        "mastodon.social/@ada",
        "mastodon.social//",
        "mastodon.social/:443",
        "mastodon.social?x",
        "mastodon.social#x",
        "@ada@mastodon.social",
        "ada@mastodon.social",
        "ada:secret@mastodon.social",
        "mastodon.social\\@evil.example",
        "mastodon.social.",
        ".mastodon.social",
        "mastodon..social",
        "-mastodon.social",
        "mastodon-.social",
        "mas_todon.social",
        "mas todon.social",
        "mastodon.social\nevil.example",
        "mastodon.social\x00",
        "mastodon\t.social",
        "mastodon.social%2eevil.example",
        "mastodon.social%00",
        "127.0.0.1",
        "127.1",
        "0x7f.0x1",
        "127.0.0.0x1",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        "[::1]",
        "::1",
        "2130706433",
        "mastodon.123",
        "mastodon.social／@ada",
        "mastodon.social℀x",
        "xn--a.example",
        "xn--.example",
        "\u202emastodon.social",
        "\ud83d.example",
        "*.example",
        f"{'a' * 64}.example",
        ".".join(["a" * 60] * 5),
        "é" * 250 + ".fr",
        "a" * 100_000,
        "é." * 100_000,
    ],
    ids=lambda typed: repr(typed)[:40],
)
def test_what_is_not_the_name_of_a_server_is_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        clean_instance(typed)
    assert refusal.value.code == "invalid_instance"


@given(st.text())
def test_a_name_is_taken_whole_or_refused(typed):
    for text in (typed, f"{typed}.example", f"https://{typed}.social/"):
        try:
            host = clean_instance(text)
        except ValidationError:
            continue
        assert host.isascii()
        assert set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert clean_instance(host) == host


# Addresses.


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "172.32.0.1", "2606:4700:4700::1111"]
)
def test_a_public_address_is_gone_to(address):
    assert is_public(address) is True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:93.184.215.14",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d70e",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:5db8:d70e::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_any_other_address_is_not(address):
    assert is_public(address) is False


# Asking.


def test_an_instance_is_asked_once_and_politely(instance, ask):
    assert ask(HOST) == ROOMY
    (asked,) = instance.requests
    head = asked.split("\r\n")
    assert head[0] == "GET /api/v2/instance HTTP/1.1"
    assert f"Host: {HOST}:{instance.port}" in head
    assert not any(line.lower().startswith(("cookie", "referer")) for line in head)


def test_an_answer_in_pieces_is_read(instance, ask):
    body = GOOD.partition(b"\r\n\r\n")[2]
    chunks = b"".join(b"1\r\n%c\r\n" % one for one in body) + b"0\r\n\r\n"
    instance.answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    assert ask(HOST) == ROOMY


def test_loopback_is_refused_unless_a_test_allows_it(instance, certificate):
    with pytest.raises(Refused):
        ask_instance(
            HOST,
            resolve=lambda host: ["127.0.0.1"],
            port=instance.port,
            context=ssl.create_default_context(cafile=certificate.path),
        )
    # Nor does a name that the system itself takes for loopback get further.
    with pytest.raises(Refused):
        ask_instance("localhost", port=instance.port)
    assert instance.connections == 0


@pytest.mark.parametrize(
    "addresses",
    [
        [],
        ["10.0.0.1"],
        ["::ffff:127.0.0.1"],
        # One address that is public does not make the others so.
        ["93.184.215.14", "127.0.0.1"],
        ["not an address"],
    ],
    ids=repr,
)
def test_a_private_address_is_never_connected_to(instance, monkeypatch, addresses):
    tried = []
    monkeypatch.setattr(socket, "create_connection", tried.append)
    with pytest.raises((Refused, ValueError)):
        ask_instance(HOST, resolve=lambda host: addresses, port=instance.port)
    assert tried == []


def test_a_name_is_looked_up_once_and_not_again_to_connect(instance, ask, monkeypatch):
    looked_up = []

    def rebinding(host):
        looked_up.append(host)
        # Public when it is judged, the inside of the company from then on.
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    system = socket.getaddrinfo

    def getaddrinfo(host, *args, **options):
        assert host == "127.0.0.1", "a name was looked up behind our back"
        return system(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert ask(HOST, resolve=rebinding) == ROOMY
    assert looked_up == [HOST]
    # A server that hangs up is not connected to a second time either.
    instance.answer = b""
    with pytest.raises(OSError, match="without response"):
        ask(HOST, resolve=lambda host: ["127.0.0.1"])
    assert instance.connections == 2


def test_the_next_address_is_tried_where_one_does_not_answer(ask):
    # Nobody listens at 127.0.0.2.
    addresses = ["127.0.0.2", "127.0.0.1"]
    assert ask(HOST, resolve=lambda host: addresses) == ROOMY
    with pytest.raises(OSError, match="refused"):
        ask(HOST, resolve=lambda host: ["127.0.0.2"] * 4 + ["127.0.0.1"])


def test_a_certificate_nobody_vouches_for_is_refused(instance, ask):
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(HOST, context=None)
    assert instance.requests == []


def test_a_certificate_of_another_host_is_refused(instance, ask):
    with pytest.raises(ssl.SSLCertVerificationError):
        ask("other.example")
    assert instance.requests == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 X"])
def test_a_redirect_is_not_followed(instance, ask, status):
    head = f"Location: https://{HOST}:{instance.port}/\r\n"
    instance.answer = answer_of(b"", status, head)
    with pytest.raises(Refused):
        ask(HOST)
    assert instance.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        answer_of({"max_characters": 5000}, "404 Not Found"),
        answer_of({"max_characters": 5000}, "503 Busy"),
        answer_of(b""),
        answer_of(b"<!doctype html>"),
        answer_of(b"[" * 100_000),
        answer_of(b"1" * 100_000),
        answer_of(b"\xff\xfe\x00"),
        answer_of(b"null"),
        answer_of(b"[]"),
        answer_of(b'"configuration"'),
        answer_of(b'{"configuration": null}'),
        answer_of(b'{"configuration": {"statuses": [1]}}'),
        answer_of(b'{"max_characters": 5000}'),
        answer_of(None),
        # Less than it promised.
        b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{}...",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00" * 64,
        b"",
    ],
    ids=lambda answer: repr(answer[:60]),
)
def test_a_useless_answer_ends_in_an_error_and_mastodons_own_limits(
    instance, ask, answer
):
    instance.answer = answer
    with pytest.raises(Exception):  # noqa: B017, PT011
        ask(HOST)
    assert limits_of(HOST, ask) == DEFAULT_LIMITS


@pytest.mark.parametrize(
    ("statuses", "limits"),
    [
        ({}, (500, 23)),
        ({"max_characters": 1}, (1, 23)),
        ({"max_characters": 100_000, "characters_reserved_per_url": 1}, (100_000, 1)),
        ({"max_characters": 0}, (500, 23)),
        ({"max_characters": -1, "characters_reserved_per_url": 25}, (500, 25)),
        ({"max_characters": 100_001}, (500, 23)),
        ({"max_characters": 10**30}, (500, 23)),
        ({"max_characters": "5000"}, (500, 23)),
        ({"max_characters": 5000.0}, (500, 23)),
        ({"max_characters": True}, (500, 23)),
        ({"max_characters": None}, (500, 23)),
        ({"max_characters": [5000]}, (500, 23)),
        ({"max_characters": 600, "characters_reserved_per_url": {}}, (600, 23)),
    ],
    ids=repr,
)
def test_a_limit_that_is_not_plausible_is_mastodons_own(
    instance, ask, statuses, limits
):
    instance.answer = answer_of(statuses)
    assert ask(HOST) == InstanceLimits(*limits)


def drip(piece, seconds=0.05):
    def answer(connection):
        # Not for ever: a client that waits for the end fails, and does not hang.
        for _piece in range(100):
            connection.sendall(piece)
            time.sleep(seconds)

    return answer


def silence(connection):
    time.sleep(2)


@pytest.mark.parametrize(
    "answer",
    [
        silence,
        drip(b"H"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nX: y\r\n"),
        lambda connection: drip(b" ")(
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n") or connection
        ),
    ],
    ids=["silence", "status", "interim", "head", "body"],
)
def test_a_slow_server_costs_a_moment_and_no_more(instance, ask, answer):
    instance.answer = answer
    started = time.monotonic()
    with pytest.raises(OSError):  # noqa: PT011
        ask(HOST, seconds=0.5)
    assert 0.4 < time.monotonic() - started < 1.5


def test_a_server_that_never_shakes_hands_costs_no_more(ask):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        started = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011
            ask(HOST, port=mute.getsockname()[1], seconds=0.5)
        assert 0.4 < time.monotonic() - started < 1.5


def test_a_slow_look_up_costs_no_more_and_there_are_four_at_once(ask):
    slow, looking = threading.Event(), []

    def resolve(host):
        looking.append(host)
        slow.wait(10)
        return ["127.0.0.1"]

    for _attempt in range(6):
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            ask(HOST, resolve=resolve, seconds=0.2)
        assert time.monotonic() - started < 1
    assert len(looking) == 4
    slow.set()
    # Places are free again once the look-ups have ended.
    assert ask(HOST) == ROOMY


def test_a_look_up_that_fails_says_so_and_frees_its_place(ask):
    def resolve(host):
        raise socket.gaierror(-2, "Name or service not known")

    for _attempt in range(8):
        with pytest.raises(socket.gaierror):
            ask(HOST, resolve=resolve)
    assert ask(HOST) == ROOMY


def test_a_process_without_threads_to_spare_frees_its_places(ask, monkeypatch):
    def start(thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", start)
        for _attempt in range(8):
            with pytest.raises(RuntimeError):
                ask(HOST)
    assert ask(HOST) == ROOMY


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b" " * 8192),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", b" " * 8192),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400),
    ],
    ids=["endless body", "long body", "interim answers"],
)
def test_a_flood_is_cut_off(instance, ask, start, more):
    sent = []

    def flood(connection):
        connection.sendall(start)
        while True:
            connection.sendall(more)
            sent.append(len(more))

    instance.answer = flood
    with pytest.raises(Refused, match="too much"):
        ask(HOST, seconds=20)
    # What the sockets hold between them is a few times what we read.
    assert sum(sent) < 40 * MOST_BYTES


# Remembering.


class Counted:
    """Stands in for ``ask_instance``: says what it is told, and counts."""

    def __init__(self, limits=ROOMY):
        self.limits = limits
        self.hosts = []

    def __call__(self, host):
        self.hosts.append(host)
        if isinstance(self.limits, Exception):
            raise self.limits
        return self.limits


@pytest.fixture
def kept(monkeypatch):
    """Seconds that each value was put into the cache for."""
    seconds = []
    put = cache.set
    monkeypatch.setattr(
        cache,
        "set",
        lambda key, value, timeout: seconds.append(timeout) or put(key, value, timeout),
    )
    return seconds


def test_limits_are_remembered_for_a_day_for_each_server(kept):
    ask = Counted()
    for typed in (HOST, "https://Instance.Example/", HOST):
        assert limits_of(typed, ask) == ROOMY
    assert ask.hosts == [HOST]
    assert kept == [24 * 60 * 60]
    limits_of("other.example", ask)
    assert ask.hosts == [HOST, "other.example"]


def test_a_failure_is_remembered_for_ten_minutes(kept):
    ask = Counted(OSError("no route"))
    assert limits_of(HOST, ask) == limits_of(HOST, ask) == DEFAULT_LIMITS
    assert ask.hosts == [HOST]
    assert kept == [10 * 60]


@pytest.mark.parametrize("typed", ["", "localhost", "127.0.0.1", "a.example/path"])
def test_no_host_is_asked_nothing_and_has_the_usual_limits(typed):
    ask = Counted()
    assert limits_of(typed, ask) == DEFAULT_LIMITS == InstanceLimits(500, 23)
    assert ask.hosts == []


def test_a_cache_that_is_down_is_no_error(monkeypatch):
    def down(key):
        raise ConnectionError

    monkeypatch.setattr(cache, "get", down)
    assert limits_of(HOST, Counted()) == DEFAULT_LIMITS


def test_nothing_tells_which_servers_colleagues_use(monkeypatch, caplog):
    caplog.set_level("DEBUG", logger=mastodon_instance.__name__)
    keys = []
    monkeypatch.setattr(cache, "set", lambda key, value, timeout: keys.append(key))
    limits_of(HOST, Counted(OSError(f"no route to {HOST}")))
    (key,) = keys
    assert HOST not in key
    assert len(key) < 200
    assert HOST not in caplog.text
    assert "OSError" in caplog.text


# Counting by it.


@pytest.fixture
def asked(monkeypatch):
    """Names for which the network asked for limits; each is told ROOMY."""
    hosts = []
    monkeypatch.setattr(mastodon, "limits_of", lambda host: hosts.append(host) or ROOMY)
    return hosts


def test_a_text_is_measured_by_the_limits_of_its_instance(asked):
    there = networks.get("mastodon").at("Instance.example")
    (measure,) = there.measures("a" * 4970, "https://go.example.com/s/Ab3xY9")
    # The text, a line end, and 30 for the link.
    assert (measure.used, measure.limit, measure.over) == (5001, 5000, 1)
    (rule,) = there.browser_rule()["measures"]
    assert (rule["limit"], rule["urlLength"]) == (5000, 30)
    assert there.limit == 5000
    assert asked == ["instance.example"]
    assert networks.get("mastodon").limit == 500


def test_opening_an_instance_asks_it_nothing(asked):
    assert networks.get("mastodon").at(HOST).intent_url("Hi", "")
    assert networks.get("mastodon").measures("Hi", "")[0].limit == 500
    assert asked == []


def test_where_a_site_sets_the_limit_no_instance_is_asked(asked, settings):
    settings.WAGTAIL_ADVOCACY = {"NETWORK_LIMITS": {"mastodon": 750}}
    assert networks.get("mastodon").at(HOST).limit == 750
    assert asked == []
