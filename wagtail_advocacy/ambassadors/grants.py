"""What outsiders' requests add here; they read nothing."""

from wagtail_advocacy.grants import Grant, grants


MAIL_ANSWER = Grant(
    "wagtail_advocacy_ambassadors.MailAnswer", insert=("delivery", "choice", "said_at")
)


def register():
    grants.register(MAIL_ANSWER)
