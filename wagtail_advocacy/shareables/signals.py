from django.dispatch import Signal


# Something can be shared that could not be before.
# provides args: offer
offered = Signal()

# Something published must not stand any more; its links answer 410.
# provides args: offer
withdrawn = Signal()
