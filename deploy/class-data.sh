#!/usr/bin/env bash
# Writes an archive of the classes that a bridge loads until it is live, with which it starts sooner. Run where
# quarkus-run.jar is, by the very Java that is to use the archive, with the options that it is to be started with:
#
#   class-data.sh bridge.jsa -XX:+UseSerialGC
#   java -XX:+UseSerialGC -XX:SharedArchiveFile=bridge.jsa -jar quarkus-run.jar
#
# Best with -Dquarkus.package.jar.type=aot-jar: of other packages Java archives what is not the bridge's own.
set -euo pipefail

archive=$1
shift
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

# The archive is an addition to the one that Java itself comes with, which some images lack.
java -Xshare:on -version > /dev/null 2>&1 || java -Xshare:dump

is_live() {
  exec 3<> /dev/tcp/127.0.0.1/9000 || return
  printf 'GET /q/health/live HTTP/1.0\r\n\r\n' >&3
  read -r -t 5 _ status _ <&3
  [[ $status == 200 ]]
}

# Neither Kafka nor Mesos is there: both are waited for, and liveness is up meanwhile.
java "$@" -XX:-UsePerfData -XX:ArchiveClassesAtExit="$archive" \
  -Djava.io.tmpdir="$temporary" -Dquarkus.management.host=127.0.0.1 -Dquarkus.management.port=9000 \
  -Dbridge.mesos.masters=http://127.0.0.1:1 -Dkafka.bootstrap.servers=127.0.0.1:1 \
  -jar quarkus-run.jar &
bridge=$!
until (is_live) 2> /dev/null; do
  kill -0 "$bridge"
  sleep 0.2
done
kill "$bridge"
wait "$bridge" || (($? == 143))
test -s "$archive"
