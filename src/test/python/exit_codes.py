"""Checks submit/airflow/netadapt_exit.py; prints what is wrong, or: all as it should be."""

import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "submit/airflow")

from netadapt_exit import Next, next_after, run_and_retry

EXPECTED = {
    0: Next.SUCCEED,
    1: Next.GIVE_UP,
    2: Next.GIVE_UP,
    3: Next.ONCE_MORE,
    4: Next.RESUME,
    137: Next.RESUME,  # killed
    143: Next.RESUME,
    -15: Next.RESUME,
    255: Next.ONCE_MORE,  # what Spark itself ends with
}
for code, expected in EXPECTED.items():
    assert next_after(code) is expected, (code, next_after(code))


def ended(*codes):
    """What becomes of runs that end with these codes, and how many there were."""
    left = list(codes)
    pauses = []
    code, after = run_and_retry(lambda: left.pop(0), 60, pauses.append)
    assert set(pauses) <= {60}
    return code, after, len(codes) - len(left), len(pauses)


assert ended(0) == (0, Next.SUCCEED, 1, 0)
assert ended(2, 0) == (2, Next.GIVE_UP, 1, 0)
assert ended(4, 0) == (4, Next.RESUME, 1, 0)
assert ended(3, 0) == (0, Next.SUCCEED, 2, 1)
assert ended(3, 3, 0) == (3, Next.GIVE_UP, 2, 1)
assert ended(3, 4) == (4, Next.RESUME, 2, 1)
print("all as it should be")
