package io.mesosbridge.sandbox.mesos;

import java.time.Duration;

/** {@code /api/v1/scheduler} of one master: notes the call, checks it and has it carried out. */
final class SimSchedulerEndpoint {

  private final Cluster cluster;
  private final SchedulerChecks checks;

  SimSchedulerEndpoint(Cluster cluster, MasterServer server) {
    this.cluster = cluster;
    this.checks = new SchedulerChecks(cluster, server);
  }

  void handle(SchedulerRequest written) {
    SchedulerRequest request = written.as(cluster.version());
    long number =
        cluster
            .ledger()
            .called(
                request.type(),
                SimJson.idIn(request.json(), "framework_id"),
                request.header("Mesos-Stream-Id"),
                request.body());
    cluster
        .callFaults()
        .delayed(cluster.loop(), request.header("Mesos-Stream-Id"), () -> answer(request, number));
  }

  private void answer(SchedulerRequest request, long number) {
    try {
      answerOrFail(request, number);
    } catch (RuntimeException | StackOverflowError e) {
      if (cluster.http() == null) {
        throw e; // a simulation is to end, not to go on with a master that is half right
      }
      reply(request, number, Answer.failure("call " + request.type(), e));
    }
  }

  private void answerOrFail(SchedulerRequest request, long number) {
    CallFaults.Fault fault = cluster.callFaults().next(request.type());
    if (fault instanceof CallFaults.Refused refused) {
      if (refused.carriedOut() && !request.isSubscribe()) {
        carryOutUnheard(request, number);
      }
      reply(request, number, refused.answer());
    } else if (fault instanceof CallFaults.Dropped dropped) {
      if (dropped.carriedOut()) {
        carryOutUnheard(request, number);
      }
      request.reply().drop();
      cluster.callFaults().forget(cluster.loop(), request.header("Mesos-Stream-Id"));
    } else {
      Answer refusal = checks.refuse(request);
      if (refusal != null) {
        reply(request, number, refusal);
      } else if (request.isSubscribe()) {
        cluster.ledger().answered(number, 200, "");
        subscribe(request);
      } else {
        reply(request, number, carryOut(request, number));
      }
    }
  }

  private void reply(SchedulerRequest request, long number, Answer answer) {
    cluster.ledger().answered(number, answer.status(), answer.text());
    request.reply().answer(answer);
  }

  /** Nothing of the stream's head may get out before the connection drops. */
  private void carryOutUnheard(SchedulerRequest request, long number) {
    if (checks.refuse(request) != null) {
      return;
    }
    if (request.isSubscribe()) {
      boolean frozen = cluster.streamFaults().isFrozen();
      cluster.streamFaults().frozen(true);
      subscribe(request);
      cluster.loop().after(Duration.ZERO, () -> cluster.streamFaults().frozen(frozen));
    } else {
      carryOut(request, number);
    }
  }

  private void subscribe(SchedulerRequest request) {
    if (!request.reply().isGone()) {
      new Subscribing(cluster.master(), cluster).subscribe(request.json(), request.reply());
    }
  }

  private Answer carryOut(SchedulerRequest request, long number) {
    cluster.ledger().carriedOut(number);
    SimMaster master = cluster.master();
    SimFramework framework = master.framework(SimJson.idIn(request.json(), "framework_id"));
    return master.calls().handle(framework, request.type(), CallRules.payload(request.json()));
  }
}
