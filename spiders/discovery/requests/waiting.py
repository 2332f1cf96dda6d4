"""What waits to be asked for: in the order in which it was met, so many of a host at a time."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import chain

from spiders.discovery.requests.pending import Pending


class Waiting:
    """Requests that wait, by host. Views of lists that are walked anyway come when nothing else is
    left. per_host: how many of one host may be on their way."""

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._queue: dict[str, deque[Pending]] = {}
        self._views: deque[Pending] = deque()  # of lists that are walked first
        self._on_their_way: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Pending]:
        """All that wait, to be changed in place."""
        return chain(chain.from_iterable(self._queue.values()), self._views)

    @property
    def is_over(self) -> bool:
        """Whether nothing waits and nothing is on its way."""
        return not (self._queue or self._views or self._on_their_way.total())

    def add(self, pending: Pending, *, first: bool) -> None:
        """Let a request wait behind all others, or before them."""
        queue = self._queue.setdefault(pending.host, deque()) if not pending.view else self._views
        if first:
            queue.appendleft(pending)
        else:
            queue.append(pending)

    def leaving(self, in_vain: Callable[[Pending], str]) -> Iterator[tuple[Pending, str]]:
        """The requests whose turn it is, each with the reason why it is not to be asked for, which
        `in_vain` tells; '' for those that are on their way from now on."""
        while self._views and not (self._queue or self._on_their_way.total()):
            view = self._views.popleft()
            reason = in_vain(view)
            if reason:
                yield view, reason
            else:
                self._queue[view.host] = deque([view])
        for host in list(self._queue):
            waiting = self._queue[host]
            while waiting and self._on_their_way[host] < self._per_host:
                pending = waiting.popleft()
                reason = in_vain(pending)
                if not reason:
                    self._on_their_way[host] += 1
                yield pending, reason
            if not waiting:
                del self._queue[host]

    def came(self, pending: Pending) -> None:
        """One that was on its way is not any more."""
        self._on_their_way[pending.host] -= 1
