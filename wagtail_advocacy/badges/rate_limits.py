from wagtail_advocacy.ambassadors.rate_limits import RateLimit, limits


WEEK = 7 * 24 * 60 * 60
# How many times, the lead says.
THANKING = RateLimit("thank", times=0, seconds=WEEK)
# Each adds a row to the ledger of points, and taking it back another.
REDEEMING = RateLimit("redeem", times=20, seconds=3600)
# Each is signed, which takes the server a while.
DOWNLOADING = RateLimit("credential", times=20, seconds=3600)


def register() -> None:
    limits.register(THANKING)
    limits.register(REDEEMING)
    limits.register(DOWNLOADING)
