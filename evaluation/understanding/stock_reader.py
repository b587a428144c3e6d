"""A trained stock model as a program: run by the stock environment's Python, as `stock_reader.py MODEL`.

Standard input: one text for each line, as JSON. Standard output: one line for each as soon as it is read,
{"answer": label, "likelihoods": {label: 0 to 1}}; the answer is the pipeline's own, its fallback included.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import Any

from rasa.core.agent import Agent


def as_line(parsed: dict[str, Any], fallback: str = "nlu_fallback") -> dict[str, Any]:
    """What `Agent.parse_message` returned, as the line to write."""
    ranked = {each["name"]: float(each["confidence"]) for each in parsed["intent_ranking"] if each["name"] != fallback}
    return {"answer": parsed["intent"]["name"], "likelihoods": ranked}


async def main(model: str) -> None:
    """Answer each line."""
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # Rasa logs to standard output
        agent = Agent.load(model)
        for line in sys.stdin:
            print(json.dumps(as_line(await agent.parse_message(json.loads(line)))), file=answers, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
