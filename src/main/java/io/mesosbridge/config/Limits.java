package io.mesosbridge.config;

/**
 * What the constraints on keys allow, and what an operator reads, after the key, of a value that is
 * refused. A key that may hold a secret has no constraint, since its message would show it.
 *
 * <p>A value enters a message as {@code ${validatedValue}} only: what Hibernate Validator puts in
 * place of other braces, it searches for expressions once more.
 */
final class Limits {

  static final String LESS_THAN_ONE =
      "is ${validatedValue}, but has to be at least 1; valid is for example ";

  static final String NEGATIVE =
      "is ${validatedValue}, but must not be negative; valid is for example ";

  static final String NOT_POSITIVE =
      "is ${validatedValue}, but has to be longer than zero; valid is for example ";

  static final String NO_REPLICAS =
      "is ${validatedValue}, but has to be from 1 to 32767; valid is for example 3";

  /** Leaves room for the rest of a topic's name, which Kafka allows 249 characters. */
  static final String PREFIX = "[a-zA-Z0-9._-]{0,200}";

  static final String NO_PREFIX =
      "is \"${validatedValue}\", but may have only letters, digits, '.', '_' and '-', and at most 200"
          + " of them; valid is for example mesos.";

  /** From {@code common/validation.cpp} of Mesos. */
  static final String ID = "(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,255}";

  static final String NO_ID =
      "is \"${validatedValue}\", which is no id that Mesos takes; valid is for example"
          + " my-framework-0001";

  /** From {@code common/roles.cpp} of Mesos. */
  static final String ROLE = "[^\\s\\\\-][^\\s\\\\]*";

  static final String NO_ROLE =
      "is \"${validatedValue}\", which is no role's name; valid is for example web";

  static final String ROLE_TWICE =
      "is ${validatedValue}, which has a role twice; valid is for example web,batch";

  static final String WEB_PAGE = "https?://[^/:\\s]\\S*";

  static final String NO_WEB_PAGE =
      "is \"${validatedValue}\", which is no URL of a web page; valid is for example"
          + " http://bridge.example:8080";

  private Limits() {}
}
