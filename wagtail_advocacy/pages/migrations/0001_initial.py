import django.core.validators
import django.db.models.deletion
import swapper
import wagtail.fields
from django.db import migrations, models


swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        swapper.dependency("wagtailcore", "Page"),
        ("wagtail_advocacy_ambassadors", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CharterPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
                (
                    "introduction",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="introduction"
                    ),
                ),
                (
                    "clauses",
                    wagtail.fields.StreamField(
                        [("clause", 7)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 120},
                            ),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ol", "ul"],
                                    "label": "Text",
                                },
                            ),
                            2: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "What it protects, in a sentence or two.",
                                    "label": "Why",
                                    "required": False,
                                    "rows": 2,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Do", "max_length": 250},
                            ),
                            4: (
                                "wagtail.blocks.ListBlock",
                                (3,),
                                {"default": [], "label": "Do"},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Don’t", "max_length": 250},
                            ),
                            6: (
                                "wagtail.blocks.ListBlock",
                                (5,),
                                {"default": [], "label": "Don’t"},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 0),
                                        ("text", 1),
                                        ("why", 2),
                                        ("do", 4),
                                        ("dont", 6),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="clauses",
                    ),
                ),
                (
                    "effective_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: as soon as it is published.",
                        null=True,
                        verbose_name="in force from",
                    ),
                ),
                (
                    "comments_until",
                    models.DateField(
                        blank=True,
                        help_text="Until the end of this day everybody can comment on each clause, with or without their name. It must be in force later than that.",
                        null=True,
                        verbose_name="open for comments until",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wording", "Wording only: whoever signed has signed this"),
                            ("material", "Material: everybody concerned signs again"),
                        ],
                        max_length=16,
                        verbose_name="this change is",
                    ),
                ),
                (
                    "change_summary",
                    models.TextField(
                        blank=True,
                        help_text="In a sentence or two, for those who sign again.",
                        max_length=500,
                        verbose_name="what changed",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only they are asked to sign. Empty: everybody it concerns.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the charter of the whole group. Chosen: an addendum, with clauses for the people of this entity alone.",
                        limit_choices_to={"kind": "entity"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.unit",
                        verbose_name="entity",
                    ),
                ),
            ],
            options={
                "verbose_name": "charter",
                "verbose_name_plural": "charters",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="TrainingPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="What it is good for, in a sentence or two.",
                        max_length=500,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="How long the lessons and the quiz take together.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "required",
                    models.BooleanField(
                        default=False,
                        help_text="Ambassadors pass it before they leave for a network. Keep what is required short: with the charter, ten minutes in all.",
                        verbose_name="required before sharing",
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="After that it is to be passed again. Empty: for good.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="valid for (months)",
                    ),
                ),
                (
                    "lessons",
                    wagtail.fields.StreamField(
                        [], block_lookup={}, verbose_name="lessons"
                    ),
                ),
                (
                    "quiz",
                    wagtail.fields.StreamField(
                        [], block_lookup={}, verbose_name="quiz"
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="How many questions are to be right, of a hundred. Anybody may try again as often as they like.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="pass mark (percent)",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whom it is for. Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_advocacy_ambassadors.audience",
                        verbose_name="audience",
                    ),
                ),
            ],
            options={
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
            },
            bases=("wagtailcore.page", models.Model),
        ),
    ]
