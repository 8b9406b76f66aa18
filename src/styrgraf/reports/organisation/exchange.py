"""The organisation on a day for programs: JSON, and a drawing in Mermaid."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from styrgraf.namespaces import BASE
from styrgraf.reports.lineage import sources_to_json
from styrgraf.reports.organisation.words import Words
from styrgraf.timeline.dates import around
from styrgraf.timeline.records import Certainty, Role
from styrgraf.timeline.tree import Tree

if TYPE_CHECKING:
    from styrgraf.store import Graph, Iri
    from styrgraf.timeline.records import Left, Organisation, Span, Standing

__all__ = ["organisation_to_json", "organisation_to_mermaid"]

_MERMAID_PLAIN = re.compile(r"[^0-9A-Za-z ,()\u00a0-\ud7ff\ue000-\U0010ffff-]|[°¶]|^-")
_MERMAID_STYLES = (
    "  classDef stretched stroke-dasharray:6 4",
    "  classDef undated stroke-dasharray:2 3,color:#555",
)


def organisation_to_json(graph: Graph, found: Organisation, language: str) -> str:
    """Lay an organisation out as JSON.

    :param graph: the graph.
    :param found: the organisation.
    :param language: ``sv`` or ``en``.
    :returns: things, links, what is left out, counts and sources, with a final line end.
    """
    cited: dict[Iri, None] = {}

    def standing(one: Standing) -> dict[str, Any]:
        before, after = around(one.span, found.as_of) if found.as_of else ("", "")
        cited.update(dict.fromkeys(one.sources))
        return {
            "certainty": one.certainty.value,
            "known": one.known or None,
            "knownBefore": before or None,
            "knownAfter": after or None,
            "notToldOfLater": one.unseen,
            **_span(one.span),
            "sources": list(one.sources),
        }

    content = {
        "asOf": found.as_of,
        "things": [
            {
                "iri": thing.iri,
                "id": thing.iri.removeprefix(BASE),
                "label": graph.label(thing.iri, language),
                "role": thing.role.value,
                "kind": thing.kind,
                **standing(thing.standing),
            }
            for thing in found.things
        ],
        "links": [
            {
                "child": link.child,
                "parent": link.parent,
                "property": link.property,
                "share": link.share or None,
                "whollyOwned": link.wholly,
                **standing(link.standing),
            }
            for link in found.links
        ],
        "leftOut": [_left(graph, left, language) for left in found.left],
        "counts": {
            "things": {certainty.value: found.count_things()[certainty] for certainty in Certainty},
            "links": {certainty.value: found.count_links()[certainty] for certainty in Certainty},
            "notToldOfLater": found.count_unseen(),
        },
    }
    sources = sources_to_json(graph, cited, language)
    return json.dumps({**content, "sources": sources}, ensure_ascii=False, indent=2) + "\n"


def _span(span: Span) -> dict[str, list[str]]:
    return {"from": [one.value for one in span.begins], "until": [one.value for one in span.ends]}


def _left(graph: Graph, left: Left, language: str) -> dict[str, Any]:
    label = graph.label(left.iri, language)
    return {"iri": left.iri, "label": label, "role": left.role.value, "why": left.why.value, **_span(left.span)}


def organisation_to_mermaid(graph: Graph, found: Organisation, language: str) -> str:
    """Draw an organisation as a Mermaid flow chart.

    :param graph: the graph.
    :param found: the organisation.
    :param language: ``sv`` or ``en``.
    :returns: the drawing, with a final line end.
    """
    words = Words(graph, found, language)
    tree = Tree(found)
    owners = {link.parent for link in found.links} - set(tree.things)
    names = {iri: f"n{number}" for number, iri in enumerate([*tree.things, *sorted(owners)], 1)}
    lines = ["flowchart LR"]
    for iri, name in names.items():
        thing = tree.things.get(iri)
        rows = [words.name(iri), words.standing(thing.standing) if thing and thing.role is not Role.CITY else ""]
        lines.append(f'  {name}["{"<br/>".join(_escape(row) for row in rows if row)}"]')
    for iri in tree.things:
        for link in filter(None, (tree.place(iri), *tree.beside(iri))):
            arrow = "-->" if link.standing.certainty is Certainty.CERTAIN else "-.->"
            label = f'|"{_escape(share)}"|' if (share := words.share(link)) else ""
            lines.append(f"  {names[link.parent]} {arrow}{label} {names[link.child]}")
    lines += _MERMAID_STYLES
    for certainty in (Certainty.STRETCHED, Certainty.UNDATED):
        styled = [names[iri] for iri, thing in tree.things.items() if thing.standing.certainty is certainty]
        lines += [f"  class {','.join(styled)} {certainty.value}"] if styled else []
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return _MERMAID_PLAIN.sub(lambda sign: f"#{ord(sign[0])};", " ".join(text.split()))
