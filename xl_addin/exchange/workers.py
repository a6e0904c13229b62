"""Where batches of forms are written: here, in processes of this computer, or on a cluster somebody runs."""

import importlib
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any

from xl_addin.model.errors import Stop


class Inline(Executor):
    """Does the work at once, where it is asked for: for forms, writing is the limit and more processes win little."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def executor(jobs: int, scheduler: str) -> Iterator[Executor]:
    """The executor to hand batches to.

    Args:
        jobs: processes of this computer; 1 works here.
        scheduler: the address of a dask.distributed cluster that sees the same folder; "" for none.

    Raises:
        Stop: the cluster cannot be reached, its library is not installed, or the processes ended early.
    """
    if scheduler:
        with _cluster(scheduler) as cluster:
            yield cluster
    elif jobs > 1:
        # spawned, not forked: nothing of this process, its locks and open files goes along
        try:
            with ProcessPoolExecutor(jobs, get_context("spawn"), _end_with_parent) as pool:
                yield pool
        except BrokenProcessPool as error:
            todo = 'leave --jobs out; a script of your own runs it under: if __name__ == "__main__":'
            raise Stop("--jobs", "the processes ended before their work was done", todo) from error
    else:
        with Inline() as inline:
            yield inline


def _end_with_parent() -> None:
    """A worker whose run was killed ends too: by itself it would finish its batch, then wait for more for ever."""
    parent = parent_process()
    assert parent is not None, "this is a worker"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        dask_distributed: Any = importlib.import_module("distributed")  # only who has a cluster has to install it
    except ImportError as error:
        todo = "install it with: pip install 'trackbook[dask]'"
        raise Stop("--scheduler", "needs dask.distributed", todo) from error
    try:
        client = dask_distributed.Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise Stop(address, "no dask scheduler answers there", "check the address, such as tcp://host:8786") from error
    with client:
        yield client.get_executor(pure=False)
