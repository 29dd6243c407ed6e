#!/usr/bin/env python3
"""The whole of Mesos' scheduler API, step by step, with a Kafka client and nothing else.

Run it as a program, or cell by cell in an editor or Jupyter that knows `# %%`. It wants a sandbox
(`mvn -Psandbox`), whose Kafka the variable KAFKA names, and Debian's python3-confluent-kafka. Every
cell checks what it sees, and gives up after a minute.
"""

# %% What writes a command and reads a topic is in bridge.py
import uuid

from bridge import follow, result_of, send, update_of

RUN = uuid.uuid4().hex[:6]  # task ids of their own for each run

# %% Wait until the bridge is subscribed: the last notice of the two decides
connected = None
for record in follow("mesos.events"):
    if record is None and connected:
        break
    if record and record[2]["ce_type"] == "io.mesosbridge.connected":
        connected = record[1]
    elif record and record[2]["ce_type"] == "io.mesosbridge.disconnected":
        connected = None
print("subscribed at", connected["master"], "with stream", connected["stream_id"])


# %% Offers are a table: keep what has a value, forget what gets a tombstone
def an_offer():
    offers = {}
    for record in follow("mesos.offers"):
        if record is None and offers:
            return next(iter(offers.values()))
        if record and record[1]:
            offers[record[0]] = record[1]
        elif record:
            offers.pop(record[0], None)


offer = an_offer()
print("offer", offer["id"]["value"], "of agent", offer["agent_id"]["value"], "on", offer["hostname"])

# %% Launch a task on that offer; an id may be a plain string, resources may be a text
http = f"http-{RUN}"
launch = send(
    {
        "type": "LAUNCH",
        "launch": {
            "offer_ids": [offer["id"]["value"]],
            "task_infos": [
                {
                    "task_id": http,
                    "command": {"value": "python3 -m http.server 9000"},
                    "resources": "cpus:0.1;mem:32",
                }
            ],
        },
    }
)
result = result_of(launch)
assert result["outcome"] == "ACCEPTED", result
assert result["agent_id"] == offer["agent_id"]["value"], result
print("launch", result["outcome"], "on", result["agent_id"])

# %% ACCEPTED says that the master took the call; what becomes of the task comes as updates
status, headers = update_of(http, "TASK_RUNNING")
assert headers["mesos-command-id"] == launch, headers
print(http, status["state"], "as", headers["ce_id"])

# %% An offer is good for one launch: the second one is refused, and never takes effect
refused = result_of(
    send(
        {
            "type": "LAUNCH",
            "launch": {
                "offer_ids": [offer["id"]["value"]],
                "task_infos": [
                    {"task_id": f"late-{RUN}", "command": {"value": "true"}, "resources": "cpus:0.1;mem:32"}
                ],
            },
        }
    )
)
assert refused["outcome"] == "REJECTED" and refused["error"]["code"] == "OFFER_GONE", refused
print("second launch", refused["outcome"] + ":", refused["error"]["message"])

# %% The same language as Mesos': a Docker container, written as TaskInfo is; the bridge finds the offer
nginx = f"nginx-{RUN}"
result = result_of(
    send(
        {
            "type": "LAUNCH",
            "launch": {
                "task_infos": [
                    {
                        "name": "nginx",
                        "task_id": {"value": nginx},
                        "resources": [
                            {"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.5}},
                            {"name": "mem", "type": "SCALAR", "scalar": {"value": 64.0}},
                        ],
                        "container": {
                            "type": "DOCKER",
                            "docker": {"image": "nginx:1.27", "network": "BRIDGE", "force_pull_image": True},
                        },
                        "command": {
                            "shell": False,
                            "uris": [{"value": "https://example.org/site.tar.gz", "extract": True}],
                            "environment": {"variables": [{"name": "TZ", "value": "UTC"}]},
                        },
                    }
                ]
            },
        }
    )
)
assert result["outcome"] == "ACCEPTED", result
update_of(nginx, "TASK_RUNNING")
print(nginx, "runs on", result["agent_id"])

# %% Kill both: a task's id is enough
for task_id in (http, nginx):
    result = result_of(send({"type": "KILL", "kill": {"task_id": task_id}}))
    assert result["outcome"] == "ACCEPTED", result
    status, headers = update_of(task_id, "TASK_KILLED")
    print(task_id, status["state"])

# %% The table of live tasks has them no longer
rows = {}
for record in follow("mesos.tasks"):
    if record is None and http not in rows and nginx not in rows:
        break
    if record and record[1]:
        rows[record[0]] = record[1]
    elif record:
        rows.pop(record[0], None)
print("live tasks:", sorted(rows) or "none")

# %% Heartbeats tell that the subscription lives
framework_id, heartbeat, headers = next(record for record in follow("mesos.heartbeats") if record)
assert heartbeat == {"type": "HEARTBEAT"}, heartbeat
print("heartbeat of framework", framework_id, "at", headers["ce_time"])
