"""What editors see of the sharing of one page."""

from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.images import get_image_model

from wagtail_advocacy import addresses, compat
from wagtail_advocacy.ambassadors.admin_views import OwnTemplateMixin
from wagtail_advocacy.going_on import next_url

from . import actions, cards, page_buttons, source_changes
from .models import Offer, PageShareable
from .models.shareables import language_choices
from .overviews import NEW, State, overview_of
from .panels import short_edit_handler
from .views import may_withdraw


def get_by_key_or_404(model, key: str):
    """Return the object with a primary key from an address, whatever its type is."""
    try:
        return get_object_or_404(model, pk=model._meta.pk.to_python(key))
    except ValidationError:
        raise Http404 from None


class CardImageView(View):
    """Shows an image that somebody may choose as it would be on a card."""

    def get(self, request, pk):
        image = get_by_key_or_404(get_image_model(), pk)
        policy = compat.image_permission_policy()
        if not policy.user_has_any_permission_for_instance(
            request.user, ["choose", "add", "change"], image
        ):
            raise PermissionDenied
        return redirect(cards.rendition_url(image))


class PageMixin(View):
    """Whoever may edit the page and prepare shareables may come in."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = get_by_key_or_404(compat.get_page_model(), kwargs["pk"]).specific
        self.shareable = PageShareable.objects.filter(page_id=self.page.pk).first()

    def dispatch(self, request, *args, **kwargs):
        policy = compat.permission_policy(PageShareable)
        needed = "add" if self.shareable is None else "change"
        if not page_buttons.is_for(
            self.page, request.user
        ) or not policy.user_has_permission(request.user, needed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_own_url(self):
        return reverse("wagtail_advocacy_admin:page", args=[self.page.pk])


class PageView(PageMixin, OwnTemplateMixin, TemplateView):
    """Everything about one page and its sharing, and the short form to prepare it."""

    template_name = "wagtail_advocacy/shareables/page.html"
    page_title = gettext_lazy("Sharing")

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    @cached_property
    def overview(self):
        return overview_of(self.shareable) if self.shareable else NEW

    @cached_property
    def draft(self):
        """What the form shows: the latest draft, or what the page proposes."""
        if self.shareable is not None:
            return self.shareable.get_latest_revision_as_object()
        shareable = PageShareable(
            page=self.page,
            language=language_of(self.page),
            **source_changes.proposal(self.page),
        )
        # Open and empty: the one question is all that is missing.
        shareable.prompts = [("prompt", {"text": "", "network": ""})]
        return shareable

    @cached_property
    def can_edit(self):
        return actions.can_edit(self.draft, self.request.user)

    @cached_property
    def differences(self):
        if self.shareable is None:
            return []
        return source_changes.differences(self.shareable, self.page)

    @cached_property
    def not_offerable(self):
        """Why the page cannot be offered as it is, in a sentence, or ""."""
        reason = (self.shareable or self.draft).get_block()
        return Offer.EndReason(reason).label if reason else ""

    @cached_property
    def edit_handler(self):
        return short_edit_handler(PageShareable)

    def get_form(self, **kwargs):
        form_class = self.edit_handler.get_form_class()
        return form_class(**kwargs, instance=self.draft, for_user=self.request.user)

    def get(self, request, *args, **kwargs):
        return self.show(self.get_form())

    def post(self, request, *args, **kwargs):
        if not self.can_edit:
            messages.error(
                request,
                _("This was not saved: somebody else is working on it right now."),
            )
            return self.show(self.get_form(data=request.POST, files=request.FILES))
        form = self.get_form(data=request.POST, files=request.FILES)
        is_draft = "action-draft" in request.POST
        if is_draft:
            form.defer_required_fields()
        is_valid = form.is_valid()
        if is_draft:
            form.restore_required_fields()
        if not is_valid or not self.save(form, is_draft):
            messages.validation_error(
                request, _("Something is missing; what you wrote is kept below."), form
            )
            return self.show(form)
        return redirect(self.get_own_url())

    def save(self, form, is_draft) -> bool:
        shareable = form.save(commit=False)
        try:
            with transaction.atomic():
                outcome = (
                    self.keep(shareable)
                    if is_draft
                    else actions.submit(shareable, self.request.user)
                )
        except IntegrityError:
            form.add_error(
                None, _("A colleague has prepared this page at the same moment.")
            )
            return False
        messages.success(self.request, self.get_message(outcome))
        return True

    def keep(self, shareable) -> str:
        actions.save_draft(shareable, self.request.user)
        return "kept"

    def get_message(self, outcome) -> str:
        return {
            "kept": _("The draft is saved. Nobody but editors sees it."),
            "moderation": _("Submitted. Colleagues find it as soon as it is approved."),
            "published": _("Done. Colleagues can share it now."),
            "scheduled": _("Done. Colleagues can share it when its time comes."),
            "draft": _(
                "The draft is saved. No workflow is set up for it, so somebody who"
                " may publish has to do that."
            ),
        }[outcome]

    def show(self, form):
        panel = self.edit_handler.get_bound_panel(
            instance=form.instance, request=self.request, form=form
        )
        return self.render_to_response(
            self.get_context_data(
                form=form,
                panel=panel,
                media=panel.media + form.media,
                action_url=self.get_own_url(),
                # What was typed is on the card, too.
                card=cards.card_of_shareable(form.instance),
            )
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page,
            page_url=self.get_back_url(),
            shareable=self.shareable,
            overview=self.overview,
            offer=self.overview.offer,
            is_new=self.shareable is None,
            is_withdrawn=self.overview.state == State.WITHDRAWN,
            can_edit=self.can_edit,
            not_offerable=self.not_offerable,
            differences=self.differences,
            waiting_for=self.get_waiting_for(),
            asked_for=self.get_asked_for(),
            lock_message=self.get_lock_message(),
            default_image_url=default_image_url(),
            has_public_address=bool(addresses.public_host()),
            submit_label=self.get_submit_label(),
            **self.get_addresses(),
            **kwargs,
        )

    def get_back_url(self):
        return next_url(self.request) or reverse(
            "wagtailadmin_pages:edit", args=[self.page.pk]
        )

    def get_addresses(self) -> dict:
        if self.shareable is None:
            return {}
        viewset = PageShareable.snippet_viewset

        def url(name):
            return reverse(viewset.get_url_name(name), args=[quote(self.shareable.pk)])

        found = {"full_url": url("edit"), "history_url": url("history")}
        if may_withdraw(self.shareable, self.request.user):
            query = urlencode({"next": self.get_own_url()})
            found["withdraw_url"] = f"{url('withdraw')}?{query}"
        return found

    def get_waiting_for(self) -> str:
        """Who acts next: the groups that approve, or the name of the task."""
        task = self.shareable and self.shareable.current_workflow_task
        if not task:
            return ""
        groups = getattr(task, "groups", None)
        names = [group.name for group in groups.all()] if groups else []
        return ", ".join(names) or task.name

    def get_asked_for(self) -> str:
        """What the moderator wants changed."""
        if State.NEEDS_CHANGES not in (self.overview.state, self.overview.pending):
            return ""
        state = self.shareable.current_workflow_state
        return (state and state.current_task_state.comment) or ""

    def get_lock_message(self) -> str:
        lock = self.shareable and self.shareable.get_lock()
        if not lock or not lock.for_user(self.request.user):
            return ""
        return lock.get_message(self.request.user) or lock.get_description(
            self.request.user
        )

    def get_submit_label(self) -> str:
        if self.draft.has_workflow:
            if State.MODERATION in (self.overview.state, self.overview.pending):
                return _("Save")
            return _("Submit")
        if actions.can_publish(self.draft, self.request.user):
            return _("Publish")
        return _("Save")

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(
                _("Back to the page"), url=self.get_back_url(), icon_name="doc-full"
            )
        ]

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.page.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title()},
        ]


class SourceChangeView(PageMixin, View):
    """The page changed: keep what is shared, or put the page's words into a draft."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if self.shareable is None:
            raise Http404
        if "update" not in request.POST:
            actions.keep_shared(self.shareable)
            messages.success(request, _("What is shared stays as it is."))
            return redirect(self.get_own_url())
        outcome = actions.update_from_page(self.shareable, request.user)
        messages.success(request, self.get_message(outcome))
        return redirect(self.get_own_url())

    def get_message(self, outcome) -> str:
        if outcome == "published":
            return _("The card says what the page says.")
        return _(
            "The new words are in a draft. What is shared stays as it is until they"
            " are approved."
        )


def language_of(page) -> str:
    """Return the content language of a page, or the site's first one."""
    locale = getattr(page, "locale", None)
    known = [code for code, _name in language_choices()]
    if locale is not None and locale.language_code in known:
        return locale.language_code
    return PageShareable._meta.get_field("language").get_default()


def default_image_url() -> str:
    """Return the picture that goes out where none is cleared."""
    image = cards.outgoing_image(PageShareable())
    return cards.rendition_url(image) if image else static(cards.DEFAULT_IMAGE)
