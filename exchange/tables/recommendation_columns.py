"""Requests and recommendations with what came of them: a row each."""

from typing import Any

from django.db import models
from django.utils.text import capfirst

from events.enums import FollowUpStatus
from events.models import Recommendation
from exchange.tables.table import (
    Column,
    Reader,
    Table,
    Value,
    choice,
    joined,
    known_day,
    licence,
    names,
    texts,
)
from portal.lib.date_text import date_text, moment_text, range_text
from portal.lib.translated import answer


def load(numbers: list[int]) -> models.QuerySet:
    """Six queries, however many rows."""
    rows = Recommendation.objects.public().for_list()
    return rows.select_related("event__territory", "raised_by__person").filter(pk__in=numbers)


def _status(row: Any, reader: Reader) -> Value:
    return capfirst(str(FollowUpStatus(row.status).label))


def _status_since(row: Any, reader: Reader) -> Value:
    steps = row.follow_ups.all()
    return steps[len(steps) - 1].on if steps else None


def _steps(row: Any, reader: Reader) -> Value:
    """«1 شتنبر 2023: مقبولة. …» of each step."""
    return joined(_step(step, reader.language) for step in row.follow_ups.all())


def _step(step: Any, language: str) -> str:
    words = f"{date_text(step.on, language)}: {step.get_status_display()}"
    note = answer(step, "note", language)
    return f"{words} ({note})" if note else words


def _proofs(row: Any, reader: Reader) -> Value:
    steps = row.follow_ups.all()
    return joined(step.evidence_url or (step.source and str(step.source)) for step in steps)


def _raised_by(row: Any, reader: Reader) -> Value:
    """As far as the name may be published."""
    name = row.raised_by.public_name(reader.language) if row.raised_by else None
    return joined([name, answer(row, "raised_by_words", reader.language)])


def _addressed_to(row: Any, reader: Reader) -> Value:
    listed = names(row.addressees.all(), reader)
    return joined([listed, answer(row, "addressed_to_words", reader.language)])


def _due(row: Any, reader: Reader) -> Value:
    words = moment_text(row.due, reader.language) if row.due_on else ""
    return joined([words, answer(row, "due_words", reader.language)])


def _answers(row: Any, reader: Reader) -> Value:
    return joined(answer(given, "text", reader.language) for given in row.answers.all())


RECOMMENDATIONS = Table(
    "recommendations",
    (
        Column(("الرقم", "Numéro", "Number"), lambda row, reader: row.pk, 9),
        Column(("النوع", "Type", "Kind"), choice("kind")),
        *texts("text", ("النص", "Texte", "Text"), 50),
        Column(("الحالة", "Suivi", "Follow-up"), _status),
        Column(("تاريخ آخر خطوة", "Date du dernier suivi", "Date of the last step"), _status_since, 13),
        Column(("الخطوات", "Étapes", "Steps"), _steps, 40),
        Column(("الإثباتات", "Preuves", "Proofs"), _proofs, 34),
        Column(("موجهة إلى", "Adressée à", "Addressed to"), _addressed_to, 34),
        Column(("صاحبها", "Formulée par", "Raised by"), _raised_by, 30),
        Column(("أجل التنفيذ", "Échéance", "Due"), _due, 20),
        Column(("الجواب في حينه", "Réponse sur place", "Answer on the spot"), _answers, 40),
        Column(
            ("رقم الموعد", "Numéro de la rencontre", "Number of the event"), lambda row, reader: row.event_id
        ),
        Column(
            ("الموعد", "Rencontre", "Event"),
            lambda row, reader: row.event.name_in(reader.language).value,
            50,
        ),
        Column(
            ("تاريخ الموعد بالكلمات", "Date de la rencontre en toutes lettres", "Date of the event in words"),
            lambda row, reader: range_text(row.event.start, row.event.end, reader.language),
            30,
        ),
        Column(
            ("تاريخ الموعد", "Date de la rencontre", "Date of the event"),
            lambda row, reader: known_day(row.event.start),
            13,
        ),
        Column(
            ("رابط الصفحة", "Adresse de la page", "Address of the page"),
            lambda row, reader: reader.address(row.get_absolute_url()),
            40,
        ),
        Column(("الترخيص", "Licence", "Licence"), licence, 30),
    ),
    load,
)
