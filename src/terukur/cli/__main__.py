"""``python -m terukur.cli``, which the demo uses to start its children."""

import sys

from terukur.cli import main

sys.exit(main())
