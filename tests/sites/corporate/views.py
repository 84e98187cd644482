from pathlib import Path

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404
from django.views import View


class MediaView(LoginRequiredMixin, View):
    """Files of editors, for whoever is logged in."""

    login_url = "/portal"

    def get(self, request, path):
        root = Path(settings.MEDIA_ROOT).resolve()
        file = (root / path).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            raise Http404
        return FileResponse(file.open("rb"))
