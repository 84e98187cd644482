from django.dispatch import Signal


# provides args: ambassador
joined = Signal()

# provides args: ambassador
left = Signal()
