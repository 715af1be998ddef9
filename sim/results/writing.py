"""How results are written: see :mod:`sim.writing`."""

from sim.writing import reason, write_json, written, written_folder

__all__ = ["reason", "write_json", "written", "written_folder"]
