import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import wagtail_advocacy.hashtags
import wagtail_advocacy.sharing.models.shares
import wagtail_advocacy.sharing.nudge_times


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtail_advocacy_ambassadors", "0001_initial"),
        ("wagtail_advocacy_shareables", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                (
                    "nudge_times",
                    models.CharField(
                        blank=True,
                        default="3h, 1d, 3d",
                        help_text="How long after a post its author is asked whether somebody reacted, such as 3h, 1d, 3d: at most three times, within a week. They find it on the intranet, and in a mail if they said yes to it. It ends when they reply or want no more. Leave it empty to ask nobody.",
                        max_length=60,
                        validators=[
                            wagtail_advocacy.sharing.nudge_times.validate_nudge_times
                        ],
                        verbose_name="ask the author after",
                    ),
                ),
                (
                    "originality_policy",
                    models.CharField(
                        choices=[
                            ("off", "Off: texts are not compared"),
                            ("nudge", "Nudge: a close text is asked about"),
                            ("require", "Require: a close text does not leave"),
                        ],
                        default="nudge",
                        help_text="What happens when a text is close to the suggestions or to a colleague's post. Nudge: the composer asks once, and whoever presses “Continue” again leaves with it. Require: it stays in the composer until it is in the author's own words. Only authors learn what was found about their texts.",
                        max_length=16,
                        verbose_name="close texts",
                    ),
                ),
                (
                    "originality_minimum",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="From 0, a copy, to 100, all own words. Below this a text is close. 50 was chosen with a few hundred texts, so that own words are hardly ever asked about; a higher number asks about more of them. 0: never.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="close below",
                    ),
                ),
                (
                    "confidential_words",
                    models.TextField(
                        blank=True,
                        help_text="One to a line, such as the name of a project. Whoever writes one is asked once whether they are sure, and told whom to ask; they may go on. What is on this list is shown only to those who write it.",
                        verbose_name="confidential words",
                    ),
                ),
                (
                    "jargon",
                    models.TextField(
                        blank=True,
                        help_text="One to a line: what people outside do not know. Authors get a hint, and may keep the word.",
                        verbose_name="words of the trade",
                    ),
                ),
                (
                    "hints_off",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="hints that are not given",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(
                        blank=True,
                        help_text="Somebody of communication whom colleagues may call: about a confidential word, after a slip, or when nobody answered them within a working day.",
                        max_length=150,
                        verbose_name="whom to call",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="their telephone"
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="their e-mail"
                    ),
                ),
                (
                    "help_mailbox",
                    models.EmailField(
                        blank=True,
                        help_text="Told that somebody asks for help, with a link and nothing else. Empty: nobody is mailed, and the menu shows how many wait.",
                        max_length=254,
                        verbose_name="mailbox of the team",
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
                            ("withdrawn", "Taken down by its author"),
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
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("postponed", models.PositiveSmallIntegerField(default=0)),
                ("post_address", models.URLField(blank=True, max_length=500)),
                ("nudges_stopped_at", models.DateTimeField(null=True)),
                ("originality", models.PositiveSmallIntegerField(null=True)),
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
            name="HelpRequest",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("before_posting", "A question before posting"),
                            ("difficult_comment", "A difficult comment"),
                            ("slip", "A slip"),
                        ],
                        max_length=32,
                        verbose_name="kind",
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=32)),
                ("text", models.TextField(blank=True)),
                ("address", models.URLField(blank=True, max_length=500)),
                ("note", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not answered"),
                            ("taken", "Taken by somebody"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("open_key", models.CharField(max_length=100, null=True, unique=True)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="asked at",
                    ),
                ),
                ("handled_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "share",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_sharing.share",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for help",
                "verbose_name_plural": "requests for help",
                "ordering": ["-asked_at", "-pk"],
                "permissions": [
                    ("answer_before_posting", "Can answer who asks before posting"),
                    ("answer_difficult_comment", "Can handle difficult comments"),
                    ("answer_slip", "Can help after a slip"),
                ],
                "default_permissions": (),
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
                        fields=("ambassador", "offer", "network"),
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
            name="Reading",
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
                    "metric",
                    models.CharField(
                        choices=[
                            ("comments", "Comments"),
                            ("reactions", "Reactions"),
                            ("replied", "The author replied"),
                        ],
                        max_length=32,
                    ),
                ),
                ("value", models.PositiveIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("measured", "measured"),
                            ("self-reported", "self-reported"),
                            ("estimated", "estimated"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="wagtail_advocacy_sharing.share",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["share", "metric"], name="wagtail_advocacy_reading_of"
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
