"""Drawings that people upload, made harmless.

An SVG is a document that browsers run: it can hold scripts, fetch from elsewhere and
name files of the server (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
So it is read by a parser that knows no entities, and written anew from lists of what
may be in it: whatever these do not name is gone, whether it is known to be bad or not.
What is written has no script, link, style sheet, animation or text of a document type,
and refers to nothing but itself; so it is as harmless opened by itself as in a page.
"""

import codecs
import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _


# A badge is a drawing of a few kilobytes; these leave room for what programs add.
MOST_BYTES = 256 * 1024
MOST_ELEMENTS = 5_000
MOST_DEPTH = 64
# Parts that are drawn, once each reference is followed: ten that use ten others that
# use ten others would be a small file that no browser ever finishes.
MOST_DRAWN = 50_000
# Longest value of an attribute that is not the course of a line, in characters.
MOST_CHARACTERS = 2_000

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

SHAPES = {
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
}
# Of these alone is the text between them kept.
TEXTS = {"title", "desc", "text", "tspan"}

# Plain values: numbers, lengths, colours and names.
ATTRIBUTES = {
    "id",
    "viewBox",
    "version",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "fr",
    "dx",
    "dy",
    "rotate",
    "d",
    "points",
    "pathLength",
    "transform",
    "preserveAspectRatio",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "patternUnits",
    "patternContentUnits",
    "patternTransform",
    "clipPathUnits",
    "maskUnits",
    "maskContentUnits",
    "textLength",
    "lengthAdjust",
    "role",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
}
# Those that can also be said in a style.
PROPERTIES = {
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "opacity",
    "color",
    "clip-path",
    "clip-rule",
    "mask",
    "stop-color",
    "stop-opacity",
    "display",
    "visibility",
    "overflow",
    "paint-order",
    "shape-rendering",
    "vector-effect",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "text-anchor",
    "dominant-baseline",
    "letter-spacing",
}
# The course of a line may be long.
LINES = {"d", "points"}

# Letters, numbers, lists, colours, functions: no quotes that CSS could end, no colon
# of an address, no escape, no @.
PLAIN = re.compile(r"[\w\s#%.,()+\-*/]*")
# What functions may be called in it.
FUNCTION = re.compile(r"([\w-]+)\s*\(")
FUNCTIONS = {
    "matrix",
    "translate",
    "scale",
    "rotate",
    "skewx",
    "skewy",
    "rgb",
    "rgba",
    "hsl",
    "hsla",
}
FRAGMENT = re.compile(r"#[\w.\-]+")
# A colour, clip or gradient of the drawing's own, and what to do without it.
OWN_URL = re.compile(r"""url\(\s*(["']?)(#[\w.\-]+)\1\s*\)(\s+[\w#-]+)?""")

# What either of the two refers to.
REFERENCE = re.compile(r"^(?:url\(\s*[\"']?)?#([\w.\-]+)[\"']?\s*\)?")


class Refused(ValueError):
    """A drawing that is not taken; the message says why and what to do."""


def clean(content: bytes) -> bytes:
    """Return a drawing without anything that could run, fetch, or move.

    Cleaning what is clean changes nothing.

    :raises Refused: it is no SVG, too large, or built to be harmful.
    """
    if len(content) > MOST_BYTES:
        raise Refused(
            _("The drawing is larger than %(kilobytes)s KB. Save it as “plain SVG”.")
            % {"kilobytes": MOST_BYTES // 1024}
        )
    root = _read(content)
    if root.tag not in ("svg", f"{{{SVG}}}svg"):
        raise Refused(_("This file is no SVG. Choose an SVG or a PNG."))
    if any(_local_name(element) == "style" for element in root.iter()):
        raise Refused(
            _(
                "The drawing has a style sheet, and would lose its colours without it."
                " Export it with “presentation attributes”, or as a PNG."
            )
        )
    cleaned = Element("svg", {"xmlns": SVG, **_attributes(root)})
    _copy(root, cleaned)
    if len(cleaned) == 0:
        raise Refused(
            _("Nothing is left of this drawing once what could do harm is taken out.")
        )
    _check_references(cleaned)
    return tostring(cleaned, encoding="utf-8", xml_declaration=False)


def _read(content: bytes) -> Element:
    """Return the root of a document that is neither deep nor large."""
    if not content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        raise Refused(_("This file is no SVG. Choose an SVG or a PNG."))
    if not _is_utf_8(content):
        raise Refused(_("The drawing is not written in UTF-8. Save it once more."))
    depth = elements = 0
    root: Element | None = None
    try:
        # Neither a document type nor entities, declared or external, are read.
        for event, element in iterparse(
            io.BytesIO(content), events=("start", "end"), forbid_dtd=True
        ):
            if event == "end":
                depth -= 1
                continue
            root = element if root is None else root
            depth += 1
            elements += 1
            if depth > MOST_DEPTH or elements > MOST_ELEMENTS:
                raise Refused(
                    _("The drawing has too many parts. Save a simpler one, or a PNG.")
                )
    except DefusedXmlException:
        raise Refused(
            _(
                "The drawing has a document type or entities, which are not taken. Save"
                " it as “plain SVG”."
            )
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_("This file is no SVG. Choose an SVG or a PNG.")) from None
    if root is None:
        raise Refused(_("This file is no SVG. Choose an SVG or a PNG."))
    return root


def _is_utf_8(content: bytes) -> bool:
    """Whether a document is what it looks like to whoever reads it as UTF-8.

    Other encodings are how the same bytes are one thing to us and another to a browser.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    declared = re.match(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""", text)
    name = declared.group(1).lower() if declared else "utf-8"
    return "\0" not in text and name in ("utf-8", "utf8", "us-ascii", "ascii")


def _local_name(element: Element) -> str:
    # Comments and instructions have functions for names.
    name = element.tag if isinstance(element.tag, str) else ""
    return name.rpartition("}")[2].lower()


def _check_references(root: Element) -> None:
    """Refuse a drawing whose parts refer to each other without end, or nearly.

    :raises Refused: it is such a one.
    """
    named: dict[str, Element] = {}
    for element in root.iter():
        name = element.get("id")
        # Programs do not agree on which of two is meant.
        if name and named.setdefault(name, element) is not element:
            raise Refused(
                _(
                    "Two parts of this drawing have the same id, “%(id)s”. Give one of"
                    " them another, or save it as a PNG."
                )
                % {"id": name}
            )
    drawn: dict[Element, int] = {}
    # Referred to on the way to what is looked at.
    open_: set[Element] = set()

    def count(element: Element) -> int:
        if element in open_:
            raise Refused(
                _("The parts of this drawing refer to each other in a circle.")
            )
        if len(open_) > MOST_DEPTH:
            raise Refused(
                _("The drawing has too many parts. Save a simpler one, or a PNG.")
            )
        if element not in drawn:
            open_.add(element)
            number = 1 + sum(count(child) for child in element)
            for name, value in element.attrib.items():
                reference = REFERENCE.search(value) if name != "id" else None
                target = named.get(reference.group(1)) if reference else None
                if target is not None:
                    number += count(target)
            open_.discard(element)
            drawn[element] = number
        return drawn[element]

    if count(root) > MOST_DRAWN:
        raise Refused(
            _("The drawing has too many parts. Save a simpler one, or a PNG.")
        )


def _copy(source: Element, target: Element) -> None:
    if target.tag in TEXTS:
        target.text = _text(source.text)
    for child in source:
        name = _name(child)
        if name is None:
            continue
        copied = SubElement(target, name, _attributes(child))
        _copy(child, copied)
        if target.tag in TEXTS:
            copied.tail = _text(child.tail)


def _text(text: str | None) -> str | None:
    # Whoever reads it again finds it as another end of a line.
    return text.replace("\r", " ") if text else None


def _name(element: Element) -> str | None:
    """Return what an element is called in SVG; ``None``: it may not be here."""
    name = element.tag.removeprefix(f"{{{SVG}}}")
    return name if name in SHAPES and name != "svg" else None


def _attributes(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        if name in ("href", f"{{{XLINK}}}href"):
            # Only what can refer has it: <use>, and gradients that go on from others.
            if FRAGMENT.fullmatch(value):
                found["href"] = value
        elif name == "style":
            found.update(_properties(value))
        elif name in ATTRIBUTES and _is_plain(name, value):
            found[name] = value
        elif name in PROPERTIES and _is_property(value.strip()):
            found.setdefault(name, value.strip())
    return dict(sorted(found.items()))


def _properties(style: str) -> Iterator[tuple[str, str]]:
    """Yield what a style says, to be said by attributes."""
    if "\\" in style or "/*" in style:
        return
    for one in style.split(";"):
        name, _colon, value = one.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name in PROPERTIES and _is_property(value):
            yield name, value


def _is_property(value: str) -> bool:
    return _is_plain("", value) or OWN_URL.fullmatch(value) is not None


def _is_plain(name: str, value: str) -> bool:
    if name in LINES:
        return re.fullmatch(r"[\d\sMmLlHhVvCcSsQqTtAaZzEe.,+\-]*", value) is not None
    if name == "aria-label":
        return len(value) <= MOST_CHARACTERS
    if len(value) > MOST_CHARACTERS or PLAIN.fullmatch(value) is None:
        return False
    return all(called.lower() in FUNCTIONS for called in FUNCTION.findall(value))
