from django.dispatch import Signal


# provides args: signature
charter_signed = Signal()

# provides args: completion
training_completed = Signal()
