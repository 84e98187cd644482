from wagtail_advocacy.jobs import Schedule, schedules


def register():
    task = "wagtail_advocacy.badges.tasks.settle_everybody"
    schedules.register(Schedule("recognition", task, minutes=1440))
