"""The harnesses import one another by name, as ``run.py`` finds them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
