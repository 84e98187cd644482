from wagtail.fields import StreamField


class PlainStreamField(StreamField):
    """A stream whose blocks are no business of migrations.

    Which blocks there are depends on what a site has installed (videos), and the
    column is the same whatever they are. Migrations name Wagtail's own field, so that
    those of a site's own page type can be read without us.
    """

    def deconstruct(self):
        name, _path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], kwargs
