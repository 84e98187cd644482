import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtail_advocacy_ambassadors", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutreachSettings",
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
                    "digest_weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=0,
                        help_text="Of those that come weekly, every two weeks or monthly. Each person decides how often; nobody gets any before they said yes.",
                        verbose_name="day of the digest",
                    ),
                ),
                (
                    "digest_hour",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (7, "7:00"),
                            (8, "8:00"),
                            (9, "9:00"),
                            (10, "10:00"),
                            (11, "11:00"),
                            (12, "12:00"),
                            (13, "13:00"),
                            (14, "14:00"),
                            (15, "15:00"),
                            (16, "16:00"),
                        ],
                        default=9,
                        help_text="From then on, spread over two hours, where each person is; later where their quiet hours last longer.",
                        verbose_name="hour of the digest",
                    ),
                ),
                (
                    "digest_size",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="At most so many things to share in one mail.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="largest digest",
                    ),
                ),
                (
                    "feed_token",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
            ],
            options={
                "verbose_name": "advocacy: digest and feed",
            },
        ),
        migrations.CreateModel(
            name="DigestChoice",
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
                    "frequency",
                    models.CharField(
                        choices=[
                            ("daily", "On every working day with something new"),
                            ("weekly", "Once a week"),
                            ("fortnightly", "Every two weeks"),
                            ("monthly", "Once a month"),
                        ],
                        default="weekly",
                        max_length=16,
                    ),
                ),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "ambassador",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digest_choice",
                        to="wagtail_advocacy_ambassadors.ambassador",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of digest",
                "verbose_name_plural": "choices of digests",
            },
        ),
    ]
