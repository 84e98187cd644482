import re

from django.template import TemplateDoesNotExist
from django.template.backends.jinja2 import Jinja2


LEFT_TO_DJANGO = re.compile(r"^(wagtail[a-z]+|admin|django|registration)/")


class EveryTemplate(Jinja2):
    """Takes what no other engine was promised, as django-jinja's ``match_regex``."""

    app_dirname = "templates"

    def get_template(self, template_name):
        if LEFT_TO_DJANGO.match(template_name):
            raise TemplateDoesNotExist(template_name, backend=self)
        return super().get_template(template_name)
