"""The lexical forms of datatypes, as regular expressions that any SPARQL engine understands."""

from __future__ import annotations

from styrgraf.namespaces import PREFIXES
from styrgraf.shacl.terms import RDF, RDFS, XSD

__all__ = ["datatype_test"]

_ZONE = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_LEAP = r"-?[0-9]*(([02468][048]|[13579][26])00|[0-9][0-9](0[48]|[2468][048]|[13579][26]))"
_DAY = rf"({_YEAR}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|{_LEAP}-02-29)"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_TIME_PART = r"T([0-9]+H([0-9]+M)?([0-9]+(\.[0-9]+)?S)?|[0-9]+M([0-9]+(\.[0-9]+)?S)?|[0-9]+(\.[0-9]+)?S)"
_MONTHS = r"([0-9]+Y([0-9]+M)?|[0-9]+M)"
_DOUBLE = r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_FORMS = {
    XSD.integer: r"[+-]?[0-9]+",
    XSD.decimal: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    XSD.double: _DOUBLE,
    XSD.float: _DOUBLE,
    XSD.boolean: r"(true|false|1|0)",
    XSD.date: rf"{_DAY}{_ZONE}",
    XSD.dateTime: rf"{_DAY}T{_TIME}{_ZONE}",
    XSD.time: rf"{_TIME}{_ZONE}",
    XSD.gYear: rf"{_YEAR}{_ZONE}",
    XSD.gYearMonth: rf"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    XSD.gMonth: rf"--(0[1-9]|1[0-2]){_ZONE}",
    XSD.gDay: rf"---(0[1-9]|[12][0-9]|3[01]){_ZONE}",
    XSD.gMonthDay: rf"--((0[1-9]|1[0-2])-(0[1-9]|[12][0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31){_ZONE}",
    XSD.duration: rf"-?P({_MONTHS}([0-9]+D)?({_TIME_PART})?|[0-9]+D({_TIME_PART})?|{_TIME_PART})",
    XSD.dayTimeDuration: rf"-?P([0-9]+D({_TIME_PART})?|{_TIME_PART})",
    XSD.yearMonthDuration: rf"-?P{_MONTHS}",
    XSD.hexBinary: r"([0-9a-fA-F]{2})*",
}
_ANY = None
#: The datatypes that are whole numbers within bounds.
_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "nonNegativeInteger": (0, _ANY),
    "positiveInteger": (1, _ANY),
    "nonPositiveInteger": (_ANY, 0),
    "negativeInteger": (_ANY, -1),
    **{name: (-(2**bits) // 2, 2**bits // 2 - 1) for name, bits in (("byte", 8), ("short", 16), ("int", 32))},
    "long": (-(2**63), 2**63 - 1),
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in (("Byte", 8), ("Short", 16), ("Int", 32), ("Long", 64))},
}


def datatype_test(datatype: str, value: str, *, merged_integers: bool) -> str:
    """Write the condition that a value has a datatype, and a form that the datatype allows.

    :param datatype: its IRI.
    :param value: the variable of the value, with its sign.
    :param merged_integers: whether the store keeps all whole numbers as ``xsd:integer``, so that only the bounds of
        ``xsd:byte`` and the like can be checked.
    :returns: an expression in SPARQL, which is never an error.
    """
    same = f"isLiteral({value}) && DATATYPE({value}) = <{datatype}>"
    if datatype == RDFS.Literal:
        return f"isLiteral({value})"
    if datatype == RDF.langString:
        return f'isLiteral({value}) && LANG({value}) != ""'
    bounds = _INTEGERS.get(datatype.removeprefix(PREFIXES["xsd"]))
    if bounds is not None:
        if merged_integers:
            same = f"isLiteral({value}) && DATATYPE({value}) IN (<{datatype}>, <{XSD.integer}>)"
        number = f"<{XSD.decimal}>(STR({value}))"
        within = [f"{number} {sign} {n}.0" for sign, n in zip((">=", "<="), bounds, strict=True) if n is not None]
        return f"{same} && {_form(XSD.integer, value)} && COALESCE({' && '.join(within)}, false)"
    return f"{same} && {_form(datatype, value)}" if datatype in _FORMS else same


def _form(datatype: str, value: str) -> str:
    escaped = _FORMS[datatype].replace("\\", "\\\\")
    return f'REGEX(STR({value}), "^{escaped}$")'
