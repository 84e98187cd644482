from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_advocacy_sharing", "0001_initial"),
    ]

    operations = [
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
    ]
