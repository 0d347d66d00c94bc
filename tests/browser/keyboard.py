"""A typist: everything from the keyboard, every key counted."""

from typing import Any

KEYS_A_MINUTE = 300  # sixty words a minute: an experienced typist
FURTHEST = 250  # stops of the Tab key between two fields


class Typist:
    def __init__(self, page: Any) -> None:
        self.page = page
        self.keys = 0

    @property
    def minutes(self) -> float:
        return self.keys / KEYS_A_MINUTE

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def go_to(self, name: str) -> None:
        """Tab on to the field (an input's name, or that of a select behind a search box)."""
        for _stop in range(FURTHEST):
            if self.page.evaluate(FOCUSED) == name:
                return
            self.press("Tab")
        raise AssertionError(f"The Tab key does not lead to {name}")

    def add_row(self, group: str) -> None:
        """Tab on to the link that adds a row to a group, and follow it."""
        for _stop in range(FURTHEST):
            if self.page.evaluate(ADDS_TO, group):
                self.press("Enter")
                return
            self.press("Tab")
        raise AssertionError(f"The Tab key does not lead to a new row of {group}")

    def write(self, name: str, text: str) -> None:
        self.go_to(name)
        self.type(text)

    def choose(self, name: str, text: str) -> None:
        """Open the search of a linked row, type, take the first answer."""
        self.go_to(name)
        self.press("Enter")
        self.type(text)
        answers = self.page.locator(".select2-results__options:not(:has(.loading-results))")
        answers.locator(".select2-results__option--highlighted").wait_for()
        self.press("Enter")

    def pick(self, name: str, label: str) -> None:
        """Go down a list of choices to the one that is called so."""
        self.go_to(name)
        for _choice in range(self.page.evaluate("document.activeElement.options.length")):
            if self.page.evaluate("document.activeElement.selectedOptions[0].text") == label:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} offers no {label}")


FOCUSED = """() => {
  const held = document.activeElement;
  const box = held.closest(".select2-container");
  return box ? box.previousElementSibling.name : held.name || held.id || "";
}"""
ADDS_TO = "group => Boolean(document.activeElement.closest(`#${group}-group .add-row`))"
