package org.isobath.training;

/** The landscape of a tied autoencoder x̂ = w relu(w·x) at w (docs/equations.md, eq. 44). */
final class TiedLandscape implements Landscape {
  private final RowLoss loss;
  private final Examples examples;
  private final double[] w;

  TiedLandscape(RowLoss loss, Examples examples, double[] w) {
    this.loss = loss;
    this.examples = examples;
    this.w = w;
  }

  @Override
  public int size() {
    return w.length;
  }

  @Override
  public double value() {
    double sum = 0;
    for (int row = 0; row < examples.rows(); row++) {
      sum += loss.value(row, output(active(row, w)));
    }
    return sum / examples.rows();
  }

  @Override
  public double[] gradient() {
    double[] sum = new double[w.length];
    double[] g = new double[w.length];
    for (int row = 0; row < examples.rows(); row++) {
      double a = active(row, w);
      loss.gradient(row, output(a), g);
      add(sum, a, g);
      if (a > 0) {
        addInput(sum, row, dot(g, w));
      }
    }
    return mean(sum);
  }

  @Override
  public double[] times(double[] vector) {
    double[] sum = new double[w.length];
    double[] g = new double[w.length];
    double[] change = new double[w.length];
    double[] changeOfG = new double[w.length];
    for (int row = 0; row < examples.rows(); row++) {
      double a = active(row, w);
      double changeOfA = a > 0 ? input(row, vector) : 0;
      double[] output = output(a);
      for (int i = 0; i < w.length; i++) {
        change[i] = vector[i] * a + w[i] * changeOfA;
      }
      loss.gradient(row, output, g);
      loss.hessianTimes(row, output, change, changeOfG);
      add(sum, a, changeOfG);
      add(sum, changeOfA, g);
      if (a > 0) {
        addInput(sum, row, dot(changeOfG, w) + dot(g, vector));
      }
    }
    return mean(sum);
  }

  @Override
  public double[][] jacobian() {
    double[][] jacobian = new double[examples.rows() * w.length][w.length];
    for (int row = 0; row < examples.rows(); row++) {
      double a = active(row, w);
      for (int output = 0; output < w.length; output++) {
        double[] line = jacobian[row * w.length + output];
        line[output] = a;
        if (a > 0) {
          addInput(line, row, w[output]);
        }
      }
    }
    return jacobian;
  }

  /** relu(w·x) of a row. */
  private double active(int row, double[] weights) {
    return Math.max(0, input(row, weights));
  }

  private double input(int row, double[] vector) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += vector[i] * examples.inputs()[row * vector.length + i];
    }
    return sum;
  }

  private void addInput(double[] sum, int row, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * examples.inputs()[row * sum.length + i];
    }
  }

  private double[] output(double a) {
    double[] output = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      output[i] = a * w[i];
    }
    return output;
  }

  private static void add(double[] sum, double factor, double[] vector) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private double[] mean(double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= examples.rows();
    }
    return sum;
  }
}
