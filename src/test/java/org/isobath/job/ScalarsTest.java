package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

final class ScalarsTest {
  private static final String CHARACTERS = "0123456789..+-eE_xo1a~";
  private static final Place PLACE = Place.top("job.yaml", 1, 1);

  /** The YAML library's own core schema is the oracle; bases other than ten are refused here. */
  @Test
  void plainScalarsAreWhatTheCoreSchemaSays() {
    Load oracle = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
    Random random = new Random(12);
    int numbers = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      Object expected;
      try {
        expected = ((List<?>) oracle.loadFromString("[" + text + "]")).get(0);
      } catch (YamlEngineException e) {
        continue; // not a scalar, such as a lone dash
      }
      Node node = new Node.Scalar(PLACE, text.toString(), true);
      boolean decimal = !text.toString().matches("0[xo].*");
      Optional<Double> number = new Scalars(new Problems()).real(node, Bounds.FINITE);
      if (expected instanceof Number value && decimal && fits(value, text.toString())) {
        numbers++;
        assertThat(number).as(text.toString()).contains(value.doubleValue() + 0.0);
      } else {
        assertThat(number).as(text.toString()).isEmpty();
      }
      assertThat(Scalars.word(node)).as(text.toString()).isEqualTo(word(expected));
    }
    assertThat(numbers).isGreaterThan(4000);
  }

  /** Neither overflow nor underflow. */
  private static boolean fits(Number value, String text) {
    boolean zero = !text.split("[eE]", 2)[0].matches(".*[1-9].*");
    return Double.isFinite(value.doubleValue()) && (value.doubleValue() != 0 || zero);
  }

  private static Optional<String> word(Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @Test
  void quotedScalarsAreText() {
    for (String text : List.of("1", "true", "null", "", "~", ".nan", "0x1")) {
      assertThat(Scalars.word(new Node.Scalar(PLACE, text, false))).contains(text);
      assertThat(Scalars.word(new Node.Scalar(PLACE, text, true))).isEmpty();
    }
    for (String text : List.of("yes", "no", "on", "off", "1_000", "nan", "TRue", "0o8", "0xg")) {
      assertThat(Scalars.word(new Node.Scalar(PLACE, text, true))).contains(text);
    }
  }
}
