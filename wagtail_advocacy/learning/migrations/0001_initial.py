import django.db.models.deletion
import django.utils.timezone
import swapper
from django.conf import settings
from django.db import migrations, models


swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        swapper.dependency("wagtailcore", "Page"),
        ("wagtail_advocacy_ambassadors", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LearningSettings",
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
                    "grace_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="When a charter changed, whoever signed it before can go on sharing for this many days. 0: they sign first.",
                        verbose_name="days to sign again",
                    ),
                ),
            ],
            options={
                "verbose_name": "advocacy: charters and trainings",
            },
        ),
        migrations.CreateModel(
            name="Charter",
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
                ("key", models.CharField(max_length=32, unique=True)),
                ("translation_key", models.UUIDField()),
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
                    "entity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
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
                "verbose_name": "charter",
                "verbose_name_plural": "charters",
            },
        ),
        migrations.CreateModel(
            name="CharterVersion",
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
                ("number", models.PositiveIntegerField()),
                ("effective_from", models.DateField()),
                ("required_from", models.DateField()),
                ("superseded", models.BooleanField(default=False)),
                ("change_summary", models.TextField(blank=True)),
                ("comments_until", models.DateField(null=True)),
                ("language", models.CharField(max_length=100)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="wagtail_advocacy_learning.charter",
                    ),
                ),
            ],
            options={
                "verbose_name": "charter version",
                "verbose_name_plural": "charter versions",
                "ordering": ["charter", "number"],
            },
        ),
        migrations.CreateModel(
            name="CharterText",
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
                ("language", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=255)),
                ("introduction", models.TextField(blank=True)),
                ("clauses", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="wagtail_advocacy_learning.charterversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "charter text",
                "verbose_name_plural": "charter texts",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Completion",
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
                ("training", models.UUIDField(db_index=True)),
                ("title", models.CharField(max_length=255)),
                ("language", models.CharField(max_length=100)),
                ("period", models.PositiveSmallIntegerField()),
                ("completed_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.ambassador",
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
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsultationComment",
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
                ("clause_id", models.CharField(max_length=64)),
                (
                    "clause_title",
                    models.CharField(max_length=120, verbose_name="clause"),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="comment")),
                ("written_on", models.DateField(verbose_name="written on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a trainer"),
                            ("shown", "Shown beside the clause"),
                            ("hidden", "Not shown"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        help_text="Shown below the comment, to everybody.",
                        verbose_name="answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wagtail_advocacy_consultation_comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="wagtail_advocacy_learning.charterversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a charter",
                "verbose_name_plural": "comments on charters",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LessonRead",
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
                ("training", models.UUIDField()),
                ("lesson", models.CharField(max_length=64)),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "verbose_name": "lesson read",
                "verbose_name_plural": "lessons read",
            },
        ),
        migrations.CreateModel(
            name="QuestionCount",
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
                ("training", models.UUIDField()),
                ("question", models.CharField(max_length=64)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("first_answered", models.PositiveIntegerField(default=0)),
                ("first_wrong", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "count of a question",
                "verbose_name_plural": "counts of questions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("training", "question"),
                        name="wagtail_advocacy_question_counted_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuizAttempt",
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
                ("training", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("answers", models.JSONField(default=dict)),
                ("right", models.PositiveSmallIntegerField()),
                ("total", models.PositiveSmallIntegerField()),
                ("passed", models.BooleanField()),
                ("handed_in_at", models.DateTimeField()),
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
                "verbose_name": "quiz attempt",
                "verbose_name_plural": "quiz attempts",
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("signed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_learning.chartertext",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="wagtail_advocacy_learning.charterversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="charterversion",
            constraint=models.UniqueConstraint(
                fields=("charter", "number"), name="wagtail_advocacy_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "training", "period"),
                name="wagtail_advocacy_completed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonread",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "training", "lesson"),
                name="wagtail_advocacy_lesson_read_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "training"), name="wagtail_advocacy_last_attempt"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("ambassador", "version"), name="wagtail_advocacy_signature_once"
            ),
        ),
    ]
