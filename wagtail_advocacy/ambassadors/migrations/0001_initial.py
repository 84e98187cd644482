import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Audience",
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
                    "name",
                    models.CharField(max_length=100, unique=True, verbose_name="name"),
                ),
                (
                    "languages",
                    models.JSONField(
                        blank=True, default=list, verbose_name="languages"
                    ),
                ),
            ],
            options={
                "verbose_name": "audience",
                "verbose_name_plural": "audiences",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="DirectorySync",
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
                ("read_at", models.DateTimeField(null=True)),
                ("day", models.DateField(null=True)),
                ("lists_everybody", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "synchronisation of the directory",
                "verbose_name_plural": "synchronisations of the directory",
            },
        ),
        migrations.CreateModel(
            name="FigureGroup",
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
                    "scope",
                    models.CharField(
                        choices=[
                            ("unit", "Unit"),
                            ("none", "No unit"),
                            ("all", "Everybody"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=255)),
                ("headcount", models.PositiveIntegerField(null=True)),
            ],
            options={
                "verbose_name": "line of group figures",
                "verbose_name_plural": "lines of group figures",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FigureSnapshot",
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
                ("day", models.DateField(unique=True, verbose_name="day")),
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
                ("taken_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "group figures of a day",
                "verbose_name_plural": "group figures",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="SetupRecord",
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
                ("key", models.CharField(max_length=191, unique=True)),
                ("done_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "set-up step",
                "verbose_name_plural": "set-up steps",
            },
        ),
        migrations.CreateModel(
            name="SharingState",
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
                        default="sharing", editable=False, max_length=16, unique=True
                    ),
                ),
                ("is_open", models.BooleanField(default=False)),
                ("sentence", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "state of sharing",
                "verbose_name_plural": "states of sharing",
            },
        ),
        migrations.CreateModel(
            name="TaskRun",
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
                ("due_at", models.DateTimeField(null=True)),
                ("ran_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "run of a repeated task",
                "verbose_name_plural": "runs of repeated tasks",
            },
        ),
        migrations.CreateModel(
            name="Ambassador",
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
                ("joined_at", models.DateTimeField(verbose_name="joined at")),
                ("left_at", models.DateTimeField(null=True, verbose_name="left at")),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_ambassador",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ambassador",
                "verbose_name_plural": "ambassadors",
            },
        ),
        migrations.CreateModel(
            name="AmbassadorsSettings",
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
                    "objective",
                    models.TextField(
                        blank=True,
                        help_text="What the programme is for, in words every employee may read.",
                        verbose_name="objective",
                    ),
                ),
                (
                    "privacy_contact",
                    models.EmailField(
                        blank=True,
                        help_text="Whom an employee asks what is kept about them.",
                        max_length=254,
                        verbose_name="privacy contact",
                    ),
                ),
                (
                    "works_council",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("informed", "informed"),
                            ("consulted", "consulted"),
                            ("none", "there is none here"),
                        ],
                        help_text="Staff representatives, whatever they are called where you are.",
                        max_length=16,
                        verbose_name="works council",
                    ),
                ),
                (
                    "works_council_on",
                    models.DateField(
                        blank=True,
                        help_text="The day they were informed or consulted.",
                        null=True,
                        verbose_name="on",
                    ),
                ),
                (
                    "processing_register",
                    models.CharField(
                        blank=True,
                        help_text="Its number or address in your records of processing activities; what is kept about whom stands in the documentation, under “privacy”.",
                        max_length=255,
                        verbose_name="entry in the processing register",
                    ),
                ),
                (
                    "minimum_group",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="A figure about a group appears only if at least so many people did something and as many did not. It holds from the next day's figures on.",
                        validators=[django.core.validators.MinValueValidator(3)],
                        verbose_name="smallest group",
                    ),
                ),
                (
                    "figures_by",
                    models.CharField(
                        choices=[
                            ("department", "Department"),
                            ("location", "Location"),
                            ("entity", "Entity"),
                        ],
                        default="department",
                        help_text="Figures are broken down in one way only: two ways side by side would tell of single people. It holds from the next day's figures on.",
                        max_length=16,
                        verbose_name="figures by",
                    ),
                ),
                (
                    "everybody_has_account",
                    models.BooleanField(
                        default=False,
                        help_text="For a site without a directory of its own. Leave it unticked where accounts are made at the first login: how many people there are is then unknown.",
                        verbose_name="every employee has an account",
                    ),
                ),
                (
                    "department_groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="For a site without a directory of its own: people in several of these groups count in the first by name.",
                        related_name="+",
                        to="auth.group",
                        verbose_name="groups that are departments",
                    ),
                ),
            ],
            options={
                "verbose_name": "advocacy: programme",
            },
        ),
        migrations.CreateModel(
            name="AttemptCount",
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
                ("person", models.CharField(max_length=32)),
                ("action", models.CharField(max_length=32)),
                ("window", models.PositiveIntegerField()),
                ("attempts", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "count of attempts",
                "verbose_name_plural": "counts of attempts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "action", "window"),
                        name="wagtail_advocacy_attempts_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AudiencePerson",
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
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wagtail_advocacy_picked_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "person of an audience",
                "verbose_name_plural": "people of an audience",
            },
        ),
        migrations.AddField(
            model_name="audience",
            name="people",
            field=models.ManyToManyField(
                related_name="wagtail_advocacy_audiences",
                through="wagtail_advocacy_ambassadors.AudiencePerson",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("purpose", models.CharField(max_length=64)),
                ("granted", models.BooleanField()),
                ("wording", models.CharField(max_length=32)),
                ("source", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("kind", models.CharField(max_length=64)),
                ("occasion", models.CharField(max_length=128)),
                ("context", models.JSONField(default=dict)),
                ("address", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be mailed"),
                            ("sent", "Mailed"),
                            ("intranet", "On the intranet only"),
                            ("dropped", "Not told"),
                            ("failed", "Mail refused"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "due_at",
                    models.DateTimeField(default=django.utils.timezone.now, null=True),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("put_away_at", models.DateTimeField(null=True)),
                ("is_forgotten", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
        ),
        migrations.CreateModel(
            name="DismissedInvitation",
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
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_dismissed_invitation",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "dismissed invitation",
                "verbose_name_plural": "dismissed invitations",
            },
        ),
        migrations.CreateModel(
            name="Expertise",
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
                "verbose_name": "field of expertise",
                "verbose_name_plural": "fields of expertise",
                "ordering": ["name"],
                "abstract": False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name="audience",
            name="expertise",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="wagtail_advocacy_ambassadors.expertise",
                verbose_name="expertise",
            ),
        ),
        migrations.CreateModel(
            name="FigureCell",
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
                ("metric", models.CharField(max_length=128)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("protected", "protected"),
                            ("unavailable", "unavailable"),
                        ],
                        max_length=16,
                    ),
                ),
                ("people", models.PositiveIntegerField(null=True)),
                ("rate", models.PositiveSmallIntegerField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="wagtail_advocacy_ambassadors.figuregroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "group figure",
                "verbose_name_plural": "cells of group figures",
            },
        ),
        migrations.AddField(
            model_name="figuregroup",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="groups",
                to="wagtail_advocacy_ambassadors.figuresnapshot",
            ),
        ),
        migrations.CreateModel(
            name="MailAnswer",
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
                ("choice", models.CharField(max_length=32)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("applied_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer from a mail",
                "verbose_name_plural": "answers from mails",
            },
        ),
        migrations.CreateModel(
            name="NetworkHandle",
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
                ("handle", models.CharField(max_length=300)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handles",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
            ],
            options={
                "verbose_name": "name on a network",
                "verbose_name_plural": "names on networks",
                "ordering": ["network"],
            },
        ),
        migrations.CreateModel(
            name="Profile",
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
                ("languages", models.JSONField(default=list)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("weekly_rhythm", models.PositiveSmallIntegerField(null=True)),
                ("paused_until", models.DateField(null=True)),
                (
                    "ambassador",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profile",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "expertise",
                    models.ManyToManyField(
                        related_name="+", to="wagtail_advocacy_ambassadors.expertise"
                    ),
                ),
            ],
            options={
                "verbose_name": "profile",
                "verbose_name_plural": "profiles",
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                            ("department", "Department"),
                            ("location", "Location"),
                            ("entity", "Entity"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=150)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "unit of the directory",
                "verbose_name_plural": "units of the directory",
                "ordering": ["kind", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key"), name="wagtail_advocacy_unit_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wagtail_advocacy_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="wagtail_advocacy_ambassadors.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
            },
        ),
        migrations.CreateModel(
            name="Headcount",
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
                ("people", models.PositiveIntegerField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="headcounts",
                        to="wagtail_advocacy_ambassadors.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "headcount",
                "verbose_name_plural": "headcounts",
            },
        ),
        migrations.AddField(
            model_name="figuregroup",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtail_advocacy_ambassadors.unit",
            ),
        ),
        migrations.CreateModel(
            name="DirectoryPerson",
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
                ("language", models.CharField(blank=True, max_length=16)),
                ("is_executive", models.BooleanField(default=False)),
                (
                    "manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_directory_team",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wagtail_advocacy_directory_person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "person of the directory",
                "verbose_name_plural": "people of the directory",
            },
        ),
        migrations.AddField(
            model_name="audience",
            name="departments",
            field=models.ManyToManyField(
                blank=True,
                limit_choices_to={"kind": "department"},
                related_name="+",
                to="wagtail_advocacy_ambassadors.unit",
                verbose_name="departments",
            ),
        ),
        migrations.AddField(
            model_name="audience",
            name="entities",
            field=models.ManyToManyField(
                blank=True,
                limit_choices_to={"kind": "entity"},
                related_name="+",
                to="wagtail_advocacy_ambassadors.unit",
                verbose_name="entities",
            ),
        ),
        migrations.AddField(
            model_name="audience",
            name="locations",
            field=models.ManyToManyField(
                blank=True,
                limit_choices_to={"kind": "location"},
                related_name="+",
                to="wagtail_advocacy_ambassadors.unit",
                verbose_name="locations",
            ),
        ),
        migrations.AddConstraint(
            model_name="audienceperson",
            constraint=models.UniqueConstraint(
                fields=("audience", "user"), name="wagtail_advocacy_picked_once"
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                fields=["ambassador", "purpose"], name="wagtail_advocacy_consent_of"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["state", "due_at"], name="wagtail_advocacy_notice_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("user", "kind", "occasion"), name="wagtail_advocacy_notice_once"
            ),
        ),
        migrations.AlterUniqueTogether(
            name="expertise",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="figurecell",
            constraint=models.UniqueConstraint(
                fields=("group", "metric"), name="wagtail_advocacy_figure_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailanswer",
            constraint=models.UniqueConstraint(
                fields=("delivery", "choice"), name="wagtail_advocacy_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkhandle",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "network"), name="wagtail_advocacy_handle_network"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "unit"), name="wagtail_advocacy_membership_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="headcount",
            constraint=models.UniqueConstraint(
                fields=("unit", "day"), name="wagtail_advocacy_headcount_once"
            ),
        ),
    ]
