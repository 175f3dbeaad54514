"""What the exit codes of netadapt mean to a scheduler; needs no Airflow."""

import enum
import time
from typing import Callable

DONE, USAGE, BAD_INPUT, FAILED, STOPPED = range(5)

# A process that a signal ended: 128 + its number in a shell, or minus the number.
KILLED = {128 + 9, 128 + 15, -9, -15}


class Next(enum.Enum):
    """What to do after a run has ended."""

    SUCCEED = "done"
    GIVE_UP = "somebody has to mend something first"
    ONCE_MORE = "failed: what it was may be gone the next time, but hardly the time after"
    RESUME = "stopped: the same command goes on where it was"


def next_after(code: int) -> Next:
    """Says what to do after an exit code of submit/*.sh.

    On YARN in cluster mode all failures are 1, as wrong usage is, and so nothing is tried again: use client mode there.
    """
    if code == DONE:
        return Next.SUCCEED
    if code in (USAGE, BAD_INPUT):
        return Next.GIVE_UP
    if code == STOPPED or code in KILLED:
        return Next.RESUME
    return Next.ONCE_MORE


def run_and_retry(
    run: Callable[[], int], pause_seconds: float = 60, sleep: Callable[[float], None] = time.sleep
) -> tuple[int, Next]:
    """Runs, and once more if it has failed; returns the last exit code and what to do now.

    A scheduler's own count of retries is for runs that were stopped, of which there may be many.
    """
    code = run()
    if next_after(code) is Next.ONCE_MORE:
        sleep(pause_seconds)
        code = run()
    after = next_after(code)
    return code, Next.GIVE_UP if after is Next.ONCE_MORE else after
