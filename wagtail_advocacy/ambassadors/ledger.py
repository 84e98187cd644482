from django.db import models


class LedgerError(TypeError):
    """Somebody tried to change what a ledger keeps for good."""


class LedgerQuerySet(models.QuerySet):
    def _refuse(self, *args, **kwargs):
        raise LedgerError(
            f"{self.model._meta.label} is append-only: add a new entry instead."
        )

    update = _refuse
    bulk_update = _refuse
    delete = _refuse
    update_or_create = _refuse

    # The manager refuses as well, and templates cannot call it.
    _refuse.alters_data = True  # type: ignore[attr-defined]
    _refuse.queryset_only = False  # type: ignore[attr-defined]


class LedgerModel(models.Model):
    """A row that is written once. Corrections are new rows.

    Only erasure takes rows away, by deleting the person they belong to.
    """

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise LedgerError(
                f"{self._meta.label} is append-only: add a new entry instead."
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise LedgerError(f"{self._meta.label} is append-only: it cannot be deleted.")
