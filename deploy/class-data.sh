#!/usr/bin/env bash
# Writes an archive of the classes that a bridge loads until it is live, with which it starts sooner. Run where
# quarkus-run.jar is, by the very Java that is to use the archive, with the options that it is to be started with:
#
#   class-data.sh bridge.jsa -XX:+UseSerialGC
#   java -XX:+UseSerialGC -XX:SharedArchiveFile=bridge.jsa -jar quarkus-run.jar
#
# Best with -Dquarkus.package.jar.type=aot-jar: of other packages Java archives what is not the bridge's own.
# CLASS_DATA_SECONDS says how long each step may take, 300 unless set.
set -euo pipefail

archive=$1
shift
limit=${CLASS_DATA_SECONDS:-300}
bridge=
temporary=$(mktemp -d)
finish() {
  [[ -z $bridge ]] || { kill -KILL "$bridge" && wait "$bridge"; } 2> /dev/null || true
  rm -rf "$temporary"
}
trap finish EXIT

fail() {
  printf 'class-data.sh: %s\n' "$1" >&2
  exit 1
}

# The archive is an addition to the one that Java itself comes with, which some images lack.
java -Xshare:on -version > /dev/null 2>&1 || timeout -k 10 "$limit" java -Xshare:dump \
  || fail "Java could not write its own archive within $limit s (java -Xshare:dump)"

is_live() {
  exec 3<> /dev/tcp/127.0.0.1/9000 || return
  printf 'GET /q/health/live HTTP/1.0\r\n\r\n' >&3
  read -r -t 5 _ status _ <&3
  [[ $status == 200 ]]
}

is_running() {
  kill -0 "$bridge" 2> /dev/null
}

# Neither Kafka nor Mesos is there: both are waited for, and liveness is up meanwhile.
java "$@" -XX:-UsePerfData -XX:ArchiveClassesAtExit="$archive" \
  -Djava.io.tmpdir="$temporary" -Dquarkus.management.host=127.0.0.1 -Dquarkus.management.port=9000 \
  -Dbridge.mesos.masters=http://127.0.0.1:1 -Dkafka.bootstrap.servers=127.0.0.1:1 \
  -jar quarkus-run.jar &
bridge=$!
deadline=$((SECONDS + limit))
until (is_live) 2> /dev/null; do
  if ! is_running; then
    status=0
    wait "$bridge" || status=$?
    bridge=
    fail "the bridge ended with status $status before it was live; what it wrote above says why"
  fi
  ((SECONDS < deadline)) || fail "the bridge was not live within $limit s: http://127.0.0.1:9000/q/health/live"
  sleep 0.2
done

# It writes the archive at its end.
kill "$bridge" 2> /dev/null || fail "another process is live at 127.0.0.1:9000, and the bridge has ended"
deadline=$((SECONDS + limit))
while is_running; do
  ((SECONDS < deadline)) || fail "the bridge did not end within $limit s of SIGTERM"
  sleep 0.2
done
status=0
wait "$bridge" || status=$?
bridge=
((status == 0 || status == 143)) || fail "the bridge ended with status $status after SIGTERM"
[[ -s $archive ]] || fail "Java wrote no archive to $archive"
