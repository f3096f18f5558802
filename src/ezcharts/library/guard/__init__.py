"""What strangers' files pass before anything of them is kept: pictures, archives, folders.

Nothing that a file says of itself is believed: what it claims is looked at first and bounded, what it holds
is counted while it is read, and what does not fit is refused with the rule, the value seen and what to do.
"""
