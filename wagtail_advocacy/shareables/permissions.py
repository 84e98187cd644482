from wagtail.permission_policies import ModelPermissionPolicy


class ShareablePermissionPolicy(ModelPermissionPolicy):
    """Django's model permissions decide about a type of shareable."""

    def instances_user_has_any_permission_for(self, user, actions):
        # Only Wagtail's API asks for all of them, and then goes from each to what it
        # points to: at once, or it is a query a row.
        shown = {
            getattr(field, "name", field)
            for field in getattr(self.model, "api_fields", ())
        }
        related = [
            field.name
            for field in self.model._meta.fields
            if field.is_relation and field.name in shown
        ]
        return (
            super()
            .instances_user_has_any_permission_for(user, actions)
            .select_related(*related)
            .prefetch_related("topics")
        )
