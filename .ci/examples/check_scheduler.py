"""Runs docs/examples/scheduler while tasks end, are killed and get out of reach, and offers go."""
import json
import os
import subprocess
import sys
import urllib.request

from bridge import follow, result_of, send

KAFKA = os.environ["KAFKA"]
MESOS = os.environ["MESOS"]
SCHEDULER = "docs/examples/scheduler/scheduler.py"


class Running:
    """A scheduler of its own, ended with SIGTERM at the end of the block."""

    def __init__(self, name, count, shell):
        self.command = [sys.executable, SCHEDULER, "--kafka", KAFKA, "--name", name, "--count", str(count), shell]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=sys.stdout)
        return self

    def __exit__(self, *error):
        self.process.terminate()
        status = self.process.wait(30)
        if error[0] is None:
            assert status == 0, f"the scheduler ended with {status}"


def live(name, wanted):
    """Waits until the rows of its live tasks, by id, are as wanted, with no command for them under way."""
    rows = {}
    for record in follow("mesos.tasks"):
        if record is None:
            if wanted(rows):
                return rows
        elif record[0].startswith(name + ".") and record[1]:
            rows[record[0]] = record[1]
        else:
            rows.pop(record[0], None)


def run_on(count, but=()):
    """So many run, none of them one of those."""
    return lambda rows: (
        len(rows) == count
        and all(row["state"] == "TASK_RUNNING" for row in rows.values())
        and not set(rows) & set(but)
    )


def fault(name, **fields):
    """What the sandbox's cluster can be asked to do, see docs/sandbox.md."""
    urllib.request.urlopen(f"{MESOS}/sandbox/faults/{name}", json.dumps(fields).encode(), timeout=10).close()


def ended(name, state):
    """Yields how many of its tasks have ended so, each counted once."""
    ids = set()
    for record in follow("mesos.task-updates"):
        if record and record[0].startswith(name + ".") and record[1]["state"] == state:
            ids.add(record[0])
        yield len(ids)


print("tasks that end are launched again")
with Running("brief", 3, "sleep 1"):
    next(count for count in ended("brief", "TASK_FINISHED") if count >= 9)
with Running("brief", 0, "sleep 1"):
    live("brief", lambda rows: not rows)

print("one that was killed gets a successor")
with Running("lasting", 3, "sleep 600"):
    first = live("lasting", run_on(3))
    victim = next(iter(first))
    killed = result_of(send({"type": "KILL", "kill": {"task_id": victim}}))
    assert killed["outcome"] == "ACCEPTED", killed
    second = live("lasting", run_on(3, but=[victim]))
    assert len(set(first) & set(second)) == 2, "all were replaced"

print("started again, it finds its tasks and launches none")
with Running("lasting", 4, "sleep 600"):
    third = live("lasting", run_on(4))
    assert set(second) < set(third), "others were replaced"

    print("a task out of reach gets a successor; when it is back, one is too many")
    away = next(iter(third.values()))["agent_id"]
    fault("lose-agent", agent_id=away)
    lost = {task_id for task_id, row in third.items() if row["agent_id"] == away}
    live(
        "lasting",
        lambda rows: all(rows[task_id]["state"] == "TASK_UNREACHABLE" for task_id in lost)
        and run_on(4)({task_id: rows[task_id] for task_id in rows if task_id not in lost}),
    )
    fault("bring-agent-back", agent_id=away)
    back = live("lasting", run_on(4))
    assert lost <= set(back), "those that came back were to be kept"

    print("when the subscription breaks all offers are void, and new ones come")
    fault("cut-streams")
    victim = next(iter(back))
    send({"type": "KILL", "kill": {"task_id": victim}})
    live("lasting", run_on(4, but=[victim]))

print("none are wanted: all are killed")
with Running("lasting", 0, "sleep 600"):
    live("lasting", lambda rows: not rows)
