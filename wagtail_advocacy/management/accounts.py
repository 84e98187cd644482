"""Finds the account that somebody names on a command line."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError


def find_account(named: str):
    """Return the account of this name, as it logs in, or of this primary key.

    Switched-off accounts are found too.

    :raises CommandError: there is none, or one is named so and another one has that
        key.
    """
    found = {account.pk: account for account in _candidates(named)}
    if len(found) > 1:
        names = ", ".join(
            f"{account.get_username()} (key {pk})" for pk, account in found.items()
        )
        raise CommandError(f"“{named}” may be either of these accounts: {names}.")
    if not found:
        raise CommandError(
            f"There is no account “{named}”. What was kept about one that is deleted"
            " names nobody, and goes by itself (RETENTION, “deleted_accounts”)."
        )
    return next(iter(found.values()))


def _candidates(named: str):
    model = get_user_model()
    try:
        yield model._default_manager.get_by_natural_key(named)
    except (ObjectDoesNotExist, AttributeError):
        yield from model._base_manager.filter(**{model.USERNAME_FIELD: named})
    try:
        yield from model._base_manager.filter(pk=named)
    except (ValidationError, ValueError, OverflowError):
        # A key of this model never looks like that.
        return
