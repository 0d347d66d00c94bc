"""What axe-core finds wrong with a page, of the rules of WCAG and of good practice."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

# Violations alone, as the list of all that is well takes longer to hand over than to make. Style sheets need not be
# fetched once more: the only rule that reads them is an experimental one.
EVERYTHING = {"resultTypes": ["violations"], "preload": False}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast"]}
RUN = """options => axe.run(document, options).then(
  ({ violations }) => violations.map(({ id, nodes }) => [id, String(nodes[0].target)]))"""


def get_ready(page: Any) -> None:
    """Before a page is read: what reads it is part of it then."""
    page.evaluate(Axe().axe_script)


def violations(page: Any, options: dict[str, Any] = EVERYTHING) -> list[tuple[str, str]]:
    """Each broken rule with the first place where it is."""
    return [(rule, target) for rule, target in page.evaluate(RUN, options)]
