"""`python -m tintg …`, where the console script is not on the path."""

import sys

from tintg.cli import main

sys.exit(main())
