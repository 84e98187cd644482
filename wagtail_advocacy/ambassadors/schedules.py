from wagtail_advocacy.jobs import Schedule, schedules


def register():
    tasks = "wagtail_advocacy.ambassadors.tasks"
    schedules.register(
        Schedule("forget-attempts", f"{tasks}.forget_old_attempts", minutes=60)
    )
