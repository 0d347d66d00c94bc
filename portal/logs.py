"""How the log is written."""

import logging
import time


class UtcFormatter(logging.Formatter):
    """Lines stamped in UTC: the process's local time comes from the host's zone data, which may be stale."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"
