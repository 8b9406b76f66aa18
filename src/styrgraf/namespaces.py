"""The namespaces of the graph, and how its IRIs are made.

The IRI forms are those of the model (docs/model.md): vocabulary ``sg:``, concepts
``concept/<scheme>/<notation>``, things ``id/<kind>/…``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BASE", "CONCEPT", "PREFIXES", "SG", "SITE", "Namespace", "expand", "shorten", "slug"]

SITE = "https://w3id.org/styrgraf/"
CONCEPT = f"{SITE}concept/"
#: The base of data files: ``<body/kommunstyrelsen>`` is relative to it.
BASE = f"{SITE}id/"


class Namespace:
    """A namespace whose attributes are the IRIs of its terms: ``SG.Decision``.

    :param iri: the namespace IRI.
    """

    __slots__ = ("_iri",)

    def __init__(self, iri: str) -> None:
        self._iri = iri

    def __getattr__(self, name: str) -> str:
        return self[name]

    def __getitem__(self, name: str) -> str:
        """Give the IRI of a term whose name Python keeps for itself: ``SG["from"]``."""
        return f"{self._iri}{name}"

    def __str__(self) -> str:
        return self._iri


SG = Namespace(f"{SITE}ns#")

#: Prefixes of every file of the project; a data file adds ``p:`` for the passages of its document.
PREFIXES: Mapping[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "m8g": "http://data.europa.eu/m8g/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sg": str(SG),
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": f"{SITE}shape/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "abbreviation": f"{CONCEPT}abbreviation/",
    "alliance-type": f"{CONCEPT}alliance-type/",
    "assignment-status": f"{CONCEPT}assignment-status/",
    "body-type": f"{CONCEPT}body-type/",
    "certainty": f"{CONCEPT}certainty/",
    "change-type": f"{CONCEPT}change-type/",
    "decision-outcome": f"{CONCEPT}decision-outcome/",
    "document-type": f"{CONCEPT}document-type/",
    "enterprise-type": f"{CONCEPT}enterprise-type/",
    "group-role": f"{CONCEPT}group-role/",
    "measure": f"{CONCEPT}measure/",
    "meeting-status": f"{CONCEPT}meeting-status/",
    "member-category": f"{CONCEPT}member-category/",
    "money-status": f"{CONCEPT}money-status/",
    "post-role": f"{CONCEPT}post-role/",
    "procedure-step": f"{CONCEPT}procedure-step/",
    "topic": f"{CONCEPT}topic/",
    "unit-type": f"{CONCEPT}unit-type/",
}

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# A reference that a parser resolves against the base to the same IRI again: it must not look like one with a
# scheme, nor start at the root of the site or climb out of the base.
_RELATIVE = re.compile(r"(?!\.{1,2}(?:/|$))[^\s<>\"{}|\\^`:/?#]+(?:/(?!\.{1,2}(?:/|$))[^\s<>\"{}|\\^`/]*)*")


def shorten(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Shorten an IRI for reading and for Turtle: ``sg:Decision``, ``<body/kommunstyrelsen>``.

    :param iri: an absolute IRI.
    :param prefixes: prefix to namespace IRI.
    :returns: a prefixed name, an IRI reference relative to :data:`BASE`, or the IRI in brackets.
    """
    best = max((p for p in prefixes.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    if best and _LOCAL_NAME.fullmatch(local := iri[len(best[1]) :]):
        return f"{best[0]}:{local}"
    if iri.startswith(BASE) and _RELATIVE.fullmatch(local := iri[len(BASE) :]):
        return f"<{local}>"
    return f"<{iri}>"


def expand(name: str, prefixes: Mapping[str, str] = PREFIXES) -> str | None:
    """Expand a prefixed name to an IRI.

    :param name: such as ``sg:Decision``.
    :param prefixes: prefix to namespace IRI.
    :returns: the IRI, or None if the prefix is unknown.
    """
    prefix, colon, local = name.partition(":")
    return f"{prefixes[prefix]}{local}" if colon and prefix in prefixes else None


def slug(name: str) -> str:
    """Make the slug of a Swedish name: lower case, å and ä to a, ö to o, other signs to a hyphen.

    :param name: such as ``Hälsa-, vård- och omsorgsnämnden``.
    :returns: such as ``halsa-vard-och-omsorgsnamnden``; empty if the name has no letter or digit.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
