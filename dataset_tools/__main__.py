"""``python -m dataset_tools`` is ``dataset-tools``."""

from dataset_tools.cli.main import main

main()
