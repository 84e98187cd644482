from wagtail_advocacy.jobs import Schedule, schedules


def register():
    schedules.register(
        Schedule(
            "learning-reminders",
            "wagtail_advocacy.learning.tasks.remind_of_what_is_missing",
            minutes=24 * 60,
        )
    )
