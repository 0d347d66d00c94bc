"""Many photos at once: dropped on the form of the event, or chosen on a page that needs no script."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import rights, services
from events.media_rules import unready_photos
from events.models import Event, Photo
from institutions.admin.forms import clean_on_entry
from portal.lib.uploads.images import MAX_BYTES, MAX_MEGAPIXELS

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
MOST_AT_ONCE = 50
LIMITS = {"max_bytes": MAX_BYTES, "max_megapixels": MAX_MEGAPIXELS}


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """What each file is, is verified when it is added: one that is refused does not keep out the others."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(ManyFiles, self).clean(file, initial) for file in data or [None]]
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(count)d photos at a time.") % {"count": MOST_AT_ONCE})
        return files


class PhotosForm(forms.Form):
    photos = ManyFiles(
        label=gettext_lazy("Photos"), widget=ManyFilesInput(attrs={"accept": ACCEPTED}), allow_empty_file=True
    )
    credit = forms.CharField(
        label=gettext_lazy("Credit of all these photos"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    consent_note = forms.CharField(
        label=gettext_lazy("Consent of those shown"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Never published."),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clean_on_entry(self.fields["credit"])
        clean_on_entry(self.fields["consent_note"])


class PhotosDesk:
    """Mixin of the event's desk: the page ``<id>/photos/``."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.photos_view)
        return [path("<path:object_id>/photos/", view, name="events_event_photos"), *super().get_urls()]

    def photos_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event: Event | None = self.get_object(request, object_id)
        if event is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not rights.may_edit(request.user, event):
            raise PermissionDenied
        form = PhotosForm(request.POST, request.FILES) if request.method == "POST" else PhotosForm()
        if request.headers.get("Accept") == "application/json":
            return self._answer(request, event, form)
        if form.is_valid():
            return self._add_all(request, event, form)
        return self._page(request, event, form)

    def _answer(self, request: HttpRequest, event: Event, form: PhotosForm) -> JsonResponse:
        """To the script, which sends one photo at a time."""
        if not form.is_valid():
            messages = [str(message) for errors in form.errors.values() for message in errors]
            return JsonResponse({"message": " ".join(messages)}, status=400)
        try:
            added = self._added(request, event, form, form.cleaned_data["photos"][0])
        except ValidationError as error:
            return JsonResponse({"message": " ".join(error.messages)}, status=400)
        photo = {"photo": added.photo.pk, "version": {"before": added.before, "after": added.after}}
        return JsonResponse({**photo, "message": _("Added.")}, status=201)

    def _add_all(self, request: HttpRequest, event: Event, form: PhotosForm) -> HttpResponse:
        added = 0
        for file in form.cleaned_data["photos"]:
            try:
                self._added(request, event, form, file)
                added += 1
            except ValidationError as error:
                form.add_error("photos", f"{file.name}: {' '.join(error.messages)}")
        if added:
            text = ngettext("%(count)d photo was added.", "%(count)d photos were added.", added)
            self.message_user(request, text % {"count": added})
        if form.errors:
            return self._page(request, event, form)
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]) + "#photos-group")

    def _added(self, request: HttpRequest, event: Event, form: PhotosForm, image: Any) -> services.Added:
        given = {name: form.cleaned_data[name] for name in ("credit", "consent_note")}
        user: Any = request.user
        return services.add_photo(event=event, image=image, by=user, **given)

    def _page(self, request: HttpRequest, event: Event, form: PhotosForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add photos"),
            "subtitle": str(event),
            "opts": self.opts,
            "event": event,
            "form": form,
            "waiting": unready_photos(event),
            "is_popup": False,
            **LIMITS,
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "admin/events/photos.html", context, status=status)


def waiting_for_words(photo: Photo) -> bool:
    """Whether the public is not shown the photo yet."""
    return not (photo.alt_ar or photo.alt_fr) or not photo.credit  # type: ignore[attr-defined]  # translated columns
