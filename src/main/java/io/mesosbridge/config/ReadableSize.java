package io.mesosbridge.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import org.eclipse.microprofile.config.spi.Converter;

/** Quarkus' sizes, as far as memory holds them, with a refusal that says what would be right. */
public final class ReadableSize implements Converter<MemorySize> {

  private static final long serialVersionUID = 1L;

  private static final BigInteger LARGEST_ARRAY = BigInteger.valueOf(Integer.MAX_VALUE - 8);

  @Override
  public MemorySize convert(String value) {
    MemorySize size;
    try {
      size = new MemorySizeConverter().convert(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(refusal(value, "is no size"), e);
    }
    if (size.asBigInteger().signum() < 1 || size.asBigInteger().compareTo(LARGEST_ARRAY) > 0) {
      throw new IllegalArgumentException(
          refusal(value, "has to be more than nothing and less than 2G"));
    }
    return size;
  }

  private static String refusal(String value, String wrong) {
    return "\"" + value + "\" " + wrong + "; valid are for example 65536, 512K, 64M and 1G";
  }
}
