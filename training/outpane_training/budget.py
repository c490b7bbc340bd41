"""How long a training lasts: by the wall clock, or by steps where a test or a comparison wants the same work every
time.
"""

import math
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """Whichever ends first."""

    minutes: float = math.inf
    steps: int | None = None

    def part(self, count: int) -> "Budget":
        """One of `count` equal parts, at least a step."""
        steps = None if self.steps is None else max(1, self.steps // count)
        return Budget(self.minutes / count, steps)


class Clock:
    """Starts when it is made."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.start = budget, time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.start

    def done(self, steps: int) -> float:
        """The share of the budget that is used up after `steps` steps; 1 or more: it is over."""
        by_time = self.seconds / (self.budget.minutes * 60)
        return max(by_time, steps / self.budget.steps) if self.budget.steps else by_time
