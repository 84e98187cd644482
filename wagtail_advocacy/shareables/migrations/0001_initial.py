import uuid

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import swapper
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models
from wagtail.images import get_image_model_string

import wagtail_advocacy.sanitize
import wagtail_advocacy.shareables.blocks
import wagtail_advocacy.shareables.models.offers
import wagtail_advocacy.shareables.models.shareables


swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(get_image_model_string()),
        swapper.dependency("wagtailcore", "Page"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtail_advocacy_ambassadors", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=wagtail_advocacy.shareables.models.offers.new_public_id,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("object_id", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=255)),
                ("summary", models.TextField()),
                ("language", models.CharField(max_length=100)),
                ("nature", models.CharField(max_length=32)),
                ("call_to_action", models.CharField(max_length=60)),
                ("hashtags", models.JSONField(default=list)),
                ("networks", models.JSONField(default=list)),
                ("destination", models.URLField(max_length=2000)),
                ("offered_at", models.DateTimeField()),
                ("opens_at", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended", models.BooleanField(db_index=True, default=False)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unpublished", "It was unpublished."),
                            ("expired", "Its time was over."),
                            ("deleted", "It was deleted."),
                            ("withdrawn", "It was withdrawn."),
                            ("page_deleted", "Its page was deleted."),
                            ("page_unpublished", "Its page is not published."),
                            (
                                "page_restricted",
                                "Its page is restricted to some groups or by a password.",
                            ),
                        ],
                        max_length=32,
                    ),
                ),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "audience",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
                "ordering": ["-opens_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublicAddressTrial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("address", models.URLField(max_length=2000)),
                (
                    "tried_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now
                    ),
                ),
                (
                    "tried_from",
                    models.CharField(
                        choices=[
                            ("browser", "a browser"),
                            ("server", "the intranet's server"),
                        ],
                        max_length=16,
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                ("is_good", models.BooleanField(null=True)),
            ],
            options={
                "verbose_name": "public address trial",
                "verbose_name_plural": "public address trials",
                "ordering": ["-tried_at", "-pk"],
                "default_permissions": ["add"],
            },
        ),
        migrations.CreateModel(
            name="OfferImage",
            fields=[
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="image",
                        serialize=False,
                        to="wagtail_advocacy_shareables.offer",
                    ),
                ),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("alt_text", models.CharField(blank=True, max_length=255)),
            ],
            options={
                "verbose_name": "offer image",
                "verbose_name_plural": "offer images",
            },
        ),
        migrations.CreateModel(
            name="ShareablesSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        blank=True,
                        help_text="Shown to outsiders on the public card. Empty: the site's name.",
                        max_length=150,
                        verbose_name="name of the organisation",
                    ),
                ),
                (
                    "public_site",
                    models.URLField(
                        blank=True,
                        help_text="Where outsiders learn more about the organisation.",
                        validators=[wagtail_advocacy.sanitize.validate_web_address],
                        verbose_name="public website",
                    ),
                ),
                (
                    "legal_notice",
                    models.URLField(
                        blank=True,
                        validators=[wagtail_advocacy.sanitize.validate_web_address],
                        verbose_name="legal notice",
                    ),
                ),
                (
                    "privacy_notice",
                    models.URLField(
                        blank=True,
                        validators=[wagtail_advocacy.sanitize.validate_web_address],
                        verbose_name="privacy notice",
                    ),
                ),
                (
                    "default_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Goes out where a shareable has no image that is cleared for outside.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="default image",
                    ),
                ),
            ],
            options={
                "verbose_name": "advocacy: public card",
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "translation_key",
                    models.UUIDField(default=uuid.uuid4, editable=False),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="PageShareable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        verbose_name="has unpublished changes",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="go live date/time"
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="expiry date/time"
                    ),
                ),
                (
                    "expired",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="expired"
                    ),
                ),
                (
                    "locked",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="locked"
                    ),
                ),
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="locked at"
                    ),
                ),
                (
                    "live",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="live"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Public: what people outside see above the picture.",
                        max_length=255,
                        verbose_name="title",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="Public: one or two sentences for people outside.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=wagtail_advocacy.shareables.models.shareables.language_choices,
                        default=wagtail_advocacy.shareables.models.shareables.default_language,
                        max_length=100,
                        verbose_name="language",
                    ),
                ),
                (
                    "image_cleared",
                    models.BooleanField(
                        default=False,
                        help_text="Everybody shown agreed, and we may publish the picture. Unticked, the default image goes out instead.",
                        verbose_name="people and rights are cleared for outside",
                    ),
                ),
                (
                    "prompts",
                    wagtail.fields.StreamField(
                        [("prompt", 2)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For example: “What surprised you about this?”",
                                    "label": "Question or angle",
                                    "max_length": 300,
                                    "rows": 2,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": wagtail_advocacy.shareables.blocks.network_choices,
                                    "label": "Only for this network",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 0), ("network", 1)]],
                                {},
                            ),
                        },
                        help_text="A question or an angle that makes colleagues want to say something of their own. Not a text to copy.",
                        verbose_name="prompts",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("employer_brand", "Employer brand"),
                            ("industry", "Industry"),
                            ("commercial", "Commercial"),
                        ],
                        default="employer_brand",
                        max_length=32,
                        verbose_name="nature",
                    ),
                ),
                (
                    "networks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Where it may be shared. None ticked: everywhere.",
                        verbose_name="networks",
                    ),
                ),
                (
                    "staff_first_hours",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Colleagues can share it this many hours after it was published inside.",
                        verbose_name="staff first: hours",
                    ),
                ),
                (
                    "hashtags",
                    models.CharField(
                        blank=True,
                        help_text="Suggested, separated by spaces.",
                        max_length=200,
                        verbose_name="hashtags",
                    ),
                ),
                (
                    "call_to_action",
                    models.CharField(
                        blank=True,
                        help_text="Public: the text of the card's button, such as “See our jobs”.",
                        max_length=60,
                        verbose_name="call to action",
                    ),
                ),
                (
                    "may_say",
                    models.TextField(
                        blank=True,
                        help_text="One line each. Seen by those who share, never by outsiders.",
                        verbose_name="what I may say",
                    ),
                ),
                (
                    "may_not_say",
                    models.TextField(
                        blank=True,
                        help_text="One line each.",
                        verbose_name="what I may not say",
                    ),
                ),
                (
                    "page_is_public",
                    models.BooleanField(
                        default=False,
                        help_text="People outside can open the page itself. Unticked, the link leads to a public card and the page stays inside.",
                        verbose_name="this page is public",
                    ),
                ),
                ("page_snapshot", models.JSONField(default=dict, editable=False)),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only they find it and share it. Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="image",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_shareable",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                        verbose_name="page",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_advocacy_shareables.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "shareable page",
                "verbose_name_plural": "shareable pages",
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="topics",
            field=models.ManyToManyField(
                related_name="+", to="wagtail_advocacy_shareables.topic"
            ),
        ),
        migrations.CreateModel(
            name="LinkShareable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        verbose_name="has unpublished changes",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="go live date/time"
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="expiry date/time"
                    ),
                ),
                (
                    "expired",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="expired"
                    ),
                ),
                (
                    "locked",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="locked"
                    ),
                ),
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="locked at"
                    ),
                ),
                (
                    "live",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="live"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Public: what people outside see above the picture.",
                        max_length=255,
                        verbose_name="title",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="Public: one or two sentences for people outside.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=wagtail_advocacy.shareables.models.shareables.language_choices,
                        default=wagtail_advocacy.shareables.models.shareables.default_language,
                        max_length=100,
                        verbose_name="language",
                    ),
                ),
                (
                    "image_cleared",
                    models.BooleanField(
                        default=False,
                        help_text="Everybody shown agreed, and we may publish the picture. Unticked, the default image goes out instead.",
                        verbose_name="people and rights are cleared for outside",
                    ),
                ),
                (
                    "prompts",
                    wagtail.fields.StreamField(
                        [("prompt", 2)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For example: “What surprised you about this?”",
                                    "label": "Question or angle",
                                    "max_length": 300,
                                    "rows": 2,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": wagtail_advocacy.shareables.blocks.network_choices,
                                    "label": "Only for this network",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 0), ("network", 1)]],
                                {},
                            ),
                        },
                        help_text="A question or an angle that makes colleagues want to say something of their own. Not a text to copy.",
                        verbose_name="prompts",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("employer_brand", "Employer brand"),
                            ("industry", "Industry"),
                            ("commercial", "Commercial"),
                        ],
                        default="employer_brand",
                        max_length=32,
                        verbose_name="nature",
                    ),
                ),
                (
                    "networks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Where it may be shared. None ticked: everywhere.",
                        verbose_name="networks",
                    ),
                ),
                (
                    "staff_first_hours",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Colleagues can share it this many hours after it was published inside.",
                        verbose_name="staff first: hours",
                    ),
                ),
                (
                    "hashtags",
                    models.CharField(
                        blank=True,
                        help_text="Suggested, separated by spaces.",
                        max_length=200,
                        verbose_name="hashtags",
                    ),
                ),
                (
                    "call_to_action",
                    models.CharField(
                        blank=True,
                        help_text="Public: the text of the card's button, such as “See our jobs”.",
                        max_length=60,
                        verbose_name="call to action",
                    ),
                ),
                (
                    "may_say",
                    models.TextField(
                        blank=True,
                        help_text="One line each. Seen by those who share, never by outsiders.",
                        verbose_name="what I may say",
                    ),
                ),
                (
                    "may_not_say",
                    models.TextField(
                        blank=True,
                        help_text="One line each.",
                        verbose_name="what I may not say",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        help_text="A public page that anybody can open.",
                        max_length=2000,
                        validators=[wagtail_advocacy.sanitize.validate_web_address],
                        verbose_name="address",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only they find it and share it. Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="image",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_advocacy_shareables.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "shareable link",
                "verbose_name_plural": "shareable links",
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="FollowedTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed_topics",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_shareables.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "followed topic",
                "verbose_name_plural": "followed topics",
            },
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=("content_type", "object_id"),
                name="wagtail_advocacy_offer_shareable",
            ),
        ),
        migrations.AddConstraint(
            model_name="followedtopic",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "topic"), name="wagtail_advocacy_follow_once"
            ),
        ),
    ]
