from django.dispatch import Signal


# The author said that they published it.
# provides args: share
share_confirmed = Signal()

# A figure of a share is known, or known better.
# provides args: share, reading
reading_added = Signal()

# The author says for the first time that they answered those who commented.
# provides args: share
comments_answered = Signal()

# The author said that they took down what they had published.
# provides args: share
share_withdrawn = Signal()
