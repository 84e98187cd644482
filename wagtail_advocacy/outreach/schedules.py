from wagtail_advocacy.jobs import Schedule, schedules


def register():
    # Often, because each person's begins at a time of their own.
    schedules.register(
        Schedule("digests", "wagtail_advocacy.outreach.tasks.send_digests", minutes=15)
    )
