"""The templates of pages: HTML that escapes what it is given, with one style (``page.css``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template

__all__ = ["page_template"]


def page_template(name: str, **filters: Callable[..., object]) -> Template:
    """Open the template of a page.

    :param name: its file in ``templates/``.
    :param filters: filters that it uses, by name.
    :returns: the template; a name that it is not given is an error.
    """
    environment = Environment(
        loader=PackageLoader("styrgraf.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters)
    return environment.get_template(name)
