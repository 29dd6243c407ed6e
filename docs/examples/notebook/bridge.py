"""Writes commands and reads topics: all that a program needs of Kafka to drive Mesos."""
import json
import os
import time
import uuid

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition

KAFKA = {"bootstrap.servers": os.environ.get("KAFKA", "127.0.0.1:9092")}
PATIENCE = 60  # seconds for each thing that is waited for

producer = Producer({**KAFKA, "enable.idempotence": True})


def send(command):
    """Writes a command and waits until Kafka has it; its result is the one with this id."""
    command = {"id": str(uuid.uuid4()), **command}
    errors = []
    producer.produce("mesos.commands", json.dumps(command), on_delivery=lambda error, _: errors.append(error))
    if producer.flush(PATIENCE) or errors != [None]:
        raise SystemExit(f"Kafka did not take {command}: {errors}")
    return command["id"]


def follow(topic):
    """Yields (key, value, headers) of each record from the first one on, and None whenever all are read.

    The value is None for a tombstone."""
    consumer = Consumer(
        {**KAFKA, "group.id": "notebook", "enable.auto.commit": False, "enable.partition.eof": True}
    )
    try:
        partitions = consumer.list_topics(topic, PATIENCE).topics[topic].partitions
        consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in partitions])
        behind = set(partitions)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error() is None:
                value = message.value() and json.loads(message.value())
                headers = {name: text.decode() for name, text in message.headers() or ()}
                yield message.key() and message.key().decode(), value, headers
            elif message.error().code() == KafkaError._PARTITION_EOF:
                behind.discard(message.partition())
                if not behind:
                    yield None
            else:
                raise KafkaException(message.error())
        raise SystemExit(f"{topic} did not show within {PATIENCE} s what was waited for")
    finally:
        consumer.close()


def result_of(command_id):
    """Every command has exactly one result, under its id."""
    return next(record[1] for record in follow("mesos.command-results") if record and record[0] == command_id)


def update_of(task_id, state):
    """The first update that says so, with its headers."""
    return next(
        record[1:]
        for record in follow("mesos.task-updates")
        if record and record[0] == task_id and record[1]["state"] == state
    )
