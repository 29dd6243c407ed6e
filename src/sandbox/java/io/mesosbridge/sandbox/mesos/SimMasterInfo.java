package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a master says of itself. */
final class SimMasterInfo {

  /** 127.0.0.1 as an unsigned number in network byte order. */
  private static final int LOOPBACK = 16_777_343;

  private SimMasterInfo() {}

  static ObjectNode of(String id, int port, SimVersion version) {
    ObjectNode info =
        SimJson.object()
            .put("id", id)
            .put("ip", LOOPBACK)
            .put("port", port)
            .put("pid", "master@127.0.0.1:" + port)
            .put("hostname", "127.0.0.1")
            .put("version", version.toString());
    info.putObject("address").put("hostname", "127.0.0.1").put("ip", "127.0.0.1").put("port", port);
    info.set("capabilities", capabilities(version));
    return info;
  }

  static ArrayNode capabilities(SimVersion version) {
    ArrayNode capabilities = SimJson.array();
    (version.isBefore(9)
            ? List.<String>of()
            : List.of("AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"))
        .forEach(type -> capabilities.addObject().put("type", type));
    return capabilities;
  }

  /** What every state begins with: the version, a build date and all. */
  static ObjectNode versionInfo(SimVersion version) {
    return SimJson.object()
        .put("build_date", "2026-11-22 12:04:20 UTC")
        .put("build_time", 1_795_349_060.0)
        .put("build_user", "root")
        .put("git_sha", "c1b42f79d157aa900be5cbb0c1023f1479962aa7")
        .put("version", version.toString());
  }

  /** The answer to {@code GET /version}, a build date and all. */
  static String version(SimVersion version) {
    return "{\"build_date\":\"2026-11-22 12:04:20 UTC\",\"build_time\":1795349060.0,"
        + "\"build_user\":\"root\",\"git_sha\":\"c1b42f79d157aa900be5cbb0c1023f1479962aa7\","
        + "\"version\":\"%s\"}".formatted(version);
  }
}
