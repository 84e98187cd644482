"""What a process on a public host may do in the database, and nothing else."""

from dataclasses import dataclass

from .registry import Registry


@dataclass(frozen=True)
class Grant:
    """What the public process may do with one table.

    ``advocacy_public_role`` turns it into privileges; a column that is not named
    cannot be read, so views of ``public_urls`` say ``only(*grant.read)``.

    :param model: label of the model, such as "wagtail_advocacy_sharing.Visit".
    :param read: names of the fields it reads; the primary key comes along.
    :param insert: names of the fields of rows it adds. It never changes or deletes.
    """

    model: str
    read: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.model


grants: Registry[Grant] = Registry("grant of the public process")
