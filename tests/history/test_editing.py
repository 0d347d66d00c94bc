"""The form of a public event in the hands of several people: nothing overwritten, nothing lost, nothing unreviewed."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.utils import translation
from django.utils.translation import gettext

from events.enums import EventLinkKind
from events.models import Event, EventLink
from history import revisions, versions
from history.models import PendingRevision, RevisionState, Verb
from institutions.models import Person
from staff.roles import Role
from tests import factories
from tests.desk import Data, Editor
from tests.history.conftest import member

pytestmark = pytest.mark.django_db
WHY = {"_change_reason": "خطأ في الخبر الأصلي"}
VISITORS = {
    "counts__0__unit": "visitors",
    "counts__0__value": "12",
    "counts__0__scope": "total",
    "counts__0__qualifier": "exact",
    "counts__0__position": "1",
}


def send(editor: Editor, event: Any, form: Data, **typed: Any) -> Any:
    return editor.respond(
        editor.request({**form, **{k.replace("__", "-"): v for k, v in typed.items()}}), event
    )


def page(answer: Any) -> str:
    return answer.response.render().content.decode()


def review(editor: Editor, revision: PendingRevision, **data: str) -> Any:
    request = editor.request(data or None)
    return admin.site._registry[PendingRevision].changeform_view(request, str(revision.pk))


# Versions ---------------------------------------------------------------------------------------------


def test_first_save_keeps_what_was_there_and_what_became_of_it(publisher: Editor, seminar: Event) -> None:
    send(publisher, seminar, publisher.form(seminar), slogan_ar="شعار")

    kept = list(versions.of(seminar).order_by("number"))
    assert [(version.number, version.verb) for version in kept] == [(1, Verb.FOUND), (2, Verb.CHANGED)]
    assert kept[1].by == publisher.user
    assert kept[0].snapshot[""]["slogan_ar"] == ""
    assert kept[1].snapshot[""]["slogan_ar"] == "شعار"


def test_save_that_changes_nothing_makes_no_version(publisher: Editor, seminar: Event) -> None:
    send(publisher, seminar, publisher.form(seminar))

    assert versions.current_number(seminar) == 1


def test_new_row_has_its_first_version(editor: Editor) -> None:
    editor.send(Person, name_ar="نجوى أشركي")

    assert [v.verb for v in versions.of(Person.objects.get())] == [Verb.CREATED]


def test_page_of_a_part_makes_a_version_of_its_event(publisher: Editor, seminar: Event) -> None:
    speaker = seminar.speakers.get()

    publisher.send(speaker, position="4")

    assert versions.of(seminar).first().verb == Verb.CHANGED


def test_account_that_goes_leaves_its_name(publisher: Editor, seminar: Event) -> None:
    publisher.user.first_name, publisher.user.last_name = "هدى", "العلوي"
    publisher.user.save()
    send(publisher, seminar, publisher.form(seminar), slogan_ar="شعار")

    publisher.user.delete()

    assert versions.of(seminar).first().by_name == "هدى العلوي"


# Proposals --------------------------------------------------------------------------------------------


def test_change_by_an_author_waits_and_the_public_reads_what_was_published(
    author: Editor, seminar: Event
) -> None:
    answer = send(
        author, seminar, author.form(seminar), slogan_ar="شعار مقترح", speakers__0__title_ar="رئيسة القسم"
    )

    seminar.refresh_from_db()
    assert answer.response.status_code == 302
    assert answer.messages == ["حُفظ تعديلك وهو ينتظر المصادقة. يبقى العموم يقرأ النسخة المنشورة."]
    assert seminar.slogan_ar == ""
    assert seminar.speakers.get().title_ar != "رئيسة القسم"
    assert versions.current_number(seminar) == 1
    [revision] = revisions.open_revisions(seminar)
    assert revision.proposed[""]["slogan_ar"] == "شعار مقترح"


def test_author_goes_on_with_the_proposal_where_it_was_left(author: Editor, seminar: Event) -> None:
    send(author, seminar, author.form(seminar, **VISITORS), slogan_ar="شعار")

    form = author.form(seminar)
    assert form["slogan_ar"] == "شعار"
    assert int(form["counts-0-value"]) == 12
    send(author, seminar, form, counts__0__value="15")

    [revision] = revisions.open_revisions(seminar)
    assert revision.edits == 2
    [count] = [fields for path, fields in revision.proposed.items() if path.startswith("counts/")]
    assert count["value"] == 15
    assert not seminar.counts.exists()


def test_approved_proposal_becomes_the_record(author: Editor, publisher: Editor, seminar: Event) -> None:
    send(author, seminar, author.form(seminar, **VISITORS), slogan_ar="شعار")
    [revision] = revisions.open_revisions(seminar)

    response = review(publisher, revision, _approve="1")

    seminar.refresh_from_db()
    assert response.status_code == 302
    assert seminar.slogan_ar == "شعار"
    assert seminar.counts.get().value == 12
    latest = versions.of(seminar).first()
    assert (latest.verb, latest.by) == (Verb.APPROVED, publisher.user)


def test_proposal_sent_back_carries_its_reason_to_the_author(
    author: Editor, publisher: Editor, seminar: Event
) -> None:
    send(author, seminar, author.form(seminar), slogan_ar="شعار")
    [revision] = revisions.open_revisions(seminar)

    without = review(publisher, revision, _refuse="1").render().content.decode()
    review(publisher, revision, _refuse="1", reason="لا مصدر لهذا الشعار")

    assert gettext("Say why.") in without
    revision.refresh_from_db()
    assert revision.state == RevisionState.REFUSED
    assert "لا مصدر لهذا الشعار" in page(author.respond(author.request(), seminar))
    seminar.refresh_from_db()
    assert seminar.slogan_ar == ""


def test_author_cannot_approve(author: Editor, seminar: Event) -> None:
    send(author, seminar, author.form(seminar), slogan_ar="شعار")
    [revision] = revisions.open_revisions(seminar)

    with pytest.raises(PermissionDenied):
        review(author, revision, _approve="1")


def test_author_takes_a_proposal_back(author: Editor, seminar: Event) -> None:
    send(author, seminar, author.form(seminar), slogan_ar="شعار")
    [revision] = revisions.open_revisions(seminar)

    review(author, revision, _take_back="1")

    assert not revisions.open_revisions(seminar)
    assert author.form(seminar)["slogan_ar"] == ""


def test_reviewer_reads_the_difference_in_words(author: Editor, publisher: Editor, seminar: Event) -> None:
    send(author, seminar, author.form(seminar), kind="conference", speakers__0__title_ar="رئيسة القسم")
    [revision] = revisions.open_revisions(seminar)

    text = re.sub(r"<[^>]+>", " ", review(publisher, revision).render().content.decode())

    for words in ("ندوة", "مؤتمر", "نجوى", "رئيسة القسم"):
        assert words in text


def test_proposal_decided_on_twice_is_refused_in_words(
    author: Editor, publisher: Editor, seminar: Event
) -> None:
    send(author, seminar, author.form(seminar), slogan_ar="شعار")
    [revision] = revisions.open_revisions(seminar)
    review(publisher, revision, _approve="1")

    again = review(publisher, revision, _approve="1")

    assert again.status_code == 200
    assert versions.of(seminar).filter(verb=Verb.APPROVED).count() == 1


# Two people -------------------------------------------------------------------------------------------


def test_second_to_save_is_shown_both_versions_and_nothing_is_overwritten(
    publisher: Editor, colleague: Editor, seminar: Event
) -> None:
    mine, theirs = publisher.form(seminar), colleague.form(seminar)
    send(colleague, seminar, theirs, slogan_ar="شعار كريم", abstract_ar="نبذة كريم")

    answer = send(publisher, seminar, mine, slogan_ar="شعار هدى", speakers__0__title_ar="رئيسة القسم", **WHY)

    shown = page(answer)
    assert answer.response.status_code == 409
    for words in ("شعار كريم", "شعار هدى", "نبذة كريم", "رئيسة القسم"):
        assert words in re.sub(r"</?(ins|del)>", "", shown)
    seminar.refresh_from_db()
    assert seminar.slogan_ar == "شعار كريم"


def test_both_changes_are_saved_as_chosen(publisher: Editor, colleague: Editor, seminar: Event) -> None:
    mine, theirs = publisher.form(seminar), colleague.form(seminar)
    send(colleague, seminar, theirs, slogan_ar="شعار كريم", abstract_ar="نبذة كريم")
    answer = send(publisher, seminar, mine, slogan_ar="شعار هدى", abstract_fr="Résumé", **WHY)

    chosen = {**hidden(answer), "choice: slogan_ar": "theirs", **WHY}
    response = desk().reconcile_view(publisher.request(chosen), str(seminar.pk))

    seminar.refresh_from_db()
    assert response.status_code == 302
    assert (seminar.slogan_ar, seminar.abstract_ar, seminar.abstract_fr) == (
        "شعار كريم",
        "نبذة كريم",
        "Résumé",
    )
    assert versions.current_number(seminar) == 3


def test_row_removed_meanwhile_does_not_break_the_form(
    publisher: Editor, colleague: Editor, seminar: Event
) -> None:
    mine, theirs = publisher.form(seminar), colleague.form(seminar)
    send(colleague, seminar, theirs, speakers__0__DELETE="on", **WHY)

    answer = send(publisher, seminar, mine, speakers__0__title_ar="رئيسة القسم", **WHY)
    response = desk().reconcile_view(publisher.request({**hidden(answer), **WHY}), str(seminar.pk))

    assert response.status_code == 302
    assert seminar.speakers.get().title_ar == "رئيسة القسم"


def test_third_change_in_between_shows_the_page_again(
    publisher: Editor, colleague: Editor, seminar: Event
) -> None:
    mine = publisher.form(seminar)
    send(colleague, seminar, colleague.form(seminar), slogan_ar="شعار كريم")
    answer = send(publisher, seminar, mine, abstract_ar="نبذة")
    send(colleague, seminar, colleague.form(seminar), slogan_ar="شعار ثالث")

    response = desk().reconcile_view(publisher.request(hidden(answer)), str(seminar.pk))

    assert response.status_code == 409
    seminar.refresh_from_db()
    assert seminar.abstract_ar == ""


def test_packed_change_of_another_person_is_refused(
    publisher: Editor, colleague: Editor, seminar: Event
) -> None:
    mine = publisher.form(seminar)
    send(colleague, seminar, colleague.form(seminar), slogan_ar="شعار كريم")
    answer = send(publisher, seminar, mine, abstract_ar="نبذة")

    with pytest.raises(SuspiciousOperation):
        desk().reconcile_view(colleague.request(hidden(answer)), str(seminar.pk))
    with pytest.raises(SuspiciousOperation):
        desk().reconcile_view(publisher.request({**hidden(answer), "mine": "forged"}), str(seminar.pk))


def test_form_with_errors_that_meets_a_change_keeps_what_was_typed(
    publisher: Editor, colleague: Editor, seminar: Event
) -> None:
    mine = publisher.form(seminar)
    send(colleague, seminar, colleague.form(seminar), slogan_ar="شعار كريم")

    answer = send(publisher, seminar, mine, kind="", abstract_ar="نبذة")

    assert "kind" in answer.errors
    assert answer.main["abstract_ar"].value() == "نبذة"


def desk() -> Any:
    return admin.site._registry[Event]


def hidden(answer: Any) -> Data:
    context = answer.response.context_data
    return {"mine": context["packed"], "theirs_number": str(context["theirs_number"])}


# Corrections ------------------------------------------------------------------------------------------


def test_published_date_is_corrected_only_with_a_reason(publisher: Editor, seminar: Event) -> None:
    answer = send(publisher, seminar, publisher.form(seminar), starts_on="2023-05-18", slogan_ar="شعار")

    assert "__all__" in answer.errors
    assert answer.main["slogan_ar"].value() == "شعار"
    seminar.refresh_from_db()
    assert str(seminar.starts_on) == "2023-05-17"
    assert versions.current_number(seminar) == 1


def test_correction_is_public_with_its_reason(publisher: Editor, seminar: Event) -> None:
    send(publisher, seminar, publisher.form(seminar), starts_on="2023-05-18", **WHY)

    correction = seminar.corrections.get()
    assert (correction.field, correction.before, correction.after) == (
        "starts_on",
        "2023-05-17",
        "2023-05-18",
    )
    assert correction.reason_ar == WHY["_change_reason"]
    seminar.refresh_from_db()
    assert seminar.sequence == 1


def test_typing_mistake_is_corrected_in_silence(publisher: Editor, seminar: Event) -> None:
    send(publisher, seminar, publisher.form(seminar), name_ar="عنوان مصحح", _is_typo="on")

    seminar.refresh_from_db()
    assert seminar.name_ar == "عنوان مصحح"
    assert not seminar.corrections.exists()
    assert versions.of(seminar).first().is_typo


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name_fr": "Autre titre"}, "name"),
        ({"place_words_ar": "", "place_kind": "unknown", "territory": ""}, "territory"),
        ({"speakers__0__title_ar": "رئيسة القسم"}, "speakers"),
        ({"speakers__0__DELETE": "on"}, "speakers"),
        ({"ends_on": "2023-05-21"}, ""),
        ({"slogan_ar": "شعار"}, ""),
        (VISITORS, ""),
    ],
)
def test_what_is_a_correction(publisher: Editor, seminar: Event, typed: Data, field: str) -> None:
    answer = send(publisher, seminar, publisher.form(seminar, **typed), **WHY)

    assert answer.response.status_code == 302
    assert [row.field for row in seminar.corrections.all()] == ([field] if field else [])


def test_change_of_a_draft_is_no_correction(publisher: Editor, organizer: Any) -> None:
    draft = factories.draft()
    factories.involvement(event=draft, institution=organizer)

    answer = send(publisher, draft, publisher.form(draft), starts_on="2023-05-18")

    assert answer.response.status_code == 302
    assert not draft.corrections.exists()


# History ----------------------------------------------------------------------------------------------


def test_history_tells_who_what_when_and_why_in_each_language(publisher: Editor, seminar: Event) -> None:
    send(publisher, seminar, publisher.form(seminar), kind="conference", _change_reason="تدقيق")

    for language, kind in (("ar", "مؤتمر"), ("fr", "conférence"), ("en", "conference")):
        with translation.override(language):
            response = desk().history_view(publisher.request(), str(seminar.pk))
            shown = response.render().content.decode()
        for words in ("houda", "تدقيق", kind):
            assert words in shown.lower()


def test_earlier_version_is_restored_with_all_its_parts(publisher: Editor, seminar: Event) -> None:
    send(publisher, seminar, publisher.form(seminar), slogan_ar="شعار", speakers__0__DELETE="on", **WHY)

    response = desk().restore_view(publisher.request({"reason": "حذف خطأ"}), str(seminar.pk), 1)

    seminar.refresh_from_db()
    assert response.status_code == 302
    assert seminar.slogan_ar == ""
    assert seminar.speakers.count() == 1
    assert versions.of(seminar).first().verb == Verb.RESTORED
    assert seminar.corrections.exists(), "what the public was told stays"


def test_restoring_does_not_publish_what_was_withdrawn(editor: Editor, seminar: Event) -> None:
    send(editor, seminar, editor.form(seminar), slogan_ar="شعار")
    Event.objects.filter(pk=seminar.pk).update(publication_state="withdrawn")

    desk().restore_view(editor.request({"reason": ""}), str(seminar.pk), 1)

    seminar.refresh_from_db()
    assert (seminar.slogan_ar, seminar.publication_state) == ("", "withdrawn")


def test_author_does_not_restore_what_is_published(author: Editor, seminar: Event) -> None:
    send(author, seminar, author.form(seminar), slogan_ar="شعار")

    with pytest.raises(PermissionDenied):
        desk().restore_view(author.request({"reason": ""}), str(seminar.pk), 1)


def test_history_of_anothers_draft_is_closed(seminar: Event) -> None:
    stranger = member(factories.institution(), Role.PUBLISHER, "stranger")
    Event.objects.filter(pk=seminar.pk).update(publication_state="draft")

    response = desk().history_view(stranger.request(), str(seminar.pk))

    assert response.status_code == 302  # Django's answer for a row that is not there
    assert response.url == "/admin/"


def test_proposal_is_seen_as_the_public_would_by_a_secret_link(
    author: Editor, seminar: Event, client: Any
) -> None:
    send(author, seminar, author.form(seminar), slogan_ar="شعار مقترح", speakers__0__title_ar="رئيسة القسم")
    [revision] = revisions.open_revisions(seminar)

    made = desk().create_preview_view(author.request({"revision": str(revision.pk)}), str(seminar.pk))
    address = made.context_data["addresses"][0]["address"].removeprefix("https://portal.example.ma")
    shown = client.get(address)
    public = client.get(seminar.get_absolute_url())

    assert "رئيسة القسم" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert "رئيسة القسم" not in public.content.decode()
    assert revisions.open_revisions(seminar).exists()


def test_history_has_no_name_for_what_its_reader_may_not_see(
    editor: Editor, publisher: Editor, seminar: Event
) -> None:
    secret = factories.draft(name_ar="موعد سري لجهة أخرى")
    EventLink.objects.create(from_event=seminar, to_event=secret, kind=EventLinkKind.RELATED)
    editor.send(seminar, slogan_ar="شعار")
    EventLink.objects.all().delete()
    editor.send(seminar, slogan_ar="شعار ثان")

    for_all = desk().history_view(editor.request(), str(seminar.pk)).render().content.decode()
    for_publisher = desk().history_view(publisher.request(), str(seminar.pk)).render().content.decode()

    assert "موعد سري" in for_all
    assert "موعد سري" not in for_publisher
