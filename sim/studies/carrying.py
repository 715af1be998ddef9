"""A study carried out from its file to its runs; a search looks for its plans first."""

from pathlib import Path

from sim.pools import pool
from sim.runs.journal import Journal
from sim.runs.runner import Progress
from sim.studies.loading import Study
from sim.studies.running import Agree, Carried, Desk, study_identity
from sim.studies.search import Search
from sim.studies.searching import searched


def carry_out(
    study: Study,
    folder: Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    agree: Agree | None = None,
) -> Carried:
    """Run all settings of a study on all its seeds.

    With a ``folder`` what is finished is kept there, and the same call goes on from it. Once
    a few runs show how long all would take, ``agree`` is asked. Raises ``InputError`` if the
    folder holds another study, ``RunsFailedError`` if no run goes well.
    """
    journal = Journal(folder, study_identity(study)) if folder else None
    with pool(cluster, workers) as at_hand:
        if isinstance(study.asked, Search):
            study = searched(study, study.asked, folder, at_hand, progress, agree)
        desk = Desk(study, journal, at_hand)
        desk.estimate(agree)
        desk.work_off(progress)
    return desk.carried()
