"""The same batches as tasks on a Ray cluster: all that a node needs travels with the batch, and results come back as bytes.

A node that is lost costs what it was grading at that moment. Ray repeats nothing by itself: whether something is graded once more
is the driver's decision.
"""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from autograder.model.manifest import Device, Manifest
from scripts.classroom.engine import node_task
from scripts.classroom.engine.driver import SECONDS_OF_GRACE, Start
from scripts.classroom.engine.node import installed_version
from scripts.classroom.engine.worker import Event
from scripts.classroom.record.record import Record
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import files_below, read_tree, zipped
from scripts.coursespec.settings import DISTRIBUTIONS
from scripts.errors import SpecError

# Of a batch, as Ray counts; a test's own limits hold for its time, not for the node.
NEEDS: dict[Device, dict[str, float]] = {
    "cpu": {"CPU": 2},
    "cuda": {"CPU": 2, "GPU": 0.25},
}
SECONDS_TO_CONNECT = 5.0
MAX_STARTS = 3  # of a batch whose node is lost before it begins a submission
CODE = ("scripts", "autograder")  # packages that travel


class ClusterBatch:
    """A batch that a node grades. Use as a context manager; leaving it cancels the task.

    Args:
        task: the remote function.
        arguments: its arguments, all large ones as references.
    """

    def __init__(self, task: Any, arguments: tuple[Any, ...]) -> None:
        self._task, self._arguments = task, arguments
        self._answers: Any = None
        self._is_interrupted = False
        self._node = "a node"
        self._log: list[str] = []

    def __enter__(self) -> ClusterBatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.interrupt()

    def events(self) -> Iterator[Event]:
        """Give the answers as they come; they end early where the node is lost."""
        from ray.exceptions import RayError, RayTaskError

        for _ in range(MAX_STARTS):
            has_begun = False
            try:
                for event in self._run():
                    has_begun = has_begun or event.kind == "begun"
                    yield event
                return
            except RayError as error:
                reason = (str(error).strip().splitlines() or [""])[-1 if isinstance(error, RayTaskError) else 0]
                self._log.append(f"The batch was lost with {self._node}: {type(error).__name__}: {reason}")
                if has_begun or self._is_interrupted or isinstance(error, RayTaskError):
                    return

    def log(self) -> str:
        """Return what the node's grader printed, or how the node was lost."""
        return "\n".join(self._log)

    def interrupt(self) -> None:
        """Cancel the task; its grader ends soon after."""
        import ray

        self._is_interrupted = True
        if self._answers is not None:
            with contextlib.suppress(Exception):  # the cluster is gone, and the task with it
                ray.cancel(self._answers)

    def _run(self) -> Iterator[Event]:
        import ray

        if self._is_interrupted:
            return
        self._answers = self._task.remote(*self._arguments)
        for reference in self._answers:
            event = msgspec.json.decode(ray.get(reference), type=Event)
            if event.kind == "node":
                self._node = f"the node {event.reason}"
            elif event.kind == "log":
                self._log.append(event.reason)
            else:
                yield event


def start_on_cluster(record: Record, build: Path, manifest: Manifest, device: Device, address: str) -> Start:
    """Connect to a cluster and return what starts a batch there.

    Args:
        record: of the class.
        build: folder of the build.
        manifest: the build's.
        device: which of its suites run.
        address: "auto" for the cluster that this machine belongs to, "host:port" of its head, or "local" for one of this process.

    Raises:
        SpecError: Ray is not installed, or there is no cluster.
    """
    _connect(address)
    import ray

    ray.cloudpickle.register_pickle_by_value(node_task)
    kit, tree = ray.put(_pack_code()), ray.put(zipped(read_tree(build)))
    needs = NEEDS[device]
    task = ray.remote(node_task.relay_batch).options(
        num_returns="streaming", max_retries=0, num_cpus=needs["CPU"], num_gpus=needs.get("GPU", 0)
    )
    order = {
        "device": device,
        "patience": manifest.run_seconds + SECONDS_OF_GRACE,
        "versions": versions_that_matter(manifest),
    }

    def start(submissions: list[str]) -> ClusterBatch:
        paths = {one: record.path_of(one) for one in submissions}
        # One that is missing fails alone: the node's grader says so.
        sent = [(one, ray.put(path.read_bytes())) for one, path in paths.items() if path.is_file()]
        return ClusterBatch(task, (kit, tree, sent, {**order, "submissions": submissions}))

    return start


def cluster_jobs(device: Device) -> int:
    """Return how many batches the connected cluster grades at once.

    Raises:
        SpecError: none, because no node is large enough.
    """
    import ray

    nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    jobs = sum(_count_batches(resources, NEEDS[device]) for resources in nodes)
    if not jobs:
        needs = " and ".join(f"{amount:g} {name}" for name, amount in NEEDS[device].items())
        raise SpecError(
            f"No node of the cluster can grade: a batch needs {needs}, and Ray counts {len(nodes)} nodes without."
        )
    return jobs


def _count_batches(resources: Mapping[str, float], needs: Mapping[str, float]) -> int:
    return int(min(resources.get(name, 0) // amount for name, amount in needs.items()))


def versions_that_matter(manifest: Manifest) -> dict[str, str]:
    """Return the versions, on this machine, of the packages that student code may import and of those that grade."""
    names = ["torch", "numpy", *(DISTRIBUTIONS.get(package, package) for package in manifest.packages)]
    return {name: version for name in names if (version := installed_version(name))}


def _pack_code() -> bytes:
    """Return a zip of the packages that grade."""
    paths = [path for name in CODE for path in files_below(ROOT / name)]
    return zipped({path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths})


def _connect(address: str) -> None:
    try:
        import ray
    except ImportError as error:
        raise SpecError(
            "CLUSTER needs Ray: .venv/bin/python -m pip install 'ray>=2.60,<3', here and on every node; docs/cluster.md says more."
        ) from error
    if ray.is_initialized():
        return
    if address.startswith("ray://"):
        raise SpecError(
            f"CLUSTER={address}: results cannot come one by one through a Ray client; run this on a machine of the cluster, with "
            "CLUSTER=auto."
        )
    _check_listens(address)
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False, logging_level=logging.ERROR)
    except Exception as error:  # Ray has no class of its own for this
        raise SpecError(f"{_describe_no_cluster(address)} Ray says: {(str(error).splitlines() or [''])[0]}") from error


def _check_listens(address: str) -> None:
    """Raise SpecError at once where nothing listens: Ray itself would try for a minute."""
    host, colon, port = address.rpartition(":")
    if not colon:
        return
    try:
        socket.create_connection((host, int(port)), timeout=SECONDS_TO_CONNECT).close()
    except (OSError, ValueError, OverflowError) as error:
        raise SpecError(_describe_no_cluster(address)) from error


def _describe_no_cluster(address: str) -> str:
    return f"CLUSTER={address}: there is no Ray cluster; .venv/bin/ray start --head starts one here (docs/cluster.md)."
