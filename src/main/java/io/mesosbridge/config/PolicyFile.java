package io.mesosbridge.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mesosbridge.config.Converters.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** The file of {@code bridge.commands.policy-file}: the rules of the command policy in YAML. */
public final class PolicyFile {

  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_PROBLEMS = 10;

  /** What a rule may say. */
  public static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "name",
              "roles",
              "tasks",
              "api-roles",
              "types",
              "users",
              "images",
              "privileged",
              "host-paths",
              "most-per-task",
              "most-in-all"));

  private static final Set<String> API_ROLES = new TreeSet<>(Set.of("viewer", "operator"));
  private static final Set<String> TYPES = new TreeSet<>(CommandNames.COMMANDS);

  private static final java.util.regex.Pattern AMOUNT =
      java.util.regex.Pattern.compile("\\s*([^\\s:;()]+)\\s*:\\s*(\\d{1,12}(?:\\.\\d{1,3})?)\\s*");

  static {
    TYPES.addAll(CommandNames.OPERATIONS);
  }

  private final List<String> problems = new ArrayList<>();

  private PolicyFile() {}

  /**
   * What the file holds.
   *
   * @throws IllegalArgumentException if it cannot be read or is too large; the message is the end
   *     of a sentence that begins with the file
   */
  public static byte[] bytes(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("is larger than 1 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalArgumentException("is no file that can be read", e);
    }
  }

  /**
   * The rules in their order.
   *
   * @throws IllegalArgumentException if these are none; the message is the end of a sentence that
   *     begins with the file, and says in which lines what is wrong and what would be right
   */
  public static List<PolicyRule> rules(byte[] yaml) {
    PolicyFile file = new PolicyFile();
    List<PolicyRule> rules = file.read(tree(yaml));
    if (!file.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "holds no policy: " + String.join("; ", file.problems.subList(0, file.shown())));
    }
    return rules;
  }

  private int shown() {
    return Math.min(MOST_PROBLEMS, problems.size());
  }

  /** As nodes, which know their lines; nothing is made of what a tag says. */
  private static Node tree(byte[] yaml) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      LoaderOptions options = new LoaderOptions();
      ParserImpl parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
      return new Composer(parser, new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      String what = e.getProblem() == null ? e.getContext() : e.getProblem();
      String where = e.getProblemMark() == null ? "" : lineOf(e.getProblemMark());
      throw new IllegalArgumentException("holds no YAML: " + where + what, e);
    } catch (YAMLException | CharacterCodingException e) {
      throw new IllegalArgumentException("holds no YAML: " + e.getMessage(), e);
    }
  }

  private static String lineOf(Mark mark) {
    return "line " + (mark.getLine() + 1) + ", ";
  }

  private List<PolicyRule> read(Node root) {
    List<PolicyRule> rules = new ArrayList<>();
    Map<String, Node> top = fields(root, Set.of("rules"), "the file");
    Node list = top.get("rules");
    if (!(list instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      problem(list == null ? root : list, "rules should be a list of at least one rule");
      return rules;
    }
    Set<String> names = new LinkedHashSet<>();
    for (Node node : sequence.getValue()) {
      PolicyRule rule = rule(node);
      if (rule.name() != null && !names.add(rule.name())) {
        problem(node, "there are two rules of the name " + rule.name());
      }
      rules.add(rule);
    }
    return rules;
  }

  private PolicyRule rule(Node node) {
    Map<String, Node> fields = fields(node, KEYS, "a rule");
    String name = fields.containsKey("name") ? text(fields.get("name"), "name") : null;
    if (name == null) {
      problem(node, "a rule has no name; write for example name: web");
    }
    return new PolicyRule(
        name,
        texts(fields, "roles", null),
        fields.containsKey("tasks") ? pattern(fields.get("tasks"), "tasks") : null,
        texts(fields, "api-roles", API_ROLES),
        texts(fields, "types", TYPES),
        texts(fields, "users", null),
        patterns(fields.get("images")),
        isTrue(fields.get("privileged"), "privileged"),
        isTrue(fields.get("host-paths"), "host-paths"),
        amounts(fields.get("most-per-task"), "most-per-task"),
        amounts(fields.get("most-in-all"), "most-in-all"));
  }

  private Map<String, Node> fields(Node node, Set<String> known, String what) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problem(node, what + " should be a mapping with the keys " + String.join(", ", known));
      return fields;
    }
    for (NodeTuple field : mapping.getValue()) {
      String key = text(field.getKeyNode(), "a key");
      if (key != null && !known.contains(key)) {
        problem(
            field.getKeyNode(),
            "%s is an unknown key; the nearest is %s".formatted(key, NearestName.to(key, known)));
      } else if (key != null && fields.put(key, field.getValueNode()) != null) {
        problem(field.getKeyNode(), key + " is there twice");
      }
    }
    return fields;
  }

  /** Null for what is none, of which there is a problem then. */
  private String text(Node node, String key) {
    if (node instanceof ScalarNode scalar
        && !scalar.getTag().equals(Tag.NULL)
        && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    problem(node, key + " should be a text");
    return null;
  }

  /** A list, or a single text; with an empty one nobody knows whether all or none was meant. */
  private List<Node> items(Node node, String key) {
    if (node == null || node instanceof ScalarNode) {
      return node == null ? List.of() : List.of(node);
    }
    if (node instanceof SequenceNode list && !list.getValue().isEmpty()) {
      return list.getValue();
    }
    problem(node, key + " should be a list that is not empty; leave it out for no condition");
    return List.of();
  }

  private Set<String> texts(Map<String, Node> fields, String key, Set<String> known) {
    Set<String> texts = new LinkedHashSet<>();
    for (Node item : items(fields.get(key), key)) {
      String text = text(item, key);
      if (text != null && known != null && !known.contains(text)) {
        problem(
            item,
            "%s has the unknown name %s; the nearest is %s"
                .formatted(key, text, NearestName.to(text, known)));
      } else if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  private Pattern pattern(Node node, String key) {
    String text = text(node, key);
    try {
      return text == null ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      problem(
          node,
          "%s has %s, which is no regular expression: %s; valid is for example web-.*"
              .formatted(key, text, e.getDescription()));
      return null;
    }
  }

  private List<Pattern> patterns(Node node) {
    List<Pattern> patterns = new ArrayList<>();
    for (Node item : items(node, "images")) {
      Pattern pattern = pattern(item, "images");
      if (pattern != null) {
        patterns.add(pattern);
      }
    }
    return List.copyOf(patterns);
  }

  /** YAML takes many words for true and false; a policy takes two. */
  private boolean isTrue(Node node, String key) {
    String text = node == null ? "false" : text(node, key);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      problem(node, "%s is %s, but should be true or false".formatted(key, text));
    }
    return "true".equals(text);
  }

  private Map<String, Long> amounts(Node node, String key) {
    Map<String, Long> amounts = new LinkedHashMap<>();
    String text = node == null ? null : text(node, key);
    for (String part : text == null ? new String[0] : text.split(";", -1)) {
      Matcher amount = AMOUNT.matcher(part);
      if (!amount.matches()) {
        problem(node, "%s is %s, but should be as in cpus:4;mem:8192".formatted(key, text));
      } else if (amounts.put(amount.group(1), thousandths(amount.group(2))) != null) {
        problem(node, "%s has %s twice".formatted(key, amount.group(1)));
      }
    }
    return amounts;
  }

  private static long thousandths(String number) {
    return new BigDecimal(number).movePointRight(3).longValueExact();
  }

  private void problem(Node node, String what) {
    problems.add(node == null ? what : lineOf(node.getStartMark()) + what);
  }
}
