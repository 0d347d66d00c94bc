"""Tags whose output depends on the language alone are rendered once for each: a page has a hundred of them.

``{% load hakama %}`` after ``{% load i18n %}`` puts these in the place of Django's own; where a message, an address or
anything beside it is a variable, Django's node stays.
"""

from typing import Any

from django.conf import settings
from django.template import Node
from django.template.base import Parser, Token, Variable
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language


class KeptNode(Node):
    """Keeps what ``node`` renders, by language; ``{% … as name %}`` included."""

    child_nodelists = ()

    def __init__(self, node: Any) -> None:
        self.node, self.asvar = node, node.asvar
        node.asvar = None
        self.kept: dict[Any, str] = {}

    def render(self, context: Any) -> str:
        key = (get_language(), get_script_prefix())
        value = self.kept.get(key)
        if value is None:
            value = self._rendered(context)
            if not settings.DEBUG:
                self.kept[key] = value
        if self.asvar is None:
            return value
        context[self.asvar] = value
        return ""

    def _rendered(self, context: Any) -> str:
        try:
            return self.node.render(context)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            return ""


def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    words = [node.filter_expression, *([node.message_context] if node.message_context else [])]
    return KeptNode(node) if all(map(_is_constant, words)) else node


def url(parser: Parser, token: Token) -> Node:
    node = django_url(parser, token)
    return KeptNode(node) if _is_constant(node.view_name) and not (node.args or node.kwargs) else node


def _is_constant(expression: Any) -> bool:
    var = expression.var
    return not expression.filters and (not isinstance(var, Variable) or var.lookups is None)
