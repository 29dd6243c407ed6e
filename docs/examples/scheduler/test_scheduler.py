"""What the scheduler decides, without Kafka: python3 -m unittest, in this folder."""
import unittest

from scheduler import Scheduler


class SchedulerTest(unittest.TestCase):
    def setUp(self):
        self.sent = []
        self.clock = 0.0
        self.scheduler = Scheduler("web", 3, 0.1, 32, "sleep 600", self.send, lambda: self.clock)
        self.scheduler.quiet = False

    def send(self, command):
        self.sent.append(command)
        return f"command-{len(self.sent)}"

    def act(self):
        """What it sends now."""
        self.sent.clear()
        self.scheduler.act()
        return list(self.sent)

    def offer(self, offer_id, agent_id="S0", cpus=4.0, **more):
        resources = [
            {"name": "cpus", "type": "SCALAR", "scalar": {"value": cpus}},
            {"name": "mem", "type": "SCALAR", "scalar": {"value": 1024.0}},
            {"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": 31000, "end": 32000}]}},
        ]
        self.scheduler.on_offer(offer_id, {"agent_id": {"value": agent_id}, "resources": resources, **more})

    def launched(self):
        """Three tasks on an offer: their ids, and the command's."""
        self.offer("O1")
        (launch,) = self.act()
        return [task["task_id"] for task in launch["launch"]["task_infos"]], "command-1"

    def running(self):
        task_ids, command_id = self.launched()
        self.scheduler.on_result(command_id, {"outcome": "ACCEPTED"})
        for task_id in task_ids:
            self.row(task_id, "TASK_RUNNING")
        return task_ids

    def row(self, task_id, state):
        self.scheduler.on_row(task_id, {"state": state, "agent_id": "S0"})

    def update(self, task_id, state, ce_id, **headers):
        self.scheduler.on_update(task_id, {"state": state}, {"ce_id": ce_id, **headers})

    def refuse(self, command_id, outcome, code):
        self.scheduler.on_result(command_id, {"outcome": outcome, "error": {"code": code, "message": ""}})

    def launches(self):
        return [task for c in self.act() if c["type"] == "LAUNCH" for task in c["launch"]["task_infos"]]

    def test_launches_what_is_missing_in_one_command_for_each_offer(self):
        self.offer("O1", "S0")
        self.offer("O2", "S1")
        sent = self.act()
        self.assertEqual([["O1"], ["O2"]], [command["launch"]["offer_ids"] for command in sent])
        self.assertEqual([2, 1], [len(command["launch"]["task_infos"]) for command in sent])
        self.assertEqual([], self.act())

    def test_uses_only_offers_that_are_there_and_large_enough(self):
        self.offer("O1")
        self.scheduler.on_offer("O1", None)
        self.offer("O2", cpus=0.05)
        self.offer("O3", unavailability={"start": {"nanoseconds": 1}})
        (decline,) = self.act()
        self.assertEqual("DECLINE", decline["type"])
        self.assertEqual(["O2", "O3"], decline["decline"]["offer_ids"])
        self.assertEqual(5, decline["decline"]["filters"]["refuse_seconds"])

    def test_three_tenths_hold_three_tasks(self):
        self.offer("O1", cpus=0.3)
        self.assertEqual(3, len(self.launches()))

    def test_leaves_alone_what_is_reserved_or_revocable(self):
        for kind in ({"revocable": {}}, {"reservations": [{"role": "db"}]}):
            resources = [
                {"name": "cpus", "type": "SCALAR", "scalar": {"value": 4.0}, **kind},
                {"name": "mem", "type": "SCALAR", "scalar": {"value": 1024.0}},
            ]
            self.scheduler.on_offer("O1", {"agent_id": {"value": "S0"}, "resources": resources})
            self.assertEqual(["DECLINE"], [command["type"] for command in self.act()])

    def test_gives_back_for_long_what_is_not_needed_and_fetches_it_when_it_is(self):
        task_ids = self.running()
        self.offer("O2")
        (decline,) = self.act()
        self.assertEqual(3600, decline["decline"]["filters"]["refuse_seconds"])
        self.update(task_ids[0], "TASK_FINISHED", "u1")
        self.assertEqual([{"type": "REVIVE"}], self.act())
        self.offer("O3")
        self.assertEqual(1, len(self.launches()))

    def test_an_offer_that_is_gone_is_bad_luck_and_another_is_taken(self):
        task_ids, command_id = self.launched()
        self.refuse(command_id, "REJECTED", "OFFER_GONE")
        self.offer("O2")
        again = [task["task_id"] for task in self.launches()]
        self.assertEqual(3, len(again))
        self.assertFalse(set(again) & set(task_ids))

    def test_of_uncertain_launches_others_take_the_place_and_what_shows_up_is_killed(self):
        task_ids, command_id = self.launched()
        self.refuse(command_id, "UNCERTAIN", "INTERRUPTED")
        self.offer("O2")
        self.assertEqual(3, len(self.launches()))
        self.row(task_ids[0], "TASK_RUNNING")
        kills = self.act()
        self.assertEqual(["KILL"], [command["type"] for command in kills])
        self.assertEqual([], self.act(), "once is enough")
        self.clock = 61
        self.assertEqual(kills, self.act(), "but not for ever")

    def test_a_launch_that_took_effect_is_not_undone_by_a_result_that_does_not_know(self):
        task_ids, command_id = self.launched()
        for task_id in task_ids:
            self.row(task_id, "TASK_STAGING")
        self.refuse(command_id, "UNCERTAIN", "INTERRUPTED")
        self.offer("O2")
        self.assertEqual([], self.launches())

    def test_stops_when_what_is_asked_for_cannot_be_had(self):
        _, command_id = self.launched()
        with self.assertRaises(SystemExit):
            self.refuse(command_id, "REJECTED", "INVALID")

    def test_results_of_others_are_none_of_its_business(self):
        self.refuse("of-another", "REJECTED", "INVALID")

    def test_launches_again_what_ended_though_its_row_is_read_late(self):
        task_ids = self.running()
        self.update(task_ids[0], "TASK_FAILED", "u1")
        self.row(task_ids[0], "TASK_RUNNING")
        self.offer("O2")
        self.assertEqual(1, len(self.launches()))

    def test_leaves_to_the_bridge_what_the_bridge_places_again(self):
        task_ids = self.running()
        self.update(task_ids[0], "TASK_DROPPED", "u1", **{"mesos-placed-again": "true"})
        self.offer("O2")
        self.assertEqual([], self.launches())

    def test_counts_a_repeated_update_once_and_stops_launching_what_keeps_failing(self):
        for failed in range(7):
            task_id = f"web.{failed}"
            self.row(task_id, "TASK_RUNNING")
            self.update(task_id, "TASK_FAILED", f"u{failed}")
            self.update(task_id, "TASK_FAILED", f"u{failed}")
            self.offer(f"O{failed}")
            self.assertEqual(0 if failed == 6 else 3, len(self.launches()))
            self.scheduler.tasks.clear()
        self.clock = 61
        self.assertEqual([{"type": "REVIVE"}], self.act())

    def test_replaces_what_is_out_of_reach_and_kills_one_when_it_is_back(self):
        task_ids = self.running()
        self.row(task_ids[0], "TASK_UNREACHABLE")
        self.offer("O2")
        (replacement,) = self.launches()
        self.row(task_ids[0], "TASK_RUNNING")
        (kill,) = self.act()
        self.assertEqual(replacement["task_id"], kill["kill"]["task_id"])

    def test_tasks_of_others_do_not_count(self):
        self.row("db.1", "TASK_RUNNING")
        self.update("db.2", "TASK_FAILED", "u1")
        self.scheduler.on_row("db.2", None)
        self.offer("O1")
        self.assertEqual(3, len(self.launches()))
        self.assertEqual([], self.scheduler.failures)


if __name__ == "__main__":
    unittest.main()
