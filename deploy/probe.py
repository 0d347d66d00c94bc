"""Asks this machine's own server: `python deploy/probe.py readyz`. Says what it answers; exit status 0 means 200."""

import os
import sys
from http.client import HTTPConnection

ADDRESS = os.environ.get("BIND", "127.0.0.1:8000").replace("0.0.0.0", "127.0.0.1")  # noqa: S104  (what a server listens on)
HOST = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()

connection = HTTPConnection(ADDRESS, timeout=5)
connection.request("GET", f"/{sys.argv[1]}", headers={"Host": HOST})
response = connection.getresponse()
print(response.read().decode())
sys.exit(response.status != 200)
