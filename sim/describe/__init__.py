"""Generate the parts of README, docs, experiments and MODEL.md that follow from code or runs.

python -m sim.describe                    refresh what follows from the code alone, in seconds
python -m sim.describe --all              also run the case, validation, studies and the others
python -m sim.describe --only validation  refresh only some of these
python -m sim.describe --only case --from FOLDER   refresh from runs that were made before

The text around the markers is written by hand and stays as it is. To add a block from code, write
a function under ``@part`` in ``parts.py`` and put its two markers into the document. To add one
from runs, enter a ``MeasuredPage`` in ``measured.py``.
"""
