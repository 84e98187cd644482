import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtail_advocacy_ambassadors", "0001_initial"),
        ("wagtail_advocacy_sharing", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BadgesSettings",
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
                    "rules",
                    models.JSONField(blank=True, default=dict, verbose_name="points"),
                ),
                (
                    "thanks_per_week",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="How many times a week one person can thank others. 0: not at all.",
                        validators=[django.core.validators.MaxValueValidator(50)],
                        verbose_name="thanks a week",
                    ),
                ),
                (
                    "boards",
                    models.BooleanField(
                        default=False,
                        help_text="Departments by the average of those who take part, and people who chose to be named. Conversations and own words count, never the number of shares.",
                        verbose_name="show boards",
                    ),
                ),
                (
                    "rewards",
                    models.BooleanField(
                        default=False,
                        help_text="Then colleagues find what is on offer beside their points, and whoever may hand it over finds what they asked for. Talk to payroll and to the works council first.",
                        verbose_name="points can be spent on rewards",
                    ),
                ),
                (
                    "reward_hashtags",
                    models.CharField(
                        default="#rewarded",
                        help_text="Says in a post that its author may get something worth money for it. The composer proposes it while such a reward is on offer. Several, such as one a language, are separated by spaces: any of them is enough.",
                        max_length=100,
                        verbose_name="hashtag of rewarded posts",
                    ),
                ),
            ],
            options={
                "verbose_name": "advocacy: badges",
            },
        ),
        migrations.CreateModel(
            name="Board",
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
                ("quarter", models.CharField(max_length=8, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "Department"),
                            ("location", "Location"),
                            ("entity", "Entity"),
                        ],
                        max_length=16,
                    ),
                ),
                ("minimum", models.PositiveSmallIntegerField()),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "board of a quarter",
                "verbose_name_plural": "boards of quarters",
                "ordering": ["-quarter"],
            },
        ),
        migrations.CreateModel(
            name="PublicPicture",
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
                ("digest", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=32)),
            ],
            options={
                "verbose_name": "picture of a badge that is shown",
                "verbose_name_plural": "pictures of badges that are shown",
            },
        ),
        migrations.CreateModel(
            name="Badge",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "description",
                    models.TextField(
                        help_text="What somebody who has it did, in a sentence. May become public.",
                        max_length=300,
                        verbose_name="description",
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True,
                        help_text="Said to them alone, such as “You answered five readers: thank you.”",
                        max_length=300,
                        verbose_name="words to whoever earns it",
                    ),
                ),
                (
                    "how_to_earn",
                    models.TextField(
                        help_text="In words, for those who do not have it yet.",
                        max_length=300,
                        verbose_name="how to earn it",
                    ),
                ),
                (
                    "image",
                    models.FileField(
                        blank=True,
                        help_text="SVG or PNG, square. Scripts and references are taken out.",
                        upload_to="advocacy/badges/",
                        verbose_name="picture",
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        blank=True,
                        help_text="Badges of one family stand together, by level.",
                        max_length=64,
                        verbose_name="family",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No level"),
                            ("bronze", "Bronze"),
                            ("silver", "Silver"),
                            ("gold", "Gold"),
                            ("own", "A level of our own"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="level",
                    ),
                ),
                (
                    "own_level",
                    models.CharField(
                        blank=True, max_length=32, verbose_name="name of the level"
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[("all", "All of them"), ("any", "Any of them")],
                        default="all",
                        max_length=8,
                        verbose_name="conditions that have to be met",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("once", "Once"),
                            ("month", "Each month"),
                            ("quarter", "Each quarter"),
                        ],
                        default="once",
                        max_length=16,
                        verbose_name="how often",
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: for good.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="valid for, in months",
                    ),
                ),
                (
                    "hidden",
                    models.BooleanField(
                        default=False,
                        help_text="A surprise: nobody sees it before they have it.",
                        verbose_name="hidden until earned",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="from"),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which it can be earned.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only they earn it and see it. Empty: everybody who takes part.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                        verbose_name="audience",
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
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_locked_badges",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "badge",
                "verbose_name_plural": "badges",
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="BadgeCondition",
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
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                (
                    "condition",
                    models.CharField(max_length=64, verbose_name="condition"),
                ),
                (
                    "at_least",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="at least",
                    ),
                ),
                (
                    "badge",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="wagtail_advocacy_badges.badge",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criteria",
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
                    "match",
                    models.CharField(
                        choices=[("all", "All of them"), ("any", "Any of them")],
                        max_length=8,
                    ),
                ),
                ("conditions", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "badge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_badges.badge",
                    ),
                ),
            ],
            options={
                "verbose_name": "criteria of a badge",
                "verbose_name_plural": "criteria of badges",
            },
        ),
        migrations.CreateModel(
            name="Award",
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
                ("period", models.CharField(blank=True, max_length=16)),
                ("turn", models.PositiveSmallIntegerField(default=0)),
                ("counts_from", models.DateField(null=True)),
                ("counts_until", models.DateField(null=True)),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("awarded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "badge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_badges.badge",
                    ),
                ),
                (
                    "criteria",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_badges.criteria",
                    ),
                ),
            ],
            options={
                "verbose_name": "award",
                "verbose_name_plural": "awards",
                "ordering": ["-awarded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Goal",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "metric",
                    models.CharField(max_length=64, verbose_name="what people do"),
                ),
                (
                    "target",
                    models.PositiveSmallIntegerField(
                        help_text="Of those who take part. How many do is nobody's goal: it is free.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="goal, in per cent",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        help_text="Everybody sees for a month afterwards what became of it.",
                        verbose_name="until",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Each reaches it by itself. None: everybody together.",
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
                        verbose_name="departments",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "ordering": ["-ends_on", "name"],
            },
        ),
        migrations.CreateModel(
            name="PointEntry",
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
                ("rule", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=128)),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "Entry"), ("reversal", "Reversal")],
                        default="entry",
                        max_length=16,
                    ),
                ),
                ("amount", models.IntegerField()),
                ("day", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("earned", "earned"),
                            ("capped", "the week's most was reached"),
                            ("gone", "what had earned it is not there any more"),
                            ("spent", "for a reward"),
                            ("returned", "returned: the reward was not handed over"),
                        ],
                        default="earned",
                        max_length=16,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
            ],
            options={
                "verbose_name": "point entry",
                "verbose_name_plural": "point entries",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PointTotal",
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
                ("earned", models.PositiveIntegerField(default=0)),
                ("spent", models.PositiveIntegerField(default=0)),
                (
                    "ambassador",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
            ],
            options={
                "verbose_name": "total of points",
                "verbose_name_plural": "totals of points",
            },
        ),
        migrations.CreateModel(
            name="PublicAward",
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
                ("public_id", models.UUIDField(unique=True)),
                (
                    "holder",
                    models.CharField(max_length=150, verbose_name="name that is shown"),
                ),
                ("language", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=100)),
                ("description", models.TextField()),
                ("how_to_earn", models.TextField()),
                ("awarded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("shown_at", models.DateTimeField(auto_now_add=True)),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public",
                        to="wagtail_advocacy_badges.award",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_badges.publicpicture",
                    ),
                ),
            ],
            options={
                "verbose_name": "award that is shown",
                "verbose_name_plural": "awards that are shown",
                "ordering": ["-shown_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
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
                    "said_to",
                    models.CharField(
                        blank=True, editable=False, max_length=400, verbose_name="to"
                    ),
                ),
                ("text", models.TextField(max_length=300, verbose_name="thanks")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("refused_at", models.DateTimeField(editable=False, null=True)),
                (
                    "counted_key",
                    models.CharField(
                        editable=False, max_length=200, null=True, unique=True
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_advocacy_sharing.helprequest",
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_advocacy_badges.publicaward",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_recognitions_given",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from",
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
                        related_name="wagtail_advocacy_locked_recognitions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_recognitions_received",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "thanks",
                "verbose_name_plural": "thanks",
                "ordering": ["-given_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Revocation",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("evidence_gone", "what it was for was taken back"),
                            ("by_hand", "a lead took it back"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("revoked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revocation",
                        to="wagtail_advocacy_badges.award",
                    ),
                ),
            ],
            options={
                "verbose_name": "revocation",
                "verbose_name_plural": "revocations",
            },
        ),
        migrations.CreateModel(
            name="Reward",
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
                    "description",
                    models.TextField(max_length=500, verbose_name="description"),
                ),
                (
                    "cost",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="cost, in points",
                    ),
                ),
                (
                    "stock",
                    models.PositiveIntegerField(
                        help_text="What is left of it. What was asked for is taken off already, and comes back where it is refused.",
                        verbose_name="stock",
                    ),
                ),
                (
                    "handed_over_by",
                    models.CharField(
                        help_text="A person or a place, such as “Reception, ground floor”.",
                        max_length=150,
                        verbose_name="who hands it over",
                    ),
                ),
                (
                    "is_cash_like",
                    models.BooleanField(
                        default=False,
                        help_text="A voucher, a day off, a phone. Then a post that earns points towards it has to say so: people read it here and in the composer. It may be taxed like pay, so ask payroll before you offer it.",
                        verbose_name="it is worth money",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(default=True, verbose_name="on offer"),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only they find it. Empty: everybody who takes part.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                        verbose_name="audience",
                    ),
                ),
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
                "verbose_name": "reward",
                "verbose_name_plural": "rewards",
                "ordering": ["cost", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Redemption",
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
                ("cost", models.PositiveIntegerField(verbose_name="cost, in points")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("approved", "Approved"),
                            ("handed_over", "Handed over"),
                            ("refused", "Refused"),
                            ("given_up", "Given up"),
                        ],
                        default="asked",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "open_key",
                    models.CharField(
                        editable=False, max_length=64, null=True, unique=True
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="asked at",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, max_length=500)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_decided_redemptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="wagtail_advocacy_badges.reward",
                        verbose_name="reward",
                    ),
                ),
            ],
            options={
                "verbose_name": "redemption",
                "verbose_name_plural": "redemptions",
                "ordering": ["-asked_at", "-pk"],
                "permissions": [
                    ("hand_over_redemption", "Can approve and hand over rewards")
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BoardLine",
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
                ("name", models.CharField(max_length=255)),
                ("conversed", models.PositiveSmallIntegerField(null=True)),
                ("own_words", models.PositiveSmallIntegerField(null=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="wagtail_advocacy_badges.board",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit on a board",
                "verbose_name_plural": "units on boards",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "unit"),
                        name="wagtail_advocacy_board_line_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardPlace",
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
                ("conversations", models.PositiveSmallIntegerField()),
                ("own_words", models.BooleanField()),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="wagtail_advocacy_badges.board",
                    ),
                ),
            ],
            options={
                "verbose_name": "name on a board",
                "verbose_name_plural": "names on boards",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "ambassador"),
                        name="wagtail_advocacy_board_place_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="criteria",
            constraint=models.UniqueConstraint(
                fields=("badge", "digest"), name="wagtail_advocacy_criteria_once"
            ),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(
                fields=["badge", "period"], name="wagtail_advocacy_award_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "badge", "period", "turn"),
                name="wagtail_advocacy_award_once",
            ),
        ),
        migrations.AddIndex(
            model_name="pointentry",
            index=models.Index(
                fields=["ambassador", "day"], name="wagtail_advocacy_points_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointentry",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "rule", "source", "kind"),
                name="wagtail_advocacy_points_once",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="reward",
            unique_together={("translation_key", "locale")},
        ),
    ]
