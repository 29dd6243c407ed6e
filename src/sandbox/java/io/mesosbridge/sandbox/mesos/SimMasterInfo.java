package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a master says of itself. */
final class SimMasterInfo {

  static final String VERSION = "1.12.0";

  /** 127.0.0.1 as an unsigned number in network byte order. */
  private static final int LOOPBACK = 16_777_343;

  private SimMasterInfo() {}

  static ObjectNode of(String id, int port) {
    ObjectNode info =
        SimJson.object()
            .put("id", id)
            .put("ip", LOOPBACK)
            .put("port", port)
            .put("pid", "master@127.0.0.1:" + port)
            .put("hostname", "127.0.0.1")
            .put("version", VERSION);
    info.putObject("address").put("hostname", "127.0.0.1").put("ip", "127.0.0.1").put("port", port);
    info.set("capabilities", capabilities());
    return info;
  }

  static ArrayNode capabilities() {
    ArrayNode capabilities = SimJson.array();
    List.of("AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2")
        .forEach(type -> capabilities.addObject().put("type", type));
    return capabilities;
  }

  /** What every state begins with: the version, a build date and all. */
  static ObjectNode versionInfo() {
    return SimJson.object()
        .put("build_date", "2026-11-22 12:04:20 UTC")
        .put("build_time", 1_795_349_060.0)
        .put("build_user", "root")
        .put("git_sha", "c1b42f79d157aa900be5cbb0c1023f1479962aa7")
        .put("version", VERSION);
  }

  /** The answer to {@code GET /version}, a build date and all. */
  static String version() {
    return "{\"build_date\":\"2026-11-22 12:04:20 UTC\",\"build_time\":1795349060.0,"
        + "\"build_user\":\"root\",\"git_sha\":\"c1b42f79d157aa900be5cbb0c1023f1479962aa7\","
        + "\"version\":\"%s\"}".formatted(VERSION);
  }
}
