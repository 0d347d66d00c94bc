"""`manage.py generate_events`: synthetic events for benchmarks, marked and removable."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.synthetic import WouldMixError
from portal.synthetic.making import PATTERN, generate
from portal.synthetic.removing import delete


class Command(BaseCommand):
    help = "Writes events that never took place, to measure with. Not on a site that the public reads."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--count",
            type=int,
            default=10_000,
            help=f"How many events; above {PATTERN:,} whole copies, so perhaps a few more.",
        )
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same events.")
        parser.add_argument("--delete", action="store_true", help="Remove all of them instead.")
        parser.add_argument(
            "--beside-the-record", action="store_true", help="Even if there are other events in the database."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["delete"]:
            self.stdout.write(f"{delete()} synthetic events removed.")
            return
        if options["count"] < 1:
            raise CommandError("--count is a number from 1 on.")
        try:
            written = generate(
                options["count"], options["seed"], beside_the_record=options["beside_the_record"]
            )
        except WouldMixError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{written} synthetic events written.")
