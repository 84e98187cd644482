from django.dispatch import Signal


# The author said that they published it.
# provides args: share
share_confirmed = Signal()

# The author said that they took down what they had published.
# provides args: share
share_withdrawn = Signal()
