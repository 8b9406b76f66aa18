"""Drafts: a text file cut into passages, to which a person adds facts and key phrases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styrgraf.documents.passages import CutPassage, cut
from styrgraf.errors import Place, StyrgrafError
from styrgraf.files import read_text, write_text
from styrgraf.namespaces import BASE, CONCEPT, PREFIXES
from styrgraf.namespaces import slug as make_slug

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["document_slug", "draft_document", "draft_file"]

_CASE_NUMBER = re.compile(r"(?<![^\W_])[A-ZÅÄÖ]{2,6}-\d{4}-\d+(?![^\W_])")
_PREFIXES_OF_FACTS = frozenset({"dcterms", "foaf", "org", "sg", "skos", "xsd"})
_SLUG = re.compile(r"[A-Za-z0-9ÅÄÖ]+(?:-[A-Za-z0-9ÅÄÖ]+)*")


def document_slug(file_name: str, title: str = "") -> str:
    """Make the slug of a document: its case number as written, then the rest of the file's name.

    :param file_name: the name without its suffix, such as ``tjansteskrivelse-STK-2023-822``.
    :param title: the title, for the case number where the file's name has none.
    :returns: such as ``STK-2023-822-tjansteskrivelse``.
    """
    found = _CASE_NUMBER.search(file_name)
    rest = make_slug(f"{file_name[: found.start()]} {file_name[found.end() :]}" if found else file_name)
    found = found or _CASE_NUMBER.search(title)
    return "-".join(filter(None, (found[0] if found else "", rest))) or "dokument"


def draft_document(path: Path, slug: str | None = None) -> str:
    """Write the draft of a document's data: what its passages are, and an empty graph for each.

    :param path: the text of the document.
    :param slug: the document's name in IRIs; None to make it of the file's name and the title.
    :returns: TriG, in which facts and key phrases are to be added.
    :raises UnreadableFileError: if the file is missing, not readable, or not UTF-8.
    :raises StyrgrafError: if the text has no passage, or the slug has signs that a slug cannot have.
    """
    passages = cut(read_text(path))
    if not passages:
        raise StyrgrafError(
            "the file has no passage: it holds nothing but white space",
            place=Place(path),
            remedy="save the document's text in it",
        )
    title = next((passage.on_one_line for passage in passages if passage.ordinal == 0), "")
    slug = document_slug(path.stem, title) if slug is None else slug
    if not _SLUG.fullmatch(slug):
        raise StyrgrafError(
            f"{slug!r} cannot be the name of a document in an IRI",
            remedy="write letters, digits and single hyphens, such as STK-2023-822-tjansteskrivelse",
        )
    document = f"<document/{slug}>"
    about = [("a", "sg:Document")]
    if title:
        about += [("skos:prefLabel", f"{_literal(title)}@sv"), ("dcterms:title", f"{_literal(title)}@sv")]
    about.append(("sg:fileName", _literal(path.name)))
    described = [_subject(document, about)]
    described += [_describe(passage, position, document) for position, passage in enumerate(passages, start=1)]
    graphs = [f"{document} {{\n" + "\n".join(described) + "}\n"]
    graphs += [f"p:{passage.fragment} {{\n}}\n" for passage in passages]
    return _head(path.name, slug) + "\n" + "\n".join(graphs)


def draft_file(source: Path, output: Path, slug: str | None = None) -> None:
    """Write the draft of a document's data to a file of its own.

    :param source: the text of the document.
    :param output: the TriG file, which must not exist: it may hold a person's work.
    :param slug: the document's name in IRIs; None to make it of the file's name and the title.
    :raises StyrgrafError: if the text cannot be read or has no passage, if the output exists, or if it
        cannot be written.
    """
    if output.exists():
        raise StyrgrafError(
            "the file exists, and a draft would overwrite it",
            place=Place(output),
            remedy="name a file that does not exist",
        )
    write_text(output, draft_document(source, slug))


def _head(file_name: str, slug: str) -> str:
    # The prefixes that facts need are there from the start; fmt takes away those that stay unused.
    named = (name for name in PREFIXES if PREFIXES[name].startswith(CONCEPT) or name in _PREFIXES_OF_FACTS)
    prefixes = {name: PREFIXES[name] for name in named} | {"p": f"{BASE}document/{slug}#"}
    name = " ".join(file_name.split())  # a line end in it would end the comment
    lines = [
        f"# {name}: draft. Add facts to each passage's graph, and the key phrases that state them.",
        "",
        f"@base <{BASE}> .",
        *(f"@prefix {prefix}: <{prefixes[prefix]}> ." for prefix in sorted(prefixes)),
    ]
    return "\n".join(lines) + "\n"


def _describe(passage: CutPassage, position: int, document: str) -> str:
    facts = [("a", "sg:Passage")]
    if passage.heading is not None:
        facts.append(("sg:heading", _literal(" ".join(passage.heading.split()))))
    facts += [
        ("sg:ordinal", str(passage.ordinal)),
        ("sg:passageOf", document),
        ("sg:position", str(position)),
        ("sg:textDigest", _literal(passage.digest)),
        ("sg:textLength", str(passage.length)),
    ]
    return _subject(f"p:{passage.fragment}", facts)


def _subject(subject: str, facts: list[tuple[str, str]]) -> str:
    return f"  {subject} " + " ;\n    ".join(" ".join(fact) for fact in facts) + " .\n"


def _literal(text: str) -> str:
    """Write a string for TriG; control characters are escaped so that the file stays readable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda sign: f"\\u{ord(sign[0]):04X}", escaped) + '"'
