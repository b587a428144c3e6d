"""The prediction graph as a plain loop.

Replaces `DaskGraphRunner.run` for predictions: dask plans and schedules a handful of nodes that run one after the other
anyway. The order is worked out once for each set of targets. Training still goes through dask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

_stock_run = DaskGraphRunner.run


class _Step(NamedTuple):
    name: str
    node: Callable[..., tuple[str, Any]]
    needs: tuple[str, ...]


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[_Step]:
    nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
    steps: dict[str, _Step] = {}

    def add(name: str) -> None:
        if name in steps or name not in nodes:
            return
        needs = tuple(nodes[name].needs.values())
        for needed in needs:
            add(needed)
        steps[name] = _Step(name, runner._instantiated_nodes[name], needs)

    for name in nodes:
        add(name)
    return list(steps.values())


def _run(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: Sequence[str] | None = None
) -> dict[str, Any]:
    if not inputs or not targets:
        return _stock_run(self, inputs, targets)  # type: ignore[no-any-return]
    plans: dict[tuple[str, ...], list[_Step]] = vars(self).setdefault("_plans", {})
    key = tuple(targets)
    if key not in plans:
        plans[key] = _plan(self, key)
    # A node takes (name, output) pairs; a need that nothing provides is handed over as its bare name, as dask does.
    outputs: dict[str, Any] = {name: (name, value) for name, value in inputs.items()}
    try:
        for step in plans[key]:
            outputs[step.name] = step.node(*[outputs.get(need, need) for need in step.needs])
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(outputs[target] for target in targets)


def apply() -> None:
    DaskGraphRunner.run = _run
