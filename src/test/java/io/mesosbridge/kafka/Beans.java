package io.mesosbridge.kafka;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.Iterator;
import java.util.List;

/** Beans without a container: those that are given here, whatever they are asked for by. */
record Beans<T>(List<T> beans) implements Instance<T> {

  static <T> Beans<T> none() {
    return new Beans<>(List.of());
  }

  static <T> Beans<T> of(T bean) {
    return new Beans<>(List.of(bean));
  }

  @Override
  public Instance<T> select(Annotation... qualifiers) {
    return this;
  }

  @Override
  public <U extends T> Instance<U> select(Class<U> type, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Instance<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isUnsatisfied() {
    return beans.isEmpty();
  }

  @Override
  public boolean isAmbiguous() {
    return false;
  }

  @Override
  public void destroy(T instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Handle<T> getHandle() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<? extends Handle<T>> handles() {
    throw new UnsupportedOperationException();
  }

  @Override
  public T get() {
    return beans.get(0);
  }

  @Override
  public Iterator<T> iterator() {
    return beans.iterator();
  }
}
