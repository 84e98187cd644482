from django.dispatch import Signal


# provides args: ambassador
joined = Signal()

# provides args: ambassador
left = Signal()
# Sent without arguments once a lead has closed sharing that was open.
sharing_closed = Signal()
