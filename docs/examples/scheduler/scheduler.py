#!/usr/bin/env python3
"""Keeps so many copies of a task alive, on offers that it chooses itself.

    scheduler.py --kafka 127.0.0.1:9092 --name web --count 3 --cpus 0.1 --mem 32 'sleep 600'

It has no memory of its own: what it knows stands in Kafka, so it may be ended and started again at
any time, and its tasks run on. Run one for each name. --count 0 ends all tasks of that name.
"""
import argparse
import collections
import json
import signal
import time
import uuid

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition

LAUNCHING = "launching"  # a LAUNCH was sent, and there is no row in mesos.tasks as yet
ALIVE = {LAUNCHING, "TASK_STAGING", "TASK_STARTING", "TASK_RUNNING"}
ENDED_WELL = {"TASK_FINISHED", "TASK_KILLED"}
FAILED = {"TASK_FAILED", "TASK_ERROR", "TASK_LOST", "TASK_DROPPED", "TASK_GONE", "TASK_GONE_BY_OPERATOR"}
BAD_LUCK = {"OFFER_GONE", "UNKNOWN_OFFER", "UNREACHABLE_MASTER"}  # refusals that need not come again
SECONDS = 60  # until a KILL is repeated; within which twice as many failures as tasks are flapping


class Scheduler:
    """Decides. Kafka and the clock are outside, so that a test needs neither."""

    def __init__(self, name, count, cpus, mem, shell, send, now=time.monotonic):
        self.name, self.count, self.cpus, self.mem, self.shell = name, count, cpus, mem, shell
        self.send, self.now = send, now
        self.offers = {}  # offer id -> offer, which nothing was done with as yet
        self.tasks = {}  # task id -> (state, agent id) of those that have not ended
        self.ended = collections.deque(maxlen=10_000)  # task ids, lest a row read late brings one back
        self.heard = collections.deque(maxlen=10_000)  # ce_ids of updates
        self.launches = {}  # command id -> ids of its tasks, until its result is there
        self.killed = {}  # task id -> when
        self.failures = []  # when tasks failed
        self.quiet = True  # offers may have been declined for long

    def on_offer(self, offer_id, offer):
        """A record of mesos.offers, which is a table: a tombstone (None) says that the offer is gone."""
        if offer is None:
            self.offers.pop(offer_id, None)
        else:
            self.offers[offer_id] = offer

    def on_row(self, task_id, row):
        """A record of mesos.tasks, which is a table of those that live."""
        if row is None:
            self.end(task_id)
        elif self.owns(task_id) and task_id not in self.ended:
            self.tasks[task_id] = (row["state"], row.get("agent_id"))

    def on_update(self, task_id, status, headers):
        """A record of mesos.task-updates."""
        if not self.owns(task_id) or "mesos-placed-again" in headers:
            return  # of others; or it never ran, and the bridge itself finds it another offer
        if headers["ce_id"] in self.heard:
            return  # the same once more, as after a take-over
        self.heard.append(headers["ce_id"])
        print(task_id, status["state"], status.get("message", ""), flush=True)
        if status["state"] in FAILED:
            self.failures.append(self.now())
        if status["state"] in FAILED | ENDED_WELL:
            self.end(task_id)

    def on_result(self, command_id, result):
        """A record of mesos.command-results. Of launches that were accepted rows and updates tell."""
        task_ids = self.launches.pop(command_id, ())
        if task_ids and result["outcome"] != "ACCEPTED":
            # REJECTED: they never ran, and never will. UNCERTAIN: nobody knows. Others take their place
            # either way, under new ids; one that does run shows up in mesos.tasks, and is one too many.
            for task_id in task_ids:
                if self.tasks.get(task_id, ("",))[0] == LAUNCHING:
                    del self.tasks[task_id]
            print(result["outcome"], result["error"]["code"], result["error"]["message"], flush=True)
            if result["outcome"] == "REJECTED" and result["error"]["code"] not in BAD_LUCK:
                raise SystemExit("what is asked for cannot be had")  # the next one would be refused, too

    def owns(self, task_id):
        return task_id.startswith(self.name + ".")

    def end(self, task_id):
        if self.owns(task_id) and task_id not in self.ended:
            self.ended.append(task_id)
        self.tasks.pop(task_id, None)
        self.killed.pop(task_id, None)

    def act(self):
        """Compares what is with what should be. To be called whenever something was heard, and each second."""
        now = self.now()
        recent = {task_id for task_id, when in self.killed.items() if now - when < SECONDS}
        # A task out of reach counts as none: when it comes back, it is one too many.
        alive = [t for t, (state, _) in self.tasks.items() if state in ALIVE and t not in recent]
        for task_id in alive[self.count :]:
            self.killed[task_id] = now
            self.send({"type": "KILL", "kill": {"task_id": task_id}})
        self.failures = [when for when in self.failures if now - when < SECONDS]
        flapping = len(self.failures) > 2 * self.count
        missing = 0 if flapping else self.count - len(alive)
        if missing > 0 and self.quiet:
            self.quiet = False
            self.send({"type": "REVIVE"})
        for offer_id, copies in self.choose(missing).items():
            missing -= copies
            self.launch(offer_id, copies)
        if self.offers:
            # What is not needed goes back for long, and REVIVE fetches it; what is too small comes again
            # soon, when it may have grown.
            self.quiet = self.quiet or missing <= 0
            filters = {"refuse_seconds": 5 if missing > 0 else 3600}
            self.send({"type": "DECLINE", "decline": {"offer_ids": list(self.offers), "filters": filters}})
            self.offers.clear()

    def choose(self, missing):
        """Offer id -> how many tasks, each on the agent with the fewest that has room: yours to change."""
        chosen = collections.Counter()
        room = {offer_id: self.room(offer) for offer_id, offer in self.offers.items()}
        here = collections.Counter(agent_id for _, agent_id in self.tasks.values())
        for _ in range(missing):
            fitting = [offer_id for offer_id in room if room[offer_id] > chosen[offer_id]]
            if fitting:
                best = min(fitting, key=lambda o: here[self.offers[o]["agent_id"]["value"]])
                here[self.offers[best]["agent_id"]["value"]] += 1
                chosen[best] += 1
        return chosen

    def room(self, offer):
        """How many tasks fit: of what is neither reserved nor revocable, nor about to have maintenance."""
        free = collections.Counter()
        for resource in offer.get("resources", ()):
            if resource["type"] == "SCALAR" and not {"reservations", "revocable"} & resource.keys():
                free[resource["name"]] += resource["scalar"]["value"]
        fit = min(free["cpus"] / self.cpus, free["mem"] / self.mem) + 1e-6  # 0.3 / 0.1 is 2.9999999999999996
        return 0 if "unavailability" in offer else int(fit)

    def launch(self, offer_id, copies):
        """All tasks of an offer in one command, since it can be used once. What they leave is declined."""
        agent_id = self.offers.pop(offer_id)["agent_id"]["value"]
        # A new id for each, so that whatever is heard of it late cannot be of another. Of digits, so that the
        # name is the tasks' group for whoever goes by their ids.
        task_ids = [f"{self.name}.{uuid.uuid4().int % 10**15:015}" for _ in range(copies)]
        self.tasks.update({task_id: (LAUNCHING, agent_id) for task_id in task_ids})
        resources = f"cpus:{self.cpus};mem:{self.mem}"
        infos = [{"task_id": t, "command": {"value": self.shell}, "resources": resources} for t in task_ids]
        command_id = self.send({"type": "LAUNCH", "launch": {"offer_ids": [offer_id], "task_infos": infos}})
        self.launches[command_id] = task_ids


def run(scheduler_of, kafka, prefix):
    """Until SIGTERM or Ctrl-C; whoever calls it starts it again after any error."""
    producer = Producer({**kafka, "enable.idempotence": True})

    def delivered(error, _):
        if error:
            raise KafkaException(error)  # nobody knows what became of that command: begin anew

    def send(command):
        command = {"id": str(uuid.uuid4()), **command}
        producer.produce(prefix + "commands", json.dumps(command), on_delivery=delivered)
        return command["id"]

    scheduler = scheduler_of(send)
    ending = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ending.append(True))

    # Tables are read from their beginning, the others from now on. No offsets are committed.
    consumer = Consumer(
        {**kafka, "group.id": scheduler.name, "enable.auto.commit": False, "enable.partition.eof": True}
    )
    handlers = {
        "offers": lambda key, value, _: scheduler.on_offer(key, value),
        "tasks": lambda key, value, _: scheduler.on_row(key, value),
        "task-updates": scheduler.on_update,
        "command-results": lambda key, value, _: scheduler.on_result(key, value),
    }
    wanted, unread = [], set()
    for topic in handlers:
        for partition in consumer.list_topics(prefix + topic, SECONDS).topics[prefix + topic].partitions:
            at = TopicPartition(prefix + topic, partition)
            if topic in ("offers", "tasks"):
                at.offset = OFFSET_BEGINNING
                unread.add((at.topic, partition))
            else:
                at.offset = consumer.get_watermark_offsets(at, SECONDS)[1]
            wanted.append(at)
    consumer.assign(wanted)

    # Its result shows that a bridge works, and that commands of a former run are on their way. One that
    # is not in mesos.tasks yet makes one task too many for a moment.
    first = send({"type": "REVIVE"})
    scheduler.quiet = False
    while not ending:
        message = consumer.poll(1.0)
        while message is not None:  # all that is there, before anything is decided
            if message.error() is None:
                key = message.key().decode()
                value = message.value() and json.loads(message.value())
                headers = {name: text.decode() for name, text in message.headers() or ()}
                handlers[message.topic()[len(prefix) :]](key, value, headers)
                first = None if key == first else first
            elif message.error().code() == KafkaError._PARTITION_EOF:
                unread.discard((message.topic(), message.partition()))
            else:
                raise KafkaException(message.error())
            message = consumer.poll(0)
        if first is None and not unread:
            scheduler.act()
        producer.poll(0)
    if scheduler.quiet:
        send({"type": "REVIVE"})  # others of this framework want offers, perhaps
    consumer.close()
    if producer.flush(SECONDS):
        raise SystemExit("Kafka did not take the last commands")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shell", help="what each task runs")
    parser.add_argument("--kafka", default="127.0.0.1:9092", help="bootstrap.servers")
    parser.add_argument("--prefix", default="mesos.", help="bridge.topics.prefix")
    parser.add_argument("--name", default="web", help="what the tasks' ids begin with")
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--cpus", type=float, default=0.1)
    parser.add_argument("--mem", type=float, default=32)
    o = parser.parse_args()
    run(
        lambda send: Scheduler(o.name, o.count, o.cpus, o.mem, o.shell, send),
        {"bootstrap.servers": o.kafka},
        o.prefix,
    )
