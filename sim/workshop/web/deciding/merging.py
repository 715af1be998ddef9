"""Words that several people change at once."""

from diff_match_patch import diff_match_patch

PATIENCE = 0.01
"""Seconds to look for the smallest difference. A larger one does as well."""


def with_change(before: str, after: str, current: str) -> str | None:
    """Return a text with what somebody has changed in an earlier version of it.

    ``before`` is the version that they began from, ``after`` what they have made of it. The
    result is None if their change no longer fits in ``current``.
    """
    if current in (before, after):
        return after
    if after == before:
        return current
    if not before:  # two people have begun at once
        return f"{current} {after}"
    matcher = diff_match_patch()
    matcher.Diff_Timeout = PATIENCE
    merged, fitting = matcher.patch_apply(matcher.patch_make(before, after), current)
    return str(merged) if all(fitting) else None
