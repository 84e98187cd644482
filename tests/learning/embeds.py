"""Says what changes with ``wagtail.embeds``; run by a test, in a process of its own."""

from unittest import mock

import django


django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils.safestring import SafeString  # noqa: E402

from wagtail_advocacy.layout import render_own  # noqa: E402
from wagtail_advocacy.learning.training_blocks import (  # noqa: E402
    LessonBlock,
    body_blocks,
)


PLAYER = "<iframe title='A film'></iframe>"

if "video" in dict(body_blocks()):
    print("offered")  # noqa: T201
call_command(
    "makemigrations",
    "wagtail_advocacy_learning",
    "wagtail_advocacy_pages",
    "testapp",
    check=True,
    dry_run=True,
    verbosity=0,
)
value = LessonBlock().to_python(
    {
        "title": "A film",
        "body": [{"type": "video", "value": "https://video.example/1", "id": "1"}],
    }
)
with mock.patch(
    "wagtail.embeds.blocks.embed_to_frontend_html", return_value=SafeString(PLAYER)
):
    html = render_own(
        "wagtail_advocacy/learning/_lesson_body.html",
        {"body": value["body"], "language": "en"},
        None,
    )
if PLAYER in html and 'href="https://video.example/1"' in html:
    print("shown")  # noqa: T201
