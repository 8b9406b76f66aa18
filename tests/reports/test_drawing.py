from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from small_graphs import MakeRoot
from styrgraf.lineage import Lineage, identify, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.drawing import lineage_to_svg
from styrgraf.reports.drawing.layers import Layout, Link, lay_out
from styrgraf.reports.drawing.ordering import count_crossings, reduce_crossings
from styrgraf.reports.drawing.scene import Shape
from styrgraf.reports.drawing.spacing import pool
from styrgraf.reports.drawing.style import DARK, LIGHT, Palette
from styrgraf.reports.drawing.words import width, wrap
from styrgraf.store import Graph, Iri

SVG = "{http://www.w3.org/2000/svg}"
CASE = Iri(f"{BASE}case/STK-2023-822")
KINDS = ("Decision", "Assignment", "Proposal", "Appropriation", "Transfer", "Initiative", "Decision")
PROPERTIES = ("prov:wasDerivedFrom", "sg:followsFrom")


def _drawn(graph: Graph, lineage: Lineage) -> ET.Element:
    return ET.fromstring(lineage_to_svg(graph, lineage))


def _generated(make_root: MakeRoot, count: int, extra: str = "") -> tuple[Graph, Lineage]:
    """Trace a lineage of about as many things: each comes of one or two earlier ones."""
    dice = random.Random(count)
    facts = []
    for number in range(1, count):
        kind = KINDS[number % len(KINDS)]
        facts.append(f'<thing/{number}> a sg:{kind} ; skos:prefLabel "sak {number} om skolornas lokaler"@sv .')
        for _ in range(dice.choice((1, 1, 2))):
            earlier = dice.randrange(max(0, number - 40), number)
            facts.append(f"<thing/{number}> {dice.choice(PROPERTIES)} <thing/{earlier}> .")
    text = f"""
    <document/a> {{ <document/a> a sg:Document . <document/a#s-1> a sg:Passage ; sg:passageOf <document/a> . }}
    <document/a#s-1> {{ <thing/0> a sg:Decision ; skos:prefLabel "ursprunget"@sv . {" ".join(facts)} {extra} }}"""
    graph = open_graph(make_root(a=text))
    return graph, trace_lineage(graph, Iri(f"{BASE}thing/0"))


def _boxes(root: ET.Element) -> dict[str, tuple[float, float, float, float]]:
    """Find where the cards stand on the paper, with the shifts of the groups that they stand in."""
    found: dict[str, tuple[float, float, float, float]] = {}

    def walk(element: ET.Element, x: float, y: float) -> None:
        if shift := re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", "")):
            x, y = x + float(shift[1]), y + float(shift[2])
        if "node" in element.get("class", "").split():
            path = element.find(f"{SVG}path")
            assert path is not None
            found[element.attrib["data-id"]] = (
                x,
                y,
                float(path.attrib["data-width"]),
                float(path.attrib["data-height"]),
            )
        for child in element:
            walk(child, x, y)

    walk(root, 0.0, 0.0)
    return found


def _classes(element: ET.Element) -> set[str]:
    return set(element.get("class", "").split())


def _with_class(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if name in _classes(element))


def _words(element: ET.Element) -> str:
    return " ".join(text.text or "" for text in element.iter(f"{SVG}text"))


def _assert_apart(boxes: dict[str, tuple[float, float, float, float]], wide: float, high: float) -> None:
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
        assert apart, f"{one} overlaps {other}"
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= high for x, y, w, h in boxes.values())


def _assert_whole(lineage: Lineage, root: ET.Element) -> None:
    shown = {element.attrib["data-id"] for element in root.iter() if "data-id" in element.attrib}
    assert {node.id for node in lineage.nodes} <= shown
    edges = [(edge.later, edge.earlier, edge.property) for edge in lineage.edges]
    drawn = [
        (element.attrib["data-later"], element.attrib["data-earlier"], element.attrib["data-property"])
        for element in root.iter()
        if "data-later" in element.attrib
    ]
    assert sorted(drawn) == sorted(edges)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_node_and_edge_of_the_case_is_drawn(texts: Graph, language: str) -> None:
    lineage = trace_lineage(texts, CASE, language=language)
    root = _drawn(texts, lineage)
    _assert_whole(lineage, root)
    _assert_apart(_boxes(root), float(root.attrib["width"]), float(root.attrib["height"]))


def test_the_case_is_told_by_shape_and_words(texts: Graph) -> None:
    root = _drawn(texts, trace_lineage(texts, CASE))
    nodes = {element.attrib["data-id"].removeprefix(BASE): element for element in _with_class(root, "node")}
    transfer, proposal = nodes["transfer/STK-2023-822/1"], nodes["proposal/STK-2023-822/1"]
    assert {"money", "dashed", "focus"} <= _classes(transfer)
    assert "2\u00a0000\u00a0000\u00a0kr" in _words(transfer)
    assert {"proposal", "dashed"} <= _classes(proposal)
    assert "föreslaget av: kommunstyrelsens arbetsutskott" in _words(proposal)
    decision = nodes["decision/kommunstyrelsen/2022/130"]
    assert {"decision", "hollow"} <= _classes(decision)
    assert "beslutat av: kommunstyrelsen" in _words(decision)
    parts = list(_with_class(nodes["assignment/STK-2022-82"], "part"))
    assert len(parts) == 11
    assert "11. Forskningsgrund" in _words(parts[-1]) or "Forskningsgrund" in _words(parts[-1])
    derived = [element for element in _with_class(root, "who") if "derived" in _classes(element)]
    assert {_words(element) for element in derived} == {"rör ansvar hos: HR-avdelningen"}
    outlines = [element for shape in Shape for element in _with_class(root, shape.value)]
    assert outlines


def test_what_was_planned_stands_furthest_to_the_right_and_what_is_missing_is_hollow(texts: Graph) -> None:
    root = _drawn(texts, trace_lineage(texts, CASE))
    boxes = _boxes(root)
    right = max(x for x, *_ in boxes.values())
    last = [
        name.removeprefix(BASE) for name, box in sorted(boxes.items(), key=lambda item: item[1][1]) if box[0] == right
    ]
    assert last == [
        "meeting/kommunstyrelsens-arbetsutskott/2023-11-27",
        "meeting/kommunstyrelsen/2023-12-06",
        f"gap/no-decision/{BASE}proposal/STK-2023-822/1",
    ]
    missing = [element for element in _with_class(root, "node") if "missing" in _classes(element)]
    assert len(missing) == 2
    assert all({"dashed", "hollow"} <= _classes(element) and "?" in _words(element) for element in missing)
    assert any("Ingen beslutsparagraf hittad" in _words(element) for element in missing)


def test_arrows_go_from_the_earlier_to_the_later_and_are_read_along(texts: Graph) -> None:
    root = _drawn(texts, trace_lineage(texts, CASE))
    boxes = _boxes(root)
    told = set()
    for edge in _with_class(root, "edge"):
        earlier, later = boxes[edge.attrib["data-from"]], boxes[edge.attrib["data-to"]]
        assert earlier[0] + earlier[2] < later[0]
        title = edge.find(f"{SVG}title")
        assert title is not None
        assert title.text
        told.add((_words(edge), title.text.partition(" – ")[2]))
    assert ("finansieras av", "finansierar – stärka chefs- och ledarskapet (läst)") in told


@pytest.mark.parametrize("count", [10, 300])
def test_no_cards_overlap_and_nothing_is_lost(make_root: MakeRoot, count: int) -> None:
    graph, lineage = _generated(make_root, count)
    assert len(lineage.nodes) > count * 0.9
    root = _drawn(graph, lineage)
    _assert_whole(lineage, root)
    _assert_apart(_boxes(root), float(root.attrib["width"]), float(root.attrib["height"]))


def test_a_drawing_is_the_same_from_run_to_run(texts: Graph) -> None:
    first = lineage_to_svg(texts, trace_lineage(texts, CASE))
    graph = open_graph()
    assert lineage_to_svg(graph, trace_lineage(graph, CASE)) == first


def test_a_cycle_is_drawn_with_the_arrowhead_at_the_later_end(make_root: MakeRoot) -> None:
    extra = "<thing/0> sg:followsFrom <thing/5> , <thing/0> ."
    graph, lineage = _generated(make_root, 6, extra)
    assert lineage.cycles
    root = _drawn(graph, lineage)
    _assert_whole(lineage, root)
    _assert_apart(_boxes(root), float(root.attrib["width"]), float(root.attrib["height"]))
    back = list(_with_class(root, "edge"))
    assert sum("back" in _classes(edge) for edge in back) >= 2


def test_labels_that_look_like_markup_stay_text(make_root: MakeRoot) -> None:
    evil = "<script>alert(1)</script> ]]> &amp; \\u0001 </title>"
    extra = f'<thing/1> skos:prefLabel "{evil}"@sv . <thing/1> sg:followsFrom <thing/0> .'
    graph, lineage = _generated(make_root, 1, f"<thing/1> a sg:Proposal . {extra}")
    root = _drawn(graph, lineage)
    assert not list(root.iter(f"{SVG}script"))
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any("<script>alert(1)</script> ]]> &amp; \N{REPLACEMENT CHARACTER} </title>" in title for title in titles)


def test_agents_are_lines_in_cards_unless_they_are_what_is_asked_for(texts: Graph) -> None:
    focus = identify(texts, "kommunstyrelsen")
    lineage = trace_lineage(texts, focus)
    root = _drawn(texts, lineage)
    _assert_whole(lineage, root)
    agents = [element.attrib["data-id"] for element in _with_class(root, "node") if "agent" in _classes(element)]
    assert focus in agents


@pytest.mark.parametrize("direction", ["up", "down", "both"])
def test_parts_that_are_reached_are_listed_in_their_whole(texts: Graph, direction: str) -> None:
    lineage = trace_lineage(texts, identify(texts, "KS 2022 § 130"), direction=direction)
    root = _drawn(texts, lineage)
    _assert_whole(lineage, root)
    parts = list(_with_class(root, "part"))
    assert len(parts) == (0 if direction == "up" else 11)


def test_a_thing_without_lineage_has_a_drawing(texts: Graph) -> None:
    lineage = trace_lineage(texts, identify(texts, "Carina Tempel"))
    root = _drawn(texts, lineage)
    assert len(_boxes(root)) == len(lineage.nodes)


def test_a_drawing_stands_alone_and_has_a_text_alternative(texts: Graph) -> None:
    text = lineage_to_svg(texts, trace_lineage(texts, CASE))
    root = ET.fromstring(text)
    assert not re.search(r"(href|src)=|@import|url\(", text)
    assert root.get("role") == "img"
    named = {element.get("id") for element in root.iter()}
    assert set(root.attrib["aria-labelledby"].split()) <= named
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert "finansierar" in (description.text or "")
    assert all(node.find(f"{SVG}title") is not None for node in _with_class(root, "node"))
    style = root.find(f"{SVG}style")
    assert style is not None
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", style.text or "")]
    assert min(sizes) >= 11
    assert "@media screen and (prefers-color-scheme: dark)" in (style.text or "")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_outlines_stand_out(palette: Palette) -> None:
    grounds = {palette.paper, palette.zone, *palette.fills.values()}
    for ground in grounds:
        assert _contrast(palette.ink, ground) >= 4.5
        assert _contrast(palette.quiet, ground) >= 4.5
        assert _contrast(palette.line, ground) >= 3
    for shape in Shape:
        assert _contrast(palette.strokes[shape], palette.paper) >= 3
        assert _contrast(palette.strokes[shape], palette.fills[shape]) >= 3


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def _lay_out(links: list[tuple[str, str]], last: frozenset[str] = frozenset()) -> Layout:
    names = list(dict.fromkeys(name for link in links for name in link))
    return lay_out(dict.fromkeys(names, (100.0, 40.0)), [Link(*link, 30.0) for link in links], last)


def test_columns_follow_the_longest_path_and_origins_stand_near_what_they_lead_to() -> None:
    layout = _lay_out([("a", "b"), ("b", "c"), ("a", "c"), ("d", "c"), ("d", "e")], frozenset({"e"}))
    assert {name: box.layer for name, box in layout.boxes.items()} == {"a": 0, "b": 1, "c": 2, "d": 1, "e": 3}


def test_routes_end_at_their_boxes_and_do_not_run_across_others() -> None:
    dice = random.Random(7)
    links = [(str(dice.randrange(later)), str(later)) for later in range(1, 60) for _ in range(2)]
    layout = _lay_out(links)
    for (earlier, later), route in zip(links, layout.routes, strict=True):
        assert route is not None
        start, end = layout.boxes[earlier], layout.boxes[later]
        assert route.x == start.x + start.width
        assert start.y < route.y < start.y + start.height
        assert route.end == end.x
        assert end.y < route.hops[-1].y < end.y + end.height
        for hop, following in pairwise(route.hops):
            crossed = [
                box
                for box in layout.boxes.values()
                if hop.end <= box.x <= following.start and box.y <= hop.y <= box.y + box.height
            ]
            assert crossed == []


def test_an_empty_layout_is_empty() -> None:
    assert lay_out({}, []).boxes == {}


def test_crossings_are_taken_away() -> None:
    pairs = [(0, 5), (1, 4), (2, 3)]
    columns = reduce_crossings([[0, 1, 2], [3, 4, 5]], pairs)
    after = {left: [right] for left, right in pairs}
    assert count_crossings([[0, 1, 2], [3, 4, 5]], after) == 3
    assert count_crossings(columns, after) == 0


def test_pooling_keeps_the_order() -> None:
    assert pool([3.0, 1.0, 2.0, 5.0], [1.0, 1.0, 1.0, 1.0]) == [2.0, 2.0, 2.0, 5.0]


def test_words_are_broken_to_fit() -> None:
    lines = wrap("överföring av medel till kommunstyrelsens förfogande och ett_ord_som_aldrig_tar_slut", 120, 13, 4)
    assert len(lines) == 4
    assert lines[-1].endswith("…")
    assert all(width(line, 13) <= 120 for line in lines)
    assert wrap("", 120, 13, 2) == ("",)
