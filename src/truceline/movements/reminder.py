"""The sentence that stands on everything that is said of notified sites and of movements.

Source: what notification systems say of themselves: taking part is voluntary, creates no protection, and neither absence from a
list nor removal from it takes any away.
"""

REMINDER = (
    "Notification neither creates nor removes protection: what is not notified is protected no less. "
    "Notified, approved and safe are three different things."
)
