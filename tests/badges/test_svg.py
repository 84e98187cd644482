import re

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from wagtail_advocacy.badges import svg


CIRCLE = '<circle cx="5" cy="5" r="4" fill="#0a7"/>'
START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
LAUGHS = "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10)
)
# Ten times ten times ten …
USES = "".join(
    f'<g id="u{number}">' + f'<use href="#u{number - 1}"/>' * 10 + "</g>"
    for number in range(1, 12)
)
# Names that come once more, where the last of a name would be nothing.
EMPTY = "".join(f'<g id="u{number}"/>' for number in range(12))


def patterns(reference):
    """Return ten shapes filled with ten shapes filled with ten shapes …"""
    return "".join(
        f'<pattern id="p{number}">'
        + f'<path d="M0 0" {reference.format(number - 1)}/>' * 10
        + "</pattern>"
        for number in range(1, 12)
    )


def drawing(inside=CIRCLE, *, before="", start=START):
    return f"{before}{start}{inside}</svg>".encode()


# What is taken out; the circle beside it stays.
CLEANED = {
    "script": "<script>alert(1)</script>",
    "script with CDATA": "<script><![CDATA[alert(1)]]></script>",
    "script of a prefix": (
        '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'
    ),
    "script of XHTML": (
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'
    ),
    "script from elsewhere": '<script href="https://evil.example/x.js"/>',
    "script inside a shape": "<g><path d='M0 0'><script>alert(1)</script></path></g>",
    "event handler": '<g onclick="alert(1)"><path d="M0 0"/></g>',
    "event handler with a capital": '<g onLoad="alert(1)"/>',
    "foreignObject": "<foreignObject><body onload='alert(1)'/></foreignObject>",
    "iframe": (
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>'
    ),
    "link": '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
    "link with whitespace": '<a href=" java&#10;script:alert(1)"><text>x</text></a>',
    "link with entities": '<a href="&#106;avascript&#58;alert(1)"><text>x</text></a>',
    "image": '<image href="https://evil.example/track.png"/>',
    "image of old": (
        '<image xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xlink:href="file:///etc/passwd"/>'
    ),
    "image as data": '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    "use of elsewhere": '<use href="https://evil.example/x.svg#a"/>',
    "use of old of elsewhere": (
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="//evil.example/x.svg#a"/>'
    ),
    "use as data": '<use href="data:image/svg+xml,&lt;svg/&gt;#x"/>',
    "use of a script": '<use href="javascript:alert(1)#x"/>',
    "fill from elsewhere": '<path d="M0 0" fill="url(https://evil.example/#a)"/>',
    "fill in a style from elsewhere": (
        '<path d="M0 0" style="fill: url(//evil.example/x)"/>'
    ),
    "filter from elsewhere": '<g filter="url(https://evil.example/x#f)"/>',
    "import in a style": '<g style="@import url(https://evil.example/x.css)"/>',
    "expression in a style": '<g style="fill: expression(alert(1))"/>',
    "escapes in a style": r'<g style="fill: u\72l(https://evil.example/x)"/>',
    "comment in a style": '<g style="fill: ur/**/l(https://evil.example/x)"/>',
    "image-set": "<g style=\"mask: image-set('https://evil.example/x' 1x)\"/>",
    "variable": '<g fill="var(--x, url(https://evil.example/))"/>',
    "animation of an address": (
        '<use href="#a"><animate attributeName="href" to="javascript:alert(1)"/></use>'
    ),
    "set": '<g><set attributeName="onclick" to="alert(1)"/></g>',
    "handler": "<handler type='application/ecmascript'>alert(1)</handler>",
    "listener": "<listener event='load' handler='#x'/>",
    "style sheet beside": "<?xml-stylesheet href='https://evil.example/x.css'?>",
    "comment": "<!-- <script>alert(1)</script> -->",
    "base": '<g xml:base="https://evil.example/"><use href="#a"/></g>',
    "title with markup": (
        "<title><h:img xmlns:h='http://www.w3.org/1999/xhtml' src='x'/>A</title>"
    ),
    "filter": "<filter id='f'><feImage href='https://evil.example/x'/></filter>",
    "metadata": "<metadata><x xmlns='urn:x'>Made by Ada, on her machine</x></metadata>",
    "nested drawing": '<svg onload="alert(1)"><script>alert(1)</script></svg>',
}

REFUSED = {
    "nothing": b"",
    "a text": b"Hello.",
    "a page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a page that is XML": b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "not closed": START.encode(),
    "two roots": drawing() + drawing(),
    "nothing left": drawing("<script>alert(1)</script>"),
    "a document type": drawing(before="<!DOCTYPE svg>"),
    "a document type from elsewhere": drawing(
        before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
        ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    ),
    "an entity": drawing("&x;", before='<!DOCTYPE svg [<!ENTITY x "y">]>'),
    "a file of the server": drawing(
        "<text>&x;</text>",
        before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "an entity of parameters": drawing(
        before='<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://evil.example/x"> %x;]>'
    ),
    "a billion laughs": drawing(
        "<text>&l9;</text>", before=f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'
    ),
    "a quadratic one": drawing(
        "<text>" + "&x;" * 1000 + "</text>",
        before=f'<!DOCTYPE svg [<!ENTITY x "{"ha" * 1000}">]>',
    ),
    "a billion uses": drawing(f'<g id="u0">{CIRCLE}</g>{USES}<use href="#u11"/>'),
    "a billion uses behind names that come twice": drawing(
        f'<g id="u0">{CIRCLE}</g>{USES}<use href="#u11"/>{EMPTY}'
    ),
    "a billion patterns": drawing(patterns('fill="url(#p{})"')),
    "a billion patterns behind a space": drawing(patterns('fill=" url(#p{})"')),
    "a billion patterns behind a space that does not break": drawing(
        patterns('fill="&#160;url(#p{})"')
    ),
    "a circle of uses": drawing('<g id="a"><use href="#a"/></g>'),
    "a circle of patterns": drawing(
        '<pattern id="p"><rect fill="url(#p)" width="1" height="1"/></pattern>'
    ),
    "a long chain of uses": drawing(
        "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(2_000))
    ),
    "too deep": drawing("<g>" * 100 + CIRCLE + "</g>" * 100),
    "much too deep": drawing("<g>" * 30_000 + "</g>" * 30_000),
    "too many": drawing(CIRCLE * 5001),
    "too large": drawing(f"<!--{'x' * svg.MOST_BYTES}-->" + CIRCLE),
    "a style sheet": drawing("<style>@import url(//evil.example/x);</style>" + CIRCLE),
    "a style sheet of a prefix": drawing(
        f'<s:style xmlns:s="http://www.w3.org/2000/svg">.a{{}}</s:style>{CIRCLE}'
    ),
    "UTF-16": drawing().decode().encode("utf-16"),
    "UTF-16 without a mark": drawing().decode().encode("utf-16-le"),
    "UTF-7": drawing(
        before='<?xml version="1.0" encoding="utf-7"?>',
        inside=CIRCLE + "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    ),
    "latin 1": drawing(before='<?xml version="1.0" encoding="iso-8859-1"?>'),
    "not what it says": drawing(f"<title>{chr(233)}</title>{CIRCLE}")
    .decode()
    .encode("latin-1"),
    "a compressed one": b"\x1f\x8b\x08\x00" + b"\x00" * 40,
}


def check(cleaned):
    """Assert that a drawing has nothing in it but what the lists name."""
    text = cleaned.decode("utf-8")
    assert "<!" not in text
    assert "<?" not in text
    root = fromstring(text)
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{svg.SVG}}}")
        assert name in svg.SHAPES
        for key, value in element.attrib.items():
            assert key in svg.ATTRIBUTES | svg.PROPERTIES | {"href"}
            if key == "href":
                assert re.fullmatch(r"#[\w.\-]+", value)
            if "url" in value and key != "aria-label" and "(" in value:
                assert re.match(r"""\s*url\(\s*["']?#""", value)
            if key != "aria-label":
                assert ":" not in value
                assert "\\" not in value
                assert "@" not in value


@pytest.mark.parametrize("inside", CLEANED.values(), ids=CLEANED)
def test_what_could_do_harm_is_taken_out(inside):
    cleaned = svg.clean(drawing(inside + CIRCLE))
    check(cleaned)
    text = cleaned.decode().lower()
    for word in ("alert", "evil", "script", "passwd", "data:", "import", "ada"):
        assert word not in text
    assert "<circle" in text
    assert svg.clean(cleaned) == cleaned


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_harmless_drawing_is_refused_in_words(content):
    with pytest.raises(svg.Refused) as refused:
        svg.clean(content)
    assert re.match(r"[A-Z].+\.$", str(refused.value))


def test_handlers_of_the_drawing_itself_go():
    start = START.replace("<svg", '<svg onload="alert(1)" style="fill:url(//x)"')
    assert b"alert" not in svg.clean(drawing(start=start))


def test_a_drawing_without_a_namespace_gets_it():
    assert svg.clean(drawing(start="<svg>")).startswith(b'<svg xmlns="http://www.w3')


def test_a_good_drawing_looks_the_same():
    inside = (
        '<title id="t">Five answers &amp; more — merci</title>'
        '<defs><linearGradient id="g" gradientTransform="rotate(45)">'
        '<stop offset="0%" stop-color="rgb(1, 2, 3)"/></linearGradient>'
        '<linearGradient id="h" href="#g"/><clipPath id="c"><use href="#q"/></clipPath>'
        "</defs>"
        '<path id="p" d="M1.5-2e3,4 a1 1 0 01.5.5z" fill="url(#g)"'
        ' transform="translate(1 2) scale(.5)" clip-path="url(#c)"/>'
        '<text x="1" y="2" font-size="4" text-anchor="middle">5 <tspan>×</tspan></text>'
    )
    cleaned = svg.clean(drawing(inside))
    before, after = fromstring(drawing(inside)), fromstring(cleaned)
    assert [e.tag for e in before.iter()] == [e.tag for e in after.iter()]
    assert [e.attrib for e in before.iter()] == [e.attrib for e in after.iter()]
    assert list(before.itertext()) == list(after.itertext())


def test_a_style_becomes_attributes():
    text = svg.clean(drawing('<g style="fill: #fff; -x-y: 1; stroke:url(#a)"/>'))
    assert b'<g fill="#fff" stroke="url(#a)" />' in text


def test_parts_that_have_no_name_have_not_the_same_one():
    assert svg.clean(drawing('<g id=""/><g id=""/>')).count(b"<g") == 2


WORDS = st.sampled_from(
    [
        "url(#a)",
        "url(//x)",
        "javascript:alert(1)",
        "data:text/html,x",
        "#a",
        "red",
        "1 2 3",
        "&#106;",
        "&lt;script&gt;",
        "&#13;",
        "\\75rl(x)",
        "expression(1)",
        "fill: url(x); stroke: red",
        "",
    ]
)
TEXT = st.one_of(
    WORDS,
    st.text("aé\u202e\ufffd/*\\@:;#()., 0", max_size=8),
)
NAMES = st.sampled_from(
    [
        *["href", "xlink:href", "style", "fill", "onclick", "id", "class", "d"],
        *["clip-path", "mask", "transform", "xml:base", "aria-label", "filter", "x"],
    ]
)
TAGS = st.sampled_from(
    [
        *["g", "use", "path", "text", "title", "script", "foreignObject", "image"],
        *["a", "animate", "set", "svg", "svg:script", "h:body", "defs", "pattern"],
    ]
)


@st.composite
def elements(draw, depth=3):
    tag = draw(TAGS)
    attributes = draw(st.dictionaries(NAMES, TEXT, max_size=3))
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    inside = draw(TEXT)
    if depth:
        inside += "".join(draw(st.lists(elements(depth=depth - 1), max_size=3)))
    return f"<{tag}{written}>{inside}</{tag}>"


PREFIXES = (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="http://www.w3.org/2000/svg"'
    ' xmlns:h="http://www.w3.org/1999/xhtml"'
)


@given(inside=st.lists(elements(), max_size=4))
def test_nothing_comes_out_that_no_list_names(inside):
    start = START.replace("<svg", f"<svg{PREFIXES}")
    try:
        cleaned = svg.clean(drawing("".join(inside), start=start))
    except svg.Refused:
        return
    check(cleaned)
    assert svg.clean(cleaned) == cleaned


@given(content=st.binary(max_size=200))
def test_any_bytes_are_cleaned_or_refused(content):
    for whole in (content, START.encode() + content + b"</svg>"):
        try:
            check(svg.clean(whole))
        except svg.Refused:
            continue
