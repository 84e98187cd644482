from django.shortcuts import get_object_or_404, redirect

from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.going_on import go_on

from ..actions.charters import NotTakingPart, SigningRefused, sign
from ..charter_queries import parts_for
from ..models import Signature


class CharterView(EmployeeView):
    """Read the charter that is in force, see what changed, and sign it."""

    template_name = "wagtail_advocacy/learning/charter.html"

    def get(self, request):
        return self.render_charter()

    def post(self, request):
        try:
            sign(request.user, self._shown())
        except SigningRefused as refusal:
            status = 403 if isinstance(refusal, NotTakingPart) else 409
            return self.render_charter(refusal=refusal, status=status)
        if self.wanted:
            return go_on(self.next_url())
        return redirect("wagtail_advocacy:learning:charter")

    def _shown(self) -> list[int]:
        return [
            int(value)
            for value in self.request.POST.getlist("text")
            if value.isascii() and value.isdigit() and len(value) < 19
        ]

    @property
    def wanted(self) -> str:
        return self.request.POST.get("next") or self.request.GET.get("next") or ""

    @property
    def language(self) -> str | None:
        # That of the page somebody came from: our address may not carry a language.
        wanted = self.request.POST.get("language") or self.request.GET.get("language")
        return wanted or None

    def render_charter(self, **context):
        parts = parts_for(self.request.user, self.ambassador, self.language)
        address = self.next_url() if self.wanted else ""
        return self.render(
            parts=parts,
            to_sign=[part for part in parts if part.signature is None],
            is_signed_before=any(part.earlier for part in parts),
            next=address,
            language=self.language or "",
            back=self.request.get_full_path(),
            **context,
        )


class SignaturesView(EmployeeView):
    template_name = "wagtail_advocacy/learning/signatures.html"

    def get(self, request):
        return self.render(signatures=own_signatures(request.user))


class SignatureView(EmployeeView):
    """The very text somebody signed, whatever has become of its page."""

    template_name = "wagtail_advocacy/learning/signature.html"

    def get(self, request, pk):
        signature = get_object_or_404(own_signatures(request.user), pk=pk)
        return self.render(signature=signature, text=signature.text)


def own_signatures(user):
    # Theirs even after they left: it is what they agreed to.
    return (
        Signature.objects.filter(ambassador__user=user)
        .select_related("text", "version__charter__entity")
        .order_by("-signed_at", "-pk")
    )
