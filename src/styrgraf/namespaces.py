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

__all__ = ["BASE", "CONCEPT", "PREFIXES", "SG", "SITE", "Namespace", "ShortNames", "expand", "shorten", "slug"]

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


class ShortNames(dict[str, str]):
    """IRIs to the short names that :func:`shorten` gives them, each made when it is first asked for.

    :param prefixes: prefix to namespace IRI.
    """

    __slots__ = ("_by_namespace", "_others")

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        # Of two prefixes of one namespace the first is taken.
        self._by_namespace = {namespace: prefix for prefix, namespace in reversed([*prefixes.items()])}
        self._others = [namespace for namespace in self._by_namespace if not namespace.endswith(("/", "#"))]

    def __missing__(self, iri: str) -> str:
        self[iri] = name = self.make(iri)
        return name

    def make(self, iri: str) -> str:
        """Make the short name of an IRI without keeping it.

        :param iri: an absolute IRI.
        :returns: as of :func:`shorten`.
        """
        # A local name has neither a slash nor a number sign, so that the last of them ends the namespace.
        namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        for other in self._others:
            if len(other) > len(namespace) and iri.startswith(other):
                namespace = other
        prefix = self._by_namespace.get(namespace)
        if prefix is not None and _LOCAL_NAME.fullmatch(local := iri[len(namespace) :]):
            return f"{prefix}:{local}"
        if iri.startswith(BASE) and _RELATIVE.fullmatch(local := iri[len(BASE) :]):
            return f"<{local}>"
        return f"<{iri}>"


_SHORT_NAMES = ShortNames(PREFIXES)


def shorten(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Shorten an IRI for reading and for Turtle: ``sg:Decision``, ``<body/kommunstyrelsen>``.

    :param iri: an absolute IRI.
    :param prefixes: prefix to namespace IRI; for many IRIs make :class:`ShortNames` of them once.
    :returns: a prefixed name, an IRI reference relative to :data:`BASE`, or the IRI in brackets.
    """
    return (_SHORT_NAMES if prefixes is PREFIXES else ShortNames(prefixes)).make(iri)


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
