from django.dispatch import Signal


# The author said that they published it.
# provides args: share
share_confirmed = Signal()
