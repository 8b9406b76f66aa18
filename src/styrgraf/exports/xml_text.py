"""Text that XML 1.0 can hold, and how it is written in elements and attributes."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

__all__ = ["element", "xml_attribute", "xml_safe", "xml_text"]

# XML 1.0 has no way, not even a reference, to write other characters than these (production 2, Char).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A parser makes a line feed of a bare carriage return, and spaces of line ends and tabs in attributes.
_IN_TEXT = {"\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def xml_safe(text: str) -> str:
    """Put U+FFFD, the replacement character, for each character that XML 1.0 cannot hold.

    :param text: any text.
    :returns: the text, as long as before.
    """
    return _FORBIDDEN.sub("\ufffd", text)


def xml_text(text: str) -> str:
    """Write text for the inside of an element.

    :param text: any text.
    :returns: the text, escaped.
    """
    return escape(xml_safe(text), _IN_TEXT)


def xml_attribute(text: str) -> str:
    """Write text for an attribute in double quotes.

    :param text: any text.
    :returns: the text, escaped, without the quotes.
    """
    return escape(xml_safe(text), _IN_ATTRIBUTE)


def element(name: str, attributes: dict[str, str], content: str = "") -> str:
    """Write an element.

    :param name: its name.
    :param attributes: name to text.
    :param content: what stands in it, already written as XML.
    :returns: the element.
    """
    written = "".join(f' {key}="{xml_attribute(text)}"' for key, text in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"
