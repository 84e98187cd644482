from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.jobs import Schedule, schedules


def register():
    tasks = "wagtail_advocacy.sharing.tasks"
    if app_settings.VISITS == "redis":
        schedules.register(Schedule("drain-visits", f"{tasks}.drain_visits", minutes=1))
    schedules.register(Schedule("fold-visits", f"{tasks}.fold_visits", minutes=15))
    schedules.register(Schedule("nudges", f"{tasks}.nudge_authors", minutes=5))
    # Found at once; this is for what the queue lost.
    schedules.register(Schedule("withdrawn", f"{tasks}.tell_all_withdrawn", minutes=60))
    schedules.register(
        Schedule("help-mails", f"{tasks}.tell_team_of_waiting", minutes=5)
    )
    schedules.register(
        Schedule("destroy-secrets", f"{tasks}.destroy_what_is_over", minutes=60)
    )
    schedules.register(
        Schedule("planned-shares", f"{tasks}.remind_of_planned", minutes=5)
    )
