from django.dispatch import Signal


# People have new awards; sent once for all that were made together.
# provides args: awards
awarded = Signal()

# Awards count no more.
# provides args: revocations
revoked = Signal()

# Thanks have reached their receiver.
# provides args: recognition
thanked = Signal()

# Thanks are not there any more: taken back, or removed by whoever got them.
# provides args: recognition
thanks_gone = Signal()
