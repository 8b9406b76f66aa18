"""Labels that some format could take for more than text, and a graph that bears them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from styrgraf.exports.property_graph import PropertyGraph
from styrgraf.exports.xml_text import xml_safe

#: What a label must not do: run, close a quotation, start a formula, or be read as markup.
NASTY = (
    "<script>alert(1)</script>",
    "</y:NodeLabel></data><evil/>",
    "]]> & &amp; &lt; &#65; &#0;",
    '=HYPERLINK("http://evil","x")',
    "=1+1",
    "@SUM(A1)",
    "+46 40 34 10 00",
    "-1",
    "'quoted",
    '"; DROP TABLE x; --',
    "x') DETACH DELETE n //",
    'a"]; evil [label="b',
    "back\\slash \\N \\G \\",
    "<<b>html</b>>",
    'n1["x"] --> n2',
    '%%{init: {"theme": "dark"}}%%',
    "1. list `code` **bold** _it_ #quot; #35; ﬂ°°34¶ß",
    "- list",
    "https://example.org/?a=1&b=2#c",
    "end",
    "å, ä; ö|\ttab | pipe",
    "line\nbreak\r\nand\rreturn",
    "_x0041_ {a} [b] (c)",
    "\u202eright-to-left \u2028 separator \U0001f600",
    "null \x00 bell \x07 unit \x1f escape \x1b \ufffe",
    " spaces around ",
)

#: Any text, and the worst.
LABELS = st.one_of(st.sampled_from(NASTY), st.text(min_size=1))


def with_labels(drawn: PropertyGraph, labels: list[str]) -> PropertyGraph:
    """Give the first things of a graph other names, as the graph itself would hold them.

    :param drawn: the graph.
    :param labels: the names.
    :returns: the same graph with the names, in both languages.
    """
    named = [
        replace(vertex, label_sv=xml_safe(label), label_en=xml_safe(label))
        for vertex, label in zip(drawn.vertices, labels, strict=False)
    ]
    return replace(drawn, vertices=(*named, *drawn.vertices[len(named) :]))
