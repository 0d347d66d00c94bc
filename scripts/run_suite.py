"""Runs the suite three times: SQLite, a real browser, PostgreSQL. Finds or installs the latter two."""

import getpass
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import playwright
import psycopg2
from environ import Env
from psycopg2 import extensions

LOCAL_SERVERS = (
    {"host": "/var/run/postgresql", "user": getpass.getuser()},
    {"host": "127.0.0.1", "user": "root"},
    {"host": "127.0.0.1", "user": "postgres"},
)
OLDEST_POSTGRESQL = 140000  # Django 5.2 asks for 14


def main() -> int:
    chromium = find_chromium()
    complete_playwright()
    find_node()
    with postgresql() as (database_url, version), migrated(database_url) as (sqlite, postgres):
        say("SQLite")
        pytest("--ignore=tests/browser", MIGRATED=sqlite)
        say("Browser:", output(chromium, "--version"))
        pytest("tests/browser", CHROMIUM=chromium, MIGRATED=sqlite)
        say("PostgreSQL:", version)
        pytest("--ignore=tests/browser", "-m", "not once", DATABASE_URL=database_url, MIGRATED=postgres)
    return 0


def say(*parts: str) -> None:
    print("\n>>", *parts, flush=True)


def pytest(*arguments: str, **environment: str) -> None:
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    finished = subprocess.run(command, env={**os.environ, **environment}, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


@contextmanager
def migrated(database_url: str) -> Iterator[tuple[str, str]]:
    """A file of SQLite and the name of a database of PostgreSQL, with tables, for each process to copy.

    To make them takes half a minute of CPU, and every process of every run would do it (tests/conftest.py).
    """
    server, _, name = database_url.rpartition("/")
    with (
        tempfile.TemporaryDirectory(prefix="hakama-migrated-") as folder,
        database(server, f"{name}_migrated") as made,
    ):
        file = f"{folder}/db.sqlite3"
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
        addresses = (f"sqlite:///{file}", f"{server}/{made}")
        begun = [
            subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address}) for address in addresses
        ]
        ended = [process.wait() for process in begun]
        if any(ended):
            sys.exit("The tables could not be made.")
        yield file, made


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty database, gone afterwards."""
    told = Env.db_url_config(f"{server}/postgres")
    with connect(
        **{word: told[word.upper()] for word in ("host", "port", "user", "password") if told[word.upper()]}
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
            try:
                yield name
            finally:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# Chromium -----------------------------------------------------------------------------------------
def find_chromium() -> str:
    for candidate in (
        os.environ.get("CHROMIUM"),
        "/usr/bin/chromium",
        shutil.which("chromium"),
        shutil.which("google-chrome"),
    ):
        if candidate and Path(candidate).exists():
            return candidate
    install("chromium")
    return "/usr/bin/chromium"


def complete_playwright() -> None:
    """Playwright brings a Node.js of its own, which asks for a library that a bare Debian has not."""
    driver = Path(playwright.__file__).parent / "driver" / "node"
    if subprocess.run([driver, "--version"], capture_output=True, check=False).returncode:
        install("libatomic1")


def find_node() -> None:
    """For the TypeScript client of the API (tests/api/test_typescript_client.py)."""
    if not (shutil.which("npm") and shutil.which("node")):
        install("npm")  # brings Node.js


# PostgreSQL ---------------------------------------------------------------------------------------
@contextmanager
def postgresql() -> Iterator[tuple[str, str]]:
    """The address and the name of a server we may create databases on: told, local, or private."""
    name = f"hakama_{os.getpid()}"  # two runs on one machine never share a test database
    if told := os.environ.get("TEST_DATABASE_URL"):
        yield told, f"{describe(dsn=told)} from TEST_DATABASE_URL"
    elif server := local_server():
        address = ", ".join(server.values())
        yield address_of(name, **server), f"{describe(**server)} at {address}"
    else:
        with private_cluster() as folder:
            server = {"host": folder, "user": "postgres"}
            yield address_of(name, **server), f"{describe(**server)}, a private one in {folder}"


def address_of(name: str, *, host: str, user: str) -> str:
    return f"postgres://{user}@{f'/{host}' if host.startswith('/') else host}/{name}"


def local_server() -> dict[str, str] | None:
    for server in LOCAL_SERVERS:
        with suppress(psycopg2.Error), connect(**server) as connection:
            if is_usable(connection):
                return server
    return None


@contextmanager
def connect(**address: str) -> Iterator[extensions.connection]:
    with closing(psycopg2.connect(connect_timeout=3, **({"dbname": "postgres"} | address))) as connection:
        yield connection


def is_usable(connection: extensions.connection) -> bool:
    """Recent enough, ours to create databases on, and a ctype that knows Arabic letters (UTF-8)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, datctype FROM pg_roles, pg_database "
            "WHERE rolname = current_user AND datname = 'template1'"
        )
        is_superuser, ctype = cursor.fetchone()
    return connection.server_version >= OLDEST_POSTGRESQL and is_superuser and "utf" in ctype.lower()


def describe(**address: str) -> str:
    try:
        with connect(**address) as connection:
            version = connection.server_version
    except psycopg2.Error as error:
        sys.exit(f"PostgreSQL cannot be reached: {error}")
    return f"PostgreSQL {version // 10000}.{version % 10000}"


@contextmanager
def private_cluster() -> Iterator[str]:
    """A throw-away server on a socket of its own, as the user postgres: PostgreSQL refuses to run as root."""
    tools = server_tools()
    as_root = os.geteuid() == 0
    prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
    # Not in var/: the user postgres may have no way into the folder of a checkout.
    with tempfile.TemporaryDirectory(prefix="hakama-postgresql-") as folder:
        if as_root:
            shutil.chown(folder, pwd.getpwnam("postgres").pw_uid)
        run(
            *prefix,
            f"{tools}/initdb",
            "-D",
            f"{folder}/data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run(
            *prefix,
            f"{tools}/pg_ctl",
            "-D",
            f"{folder}/data",
            "-w",
            "-l",
            f"{folder}/log",
            "-o",
            options,
            "start",
        )
        try:
            yield folder
        finally:
            run(*prefix, f"{tools}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


def server_tools() -> Path:
    for attempt in ("look", "install"):
        if attempt == "install":
            install("postgresql")
        if found := sorted(
            Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
        ):
            return found[-1].parent
    sys.exit(
        "PostgreSQL was installed but initdb is not where Debian puts it (/usr/lib/postgresql/<version>/bin)."
    )


# Machine ------------------------------------------------------------------------------------------
def install(package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            f"The suite needs {package}, which is not on this machine. "
            f"As an administrator: apt-get install {package}"
        )
    print(f"Installing the Debian package {package}.", flush=True)
    run("apt-get", "-qq", "update")
    run(
        "apt-get",
        "-qq",
        "install",
        "-y",
        "--no-install-recommends",
        package,
        DEBIAN_FRONTEND="noninteractive",
    )


def run(*command: str | Path, **environment: str) -> None:
    """A step of the preparation: silent, unless it fails."""
    finished = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, cwd="/", check=False
    )
    if finished.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{finished.stdout}{finished.stderr}")


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
