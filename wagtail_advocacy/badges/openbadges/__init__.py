"""Awards as Open Badges 3.0: https://www.imsglobal.org/spec/ob/v3p0

The package ``openbadgeslib`` is an extra. Only ``making`` and ``signing`` import it,
and nothing imports these two before somebody signs or makes a key. What the public
process serves needs neither it nor a private key.
"""
