#!/usr/bin/env python
"""Command line of the demo intranet: ``python example_site/manage.py``."""

import os
import sys
from pathlib import Path


def main():
    # The site is imported as ``example_site`` wherever the command is run from.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
