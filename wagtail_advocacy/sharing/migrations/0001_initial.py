import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import wagtail_advocacy.hashtags
import wagtail_advocacy.sharing.models.shares


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtail_advocacy_ambassadors", "0001_initial"),
        ("wagtail_advocacy_shareables", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharingSettings",
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
                    "disclosure_hashtag",
                    models.CharField(
                        blank=True,
                        help_text="Says that the author works here, such as #TeamAlder. It is proposed with every post; readers and the law expect openness.",
                        max_length=50,
                        validators=[wagtail_advocacy.hashtags.validate_hashtag],
                        verbose_name="employer hashtag",
                    ),
                ),
                (
                    "person_daily_cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=3,
                        help_text="From midnight to midnight where the person is. Empty: no limit. Whoever reaches it keeps their text and is proposed a later moment.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="posts per person and day",
                    ),
                ),
                (
                    "person_weekly_cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=10,
                        help_text="From Monday to Sunday where the person is. Empty: no limit.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="posts per person and week",
                    ),
                ),
                (
                    "offer_hourly_cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=5,
                        help_text="By everybody together, in each hour of the clock. Empty: no limit.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="posts of one article per hour",
                    ),
                ),
                (
                    "offer_daily_cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=20,
                        help_text="By everybody together, from midnight to midnight in the site's time zone. Empty: no limit. What is posted already is never refused, whatever you change here.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="posts of one article per day",
                    ),
                ),
            ],
            options={
                "verbose_name": "advocacy: sharing",
            },
        ),
        migrations.CreateModel(
            name="VisitBuffer",
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
                ("key", models.CharField(max_length=64, unique=True)),
                ("last_id", models.CharField(blank=True, max_length=41)),
            ],
            options={
                "verbose_name": "visit buffer",
                "verbose_name_plural": "visit buffers",
            },
        ),
        migrations.CreateModel(
            name="VisitorSalt",
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
                ("day", models.DateField(unique=True)),
                ("salt", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "visitor salt",
                "verbose_name_plural": "visitor salts",
            },
        ),
        migrations.CreateModel(
            name="Share",
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
                ("network", models.CharField(max_length=32)),
                ("instance", models.CharField(blank=True, max_length=253)),
                ("text", models.TextField()),
                ("hashtags", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Left for the network"),
                            ("confirmed", "Published"),
                            ("dropped", "Given up"),
                        ],
                        db_index=True,
                        default="open",
                        max_length=16,
                    ),
                ),
                ("open_key", models.CharField(max_length=100, null=True, unique=True)),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("place_taken_at", models.DateTimeField(null=True)),
                ("postponed", models.PositiveSmallIntegerField(default=0)),
                ("post_address", models.URLField(blank=True, max_length=500)),
                (
                    "ambassador",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_shareables.offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "share",
                "verbose_name_plural": "shares",
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Handoff",
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
                    "key",
                    models.CharField(
                        default=wagtail_advocacy.sharing.models.shares.new_handoff_key,
                        max_length=22,
                        unique=True,
                    ),
                ),
                ("network", models.CharField(max_length=32)),
                ("instance", models.CharField(blank=True, max_length=253)),
                ("text", models.TextField()),
                ("link_address", models.URLField(max_length=500)),
                ("picture_address", models.URLField(blank=True, max_length=500)),
                ("title", models.CharField(max_length=255)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_sharing.share",
                    ),
                ),
            ],
            options={
                "verbose_name": "handoff",
                "verbose_name_plural": "handoffs",
            },
        ),
        migrations.CreateModel(
            name="TrackedLink",
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
                    "code",
                    models.CharField(
                        default=wagtail_advocacy.sharing.models.shares.new_code,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("network", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_shareables.offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "tracked link",
                "verbose_name_plural": "tracked links",
            },
        ),
        migrations.AddField(
            model_name="share",
            name="link",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="share",
                to="wagtail_advocacy_sharing.trackedlink",
            ),
        ),
        migrations.CreateModel(
            name="Draft",
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
                ("network", models.CharField(blank=True, max_length=32)),
                ("instance", models.CharField(blank=True, max_length=253)),
                ("text", models.TextField()),
                ("hashtags", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_shareables.offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ambassador", "offer"),
                        name="wagtail_advocacy_draft_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaceCount",
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
                ("window", models.CharField(max_length=16)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("over_at", models.DateTimeField(db_index=True)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_shareables.offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of places",
                "verbose_name_plural": "counts of places",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("offer", "window"), name="wagtail_advocacy_pace_window"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedShare",
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
                ("network", models.CharField(max_length=32)),
                ("instance", models.CharField(blank=True, max_length=253)),
                ("text", models.TextField()),
                ("hashtags", models.JSONField(default=list)),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("remind_at", models.DateTimeField(db_index=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_shareables.offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned share",
                "verbose_name_plural": "planned shares",
                "ordering": ["remind_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ambassador", "offer", "network"),
                        name="wagtail_advocacy_plan_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                ("visitor", models.CharField(max_length=32)),
                ("half_hour", models.PositiveIntegerField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="wagtail_advocacy_sharing.trackedlink",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "indexes": [
                    models.Index(
                        fields=["half_hour"], name="wagtail_advocacy_visit_fold"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("link", "visitor", "half_hour"),
                        name="wagtail_advocacy_visit_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitCount",
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
                ("day", models.DateField()),
                ("visits", models.PositiveIntegerField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visit_counts",
                        to="wagtail_advocacy_sharing.trackedlink",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit count",
                "verbose_name_plural": "visit counts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("link", "day"), name="wagtail_advocacy_visitcount_day"
                    )
                ],
            },
        ),
    ]
