from wagtail_advocacy.ambassadors.rate_limits import (
    RateLimit,
    WeeklyLimit,
    limits,
)


# How many times, the lead says.
THANKING = WeeklyLimit("thank", times=0)
# Each adds a row to the ledger of points, and taking it back another.
REDEEMING = RateLimit("redeem", times=20, seconds=3600)
# Each is signed, which takes the server a while.
DOWNLOADING = RateLimit("credential", times=20, seconds=3600)


def register() -> None:
    limits.register(THANKING)
    limits.register(REDEEMING)
    limits.register(DOWNLOADING)
