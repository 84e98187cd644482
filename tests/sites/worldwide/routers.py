from django.db import transaction


class ReadFromReplica:
    """Reads go to the replica, but for those of a transaction that is still open.

    Wagtail's own audit log reads back what its transaction has written, so every
    router that Wagtail survives does as much.
    """

    def db_for_read(self, model, **hints):
        if transaction.get_connection("default").in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, obj1, obj2, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == "default"
