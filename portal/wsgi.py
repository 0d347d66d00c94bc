"""The entry point of the application server; production settings unless something else is asked for."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

from portal.lib.zone import TIME_CHECKS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")
application = get_wsgi_application()
# Application servers run no checks, and a wrong clock or old zone data would be published (docs/operations.md).
call_command("check", tags=[TIME_CHECKS], databases=list(connections))
connections.close_all()  # nothing open goes into the processes that a server forks
