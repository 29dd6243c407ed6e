package io.mesosbridge.config;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Takes true and false only: the usual converter reads every typo as false. */
public final class StrictBoolean implements Converter<Boolean> {

  private static final long serialVersionUID = 1L;

  @Override
  public Boolean convert(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("\"" + value + "\" is neither true nor false");
    };
  }
}
