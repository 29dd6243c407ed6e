package io.mesosbridge.kafka;

import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Work whose end somebody waits for. */
final class Guarded {

  private Guarded() {}

  /**
   * Does the work on this thread.
   *
   * @param failed told of whatever ends the work before its time, also of an error such as that of
   *     a codec whose library cannot be loaded; one of the virtual machine is thrown on as well,
   *     and ends the process
   */
  static void run(Runnable work, Consumer<RuntimeException> failed) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      failed.accept(failure);
    } catch (Error failure) {
      failed.accept(new KafkaException(failure));
      if (failure instanceof VirtualMachineError) {
        throw failure;
      }
    }
  }
}
