#!/usr/bin/env bash
# Mesos with kcat alone: a task is launched, watched and killed. KAFKA names the broker.
set -euo pipefail
KAFKA=${KAFKA:-127.0.0.1:9092}
TASK=kcat-$RANDOM$RANDOM

# expect WHAT TEXT: what was printed has it
expect() {
  local seen
  seen=$(cat)
  printf '%s: %s\n' "$1" "$(tail -n 1 <<< "$seen" | cut -c 1-160)"
  [[ "$seen" == *"$2"* ]] || { printf 'there is no %s in %s\n' "$2" "$1" >&2; exit 1; }
}

# The first offer there was: a table, read from its beginning.
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.offers -c 1 -f '%k %s\n' | expect offer '"agent_id"'

# Where results and updates end now, so that what comes is read from there.
last() { kcat -b "$KAFKA" -Q -t "$1:0:-1" | sed 's/.* //'; }
results=$(last mesos.command-results)
updates=$(last mesos.task-updates)

# Launch a task, under a key, an id in a header, and with a trace.
echo '{"type":"LAUNCH","launch":{"task_infos":[{"task_id":"'"$TASK"'","command":{"value":"sleep 600"},"resources":"cpus:0.1;mem:32"}]}}' \
  | kcat -b "$KAFKA" -P -t mesos.commands -k "$TASK" -H ce_id="launch-$TASK" -H traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01

# Its result, and the updates that follow from it: a new task is first TASK_STARTING, then TASK_RUNNING.
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.command-results -o "$results" -c 1 -f '%k %s\n' | expect result '"outcome":"ACCEPTED"'
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.task-updates -o "$updates" -c 2 -f '%k %s %h\n' | expect updates 'TASK_RUNNING'

# The live tasks, as a table: the last value of each key; a tombstone has none.
kcat -b "$KAFKA" -C -q -e -t mesos.tasks -f '%k %s\n' | awk '{row[$1] = $0} NF < 2 {delete row[$1]} END {for (id in row) print row[id]}' \
  | grep "^$TASK " | expect row '"state":"TASK_RUNNING"'

# Kill it by its id alone, and see its end.
results=$(last mesos.command-results)
updates=$(last mesos.task-updates)
echo '{"type":"KILL","kill":{"task_id":"'"$TASK"'"}}' | kcat -b "$KAFKA" -P -t mesos.commands -k "$TASK"
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.command-results -o "$results" -c 1 -f '%k %s\n' | expect result '"outcome":"ACCEPTED"'
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.task-updates -o "$updates" -c 2 -f '%k %s\n' | expect updates 'TASK_KILLED'

# A command that is no JSON gets a result, too, and goes to the dead letters.
results=$(last mesos.command-results)
echo 'no JSON' | kcat -b "$KAFKA" -P -t mesos.commands
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.command-results -o "$results" -c 1 -f '%s\n' | expect result '"code":"MALFORMED"'
timeout 60 kcat -b "$KAFKA" -C -q -t mesos.commands.dead-letter -c 1 -f '%s %h\n' | expect 'dead letter' 'dead-letter-reason'
