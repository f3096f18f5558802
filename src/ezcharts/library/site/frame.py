"""What all pages share: the templates, the policy, and what the site knows of its entries.

`Site.render` fills a template that extends `base.html`. A template may count on `root` (the way to the site's
root, such as `../../`), `library` (its title), `csp`, `urls` (the module) and what the caller gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ezcharts.library.site import urls
from ezcharts.library.site.pages import Listing
from ezcharts.library.site.policy import POLICY
from ezcharts.library.site.related import Related

TITLE: Final = "EZ Charts"


@dataclass(frozen=True)
class Site:
    """One site.

    Attributes:
        listings: Every entry in a line, by name, in the catalogue's order.
        parameters: Names of the parameters that have a page; by those names and every nickname.
        related: Which studies stand beside a study: `site.related.to(entry.name, entry.card.see_also)`. A
            page is written again when these change; it must show no other entry.
        title: The name in the header.
    """

    listings: Mapping[str, Listing] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    related: Related = field(default_factory=lambda: Related(()))
    title: str = TITLE

    def parameter_address(self, name: str) -> str:
        """Return the page of a parameter or nickname, from the root; empty where there is none."""
        known = self.parameters.get(name)
        return urls.parameter(known) if known else ""

    def render(self, template: str, address: str, **context: object) -> str:
        """Return the page that lies at `address`.

        Args:
            template: Name of a file in `templates/`.
            address: Where the page lies, relative to the root: it decides `root`.
            context: What the template shows.
        """
        shared = {"root": urls.root_of(address), "library": self.title, "csp": POLICY, "urls": urls}
        return _TEMPLATES.get_template(template).render({**shared, **context})


def soft(text: str) -> Markup:
    """Return words, escaped, that may break after an underscore: names of parameters are long."""
    return Markup(str(escape(text)).replace("_", "_<wbr>"))


_TEMPLATES: Final = Environment(
    loader=PackageLoader("ezcharts.library.site"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)
_TEMPLATES.filters["soft"] = soft
