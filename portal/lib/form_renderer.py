"""Django's own widgets drawn from its Jinja2 templates: the same elements in a fraction of the time.

The form of an event has hundreds of widgets, each of which includes further templates.
"""

from typing import Any

from django.forms.renderers import DjangoTemplates, Jinja2

OF_DJANGO = "django/forms/"


class FormRenderer(DjangoTemplates):
    """FORM_RENDERER. What others bring, and widgets of our own, are drawn from Django's templates."""

    def __init__(self) -> None:
        self.of_django = Jinja2()

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith(OF_DJANGO):
            return self.of_django.get_template(template_name)
        return super().get_template(template_name)
