"""Asks docs/examples/service for tasks, at the address of the argument, and reads its answers."""
import json
import sys
import urllib.error
import urllib.request
import uuid

RUN = uuid.uuid4().hex[:6]


def ask(key, task):
    request = urllib.request.Request(
        sys.argv[1] + "/tasks",
        json.dumps(task).encode(),
        {"Content-Type": "application/json", "Idempotency-Key": key},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


small = {"shell": "sleep 600", "resources": "cpus:0.1;mem:32"}
status, first = ask(RUN, small)
assert status == 201 and first["outcome"] == "ACCEPTED", (status, first)
print("launched", first["task_ids"], "on", first["agent_id"])

status, again = ask(RUN, small)
assert status == 201 and again == first, (status, again)
print("asked again: the same result, and no second task")

status, wrong = ask(RUN + "-wrong", {"shell": "true", "resources": "cpus:lots"})
assert status == 409 and wrong["error"]["code"] == "INVALID", (status, wrong)
print("refused:", wrong["error"]["message"])
