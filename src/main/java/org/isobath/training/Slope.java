package org.isobath.training;

import org.isobath.kernel.Activation;

/**
 * Activations with their first two derivatives in plain arithmetic, for measures. Where a
 * derivative jumps it is that of the left side, but elu'(0) = 1.
 */
final class Slope {
  private Slope() {}

  /** φ(z). */
  static double value(Activation activation, double z) {
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> Math.max(0, z);
      case ELU -> z > 0 ? z : StrictMath.expm1(z);
      case SOFTPLUS -> Math.max(0, z) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
      case SIGMOID -> sigmoid(z);
      case TANH -> StrictMath.tanh(z);
      case SQUARE -> z * z;
    };
  }

  /** φ'(z). */
  static double first(Activation activation, double z) {
    return switch (activation) {
      case IDENTITY -> 1;
      case RELU -> z > 0 ? 1 : 0;
      case ELU -> z > 0 ? 1 : StrictMath.exp(z);
      case SOFTPLUS -> sigmoid(z);
      case SIGMOID -> sigmoid(z) * sigmoid(-z);
      case TANH -> {
        double cosh = StrictMath.cosh(z);
        yield 1 / cosh / cosh;
      }
      case SQUARE -> 2 * z;
    };
  }

  /** φ''(z). */
  static double second(Activation activation, double z) {
    return switch (activation) {
      case IDENTITY, RELU -> 0;
      case ELU -> z > 0 ? 0 : StrictMath.exp(z);
      case SOFTPLUS -> sigmoid(z) * sigmoid(-z);
      case SIGMOID -> sigmoid(z) * sigmoid(-z) * (1 - 2 * sigmoid(z));
      case TANH -> -2 * StrictMath.tanh(z) * first(activation, z);
      case SQUARE -> 2;
    };
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }
}
