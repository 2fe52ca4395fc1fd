package org.isobath.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import org.isobath.kernel.Activation;
import org.junit.jupiter.api.Test;

final class PerceptronTest {
  @Test
  void travelsToExecutorsWithAndWithoutMask() throws Exception {
    StoredWeights pattern =
        new StoredWeights("mask.csv", List.of(new StoredWeights.Entry(1, 0, 0, 1)));
    for (Optional<Mask> mask : List.of(Optional.<Mask>empty(), Optional.of(new Mask(pattern)))) {
      Perceptron sent = new Perceptron(List.of(3), Activation.RELU, true, mask);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(sent);
      }
      ByteArrayInputStream back = new ByteArrayInputStream(bytes.toByteArray());
      try (ObjectInputStream in = new ObjectInputStream(back)) {
        assertThat(in.readObject()).isEqualTo(sent);
      }
    }
  }
}
