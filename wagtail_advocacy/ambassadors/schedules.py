from wagtail_advocacy.jobs import Schedule, schedules

from . import heartbeat


def register():
    tasks = "wagtail_advocacy.ambassadors.tasks"
    schedules.register(
        Schedule("forget-attempts", f"{tasks}.forget_old_attempts", minutes=60)
    )
    schedules.register(Schedule("notices", f"{tasks}.sweep_notices", minutes=5))
    schedules.register(Schedule(heartbeat.WORKER, f"{tasks}.beat", minutes=1))
    # What was answered from mails, to a process that may not carry it out.
    schedules.register(Schedule("answers", f"{tasks}.apply_answers", minutes=1))
    # Hourly, so that what failed is tried again; what is done today is not done twice.
    schedules.register(
        Schedule("group-figures", f"{tasks}.refresh_group_figures", minutes=60)
    )
    schedules.register(
        Schedule("retention", f"{tasks}.keep_no_longer", minutes=24 * 60)
    )
