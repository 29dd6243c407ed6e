package io.mesosbridge.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import org.eclipse.microprofile.config.spi.Converter;

/** Quarkus' sizes, with a refusal that says what would be right. */
public final class ReadableSize implements Converter<MemorySize> {

  private static final long serialVersionUID = 1L;

  @Override
  public MemorySize convert(String value) {
    try {
      return new MemorySizeConverter().convert(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is no size; valid are for example 65536, 512K, 64M and 1G", e);
    }
  }
}
