from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import yesno
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.images import get_image_model
from wagtail.snippets.views.snippets import EditView, IndexView, InspectView

from wagtail_advocacy import addresses, compat, layout, networks
from wagtail_advocacy.sanitize import spreadsheet_text

from . import actions, cards, page_buttons, projection, source_changes
from .forms import WithdrawForm
from .models import AbstractShareable, Offer, PageShareable
from .models.shareables import language_choices
from .overviews import NEW, State, attach, overview_of
from .panels import short_edit_handler


EXPORTED = [
    "title",
    "summary",
    "state",
    "language",
    "nature",
    "topics",
    "networks",
    "first_published_at",
    "expire_at",
]
EXPORT_HEADINGS = {
    "state": gettext_lazy("State"),
    "language": gettext_lazy("Language"),
    "topics": gettext_lazy("Topics"),
    "networks": gettext_lazy("Networks"),
}
INSPECTED = [
    "title",
    "summary",
    "language",
    "image",
    "image_cleared",
    "call_to_action",
    "prompts",
    "topics",
    "nature",
    "networks",
    "staff_first_hours",
    "hashtags",
    "may_say",
    "may_not_say",
    "go_live_at",
    "expire_at",
]


def network_names(shareable) -> str:
    """Return where something may be shared, in words."""
    if not shareable.networks:
        return _("Everywhere")
    return ", ".join(network_name(key) for key in shareable.networks)


def network_name(key: str) -> str:
    """Return the name of a network; it may have been taken out of the site since."""
    try:
        return str(networks.get(key).name)
    except networks.UnknownNetwork:
        return key


class FormulaFreeCSVMixin(SpreadsheetExportMixin):
    """Keeps a spreadsheet from running what somebody typed into a field."""

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(value, str):
            return spreadsheet_text(value)
        return value


class ShareableIndexView(FormulaFreeCSVMixin, IndexView):
    """The list of one type, with what became of each in a fixed number of queries."""

    def get_table(self, object_list):
        attach(object_list)
        return super().get_table(object_list)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        attach(queryset)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_queryset(self):
        queryset = super().get_queryset()
        if self.is_export and not self.is_searching:
            queryset = queryset.prefetch_related("topics")
        return queryset

    def to_row_dict(self, item):
        return {field: self._exported(item, field) for field in self.list_export}

    def _exported(self, item, field):
        if field.startswith("figure_"):
            return item.overview.display(field.removeprefix("figure_"))
        if field == "state":
            return item.overview.label
        if field == "networks":
            return network_names(item)
        if field == "topics":
            return ", ".join(topic.name for topic in item.topics.all())
        if field in ("language", "nature"):
            return str(getattr(item, f"get_{field}_display")())
        return getattr(item, field)


class ShareableEditView(EditView):
    """Wagtail's form, and from there to the page and to withdrawing."""

    withdraw_url_name = ""

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if may_withdraw(self.live_object, self.request.user):
            buttons.append(
                Button(
                    _("Withdraw…"),
                    url=reverse(self.withdraw_url_name, args=[quote(self.object.pk)]),
                    icon_name="no-view",
                    priority=25,
                )
            )
        page = self.live_object.get_page()
        if page is not None and page_buttons.is_for(page, self.request.user):
            buttons.append(
                Button(
                    _("About this page"),
                    url=reverse("wagtail_advocacy_admin:page", args=[page.pk]),
                    icon_name="doc-full",
                    priority=5,
                )
            )
        return buttons


class ShareableInspectView(InspectView):
    """What a shareable says, in words."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        # Python's own words for these are not for people, and in English.
        if value is None:
            return "–"
        return yesno(value) if isinstance(value, bool) else value

    def get_prompts_display_value(self):
        return format_html_join("", "<p>{}</p>", self._prompts())

    def _prompts(self):
        for prompt in self.object.prompts:
            network = prompt.value.get("network")
            text = prompt.value["text"]
            if network:
                text = _("%(network)s: %(prompt)s") % {
                    "network": network_name(network),
                    "prompt": text,
                }
            yield (text,)

    def get_networks_display_value(self):
        return network_names(self.object)

    def get_topics_display_value(self):
        return ", ".join(topic.name for topic in self.object.topics.all())

    def get_language_display_value(self):
        return dict(language_choices()).get(self.object.language, self.object.language)


def may_withdraw(shareable, user) -> bool:
    """Whether there is something out that ``user`` may take back."""
    if not actions.can_publish(shareable, user):
        return False
    offer = projection.offer_of(shareable)
    return offer is not None and not offer.is_withdrawn


class OwnTemplateMixin(WagtailAdminTemplateMixin, View):
    """Renders our template with our engine, where the site's own comes first."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.template_engine = layout.own_engine()


class WithdrawView(PermissionCheckedMixin, OwnTemplateMixin, TemplateView):
    """Says what withdrawing does, asks for the reason, and does it."""

    # With a value: Wagtail hands a viewset's model only to views that have one.
    model: type[AbstractShareable] = AbstractShareable
    edit_url_name = ""
    index_url_name = ""
    permission_required = "publish"
    header_icon = "no-view"
    page_title = gettext_lazy("Withdraw")
    template_name = "wagtail_advocacy/shareables/withdraw.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.model, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse(self.index_url_name),
                "label": capfirst(self.model._meta.verbose_name_plural),
            },
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_edit_url(self):
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def get_next_url(self):
        return get_valid_next_url_from_request(self.request) or self.get_edit_url()

    def get(self, request, *args, **kwargs):
        if not may_withdraw(self.object, request.user):
            messages.warning(
                request, _("There is nothing to withdraw: it is not offered.")
            )
            return redirect(self.get_next_url())
        return self.render_to_response(self.get_context_data(form=WithdrawForm()))

    def post(self, request, *args, **kwargs):
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            actions.withdraw(
                self.object, request.user, reason=form.cleaned_data["reason"]
            )
        except ValueError:
            messages.warning(
                request, _("There is nothing to withdraw: it is not offered.")
            )
        else:
            messages.success(
                request,
                _(
                    "“%(title)s” is withdrawn. Its links say so from now on, and"
                    " colleagues who published it are told."
                )
                % {"title": self.object},
            )
        return redirect(self.get_next_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object, next_url=self.get_next_url(), **kwargs
        )


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
        return get_valid_next_url_from_request(self.request) or reverse(
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
