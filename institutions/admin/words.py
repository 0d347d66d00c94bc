"""Words of templates and libraries that no Python module of ours says, kept here for ``makemessages``."""

from django.utils.translation import gettext_noop as _

WORDS = (
    # templates/admin
    _("Language of this page"),
    _("Language of the texts"),
    _("All languages"),
    _("contains an error"),
)
