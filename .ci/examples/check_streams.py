"""Lets tasks live, wait and fail, and reads what docs/examples/streams makes of it."""
import uuid

from bridge import follow, result_of, send

RUN = uuid.uuid4().hex[:6]
BY_AGENT = "examples.tasks-by-agent"


def launch(command, resources, *task_ids):
    infos = [{"task_id": t, "command": {"value": command}, "resources": resources} for t in task_ids]
    return send({"type": "LAUNCH", "launch": {"task_infos": infos}})


def accepted(command_id):
    result = result_of(command_id)
    assert result["outcome"] == "ACCEPTED", result
    return result


def until(agent_id, wanted):
    """Waits until what is said of the agent's tasks, by id, is as wanted."""
    tasks = {}
    for record in follow(BY_AGENT):
        if record and record[0] == agent_id:
            tasks = record[1]["tasks"] if record[1] else {}
        if record is None and wanted(tasks):
            print(agent_id, tasks)
            return


both = [f"pair-{RUN}-1", f"pair-{RUN}-2"]
agent = accepted(launch("sleep 600", "cpus:0.1;mem:32", *both))["agent_id"]
until(agent, lambda tasks: all(tasks.get(task_id) == "TASK_RUNNING" for task_id in both))

big = f"big-{RUN}-1"
waits = launch("sleep 600", "cpus:1000;mem:32", big)
until("waiting", lambda tasks: "cpus" in tasks.get(big, ""))
accepted(send({"type": "CANCEL", "cancel": {"command_id": waits}}))
until("waiting", lambda tasks: big not in tasks)

for task_id in both:
    accepted(send({"type": "KILL", "kill": {"task_id": task_id}}))
until(agent, lambda tasks: not set(both) & set(tasks))

for number in range(3):
    accepted(launch("false", "cpus:0.1;mem:32", f"flap-{RUN}-{number}"))
alert = next(record[1] for record in follow("examples.flapping") if record and record[0] == f"flap-{RUN}")
assert alert["ends"] == 3 and {end["state"] for end in alert["last"]} == {"TASK_FAILED"}, alert
print("flapping:", alert["last"][-1])
