"""Work on several pieces at once, where the order of the results matters."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

THREADS = 2  # pieces in memory at once; polars and pyarrow leave Python free meanwhile

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """work(item) of every item, in their order; the next ones are begun in the meantime."""
    with ThreadPoolExecutor(THREADS) as threads:
        begun: deque[Future[Result]] = deque()
        for item in items:
            begun.append(threads.submit(work, item))
            if len(begun) == THREADS:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
