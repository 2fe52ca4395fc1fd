package org.isobath.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * An embedded, generated table that trains like the ethanol table of {@link GasEthanol}, whose
 * terms forbid shipping it: 2565 runs in ten batches, 16 sensors × 8 features, target the
 * concentration.
 *
 * <p>The model, with every Gaussian drawn by itself: the logarithm of a sensor's response to
 * concentration c is
 *
 * <pre>  ℓ = α (ln(1 + c) − 4.5) + drift + ambient + noise,</pre>
 *
 * and each feature is ± exp(γ ℓ + kinetics + noise): the steady state, its ratio to the drifting
 * baseline, three rising and three falling transients at growing speed. Each effect has its line in
 * {@link #load}. The few runs at 500 and 600 ppm, as in the real table, throw transients many
 * standard deviations out, which is why its scaled features lie close together. The constants were
 * fitted to the spectra and least-squares losses of the real table under min-max and z-score; the
 * test pins how near they come.
 *
 * @param seed any; each gives another table of the same kind
 */
public record SensorArray(long seed) implements DataSource {
  /** Under it 2/λ_max exceeds 0.0503 with min-max scaling, so that the rate 0.05 is stable. */
  public static final long DEFAULT_SEED = 15;

  /** The source's name in job files and tables. */
  public static final String NAME = "sensor-array";

  private static final int SENSORS = 16;
  private static final int FEATURES = 8;
  private static final int[] BATCH_ROWS = {90, 164, 365, 64, 28, 514, 649, 30, 61, 600};

  /** In ppm, repeated until the batch is full. */
  private static final double[][] LEVELS = {
    {10, 20, 30, 40, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275},
    {10, 20, 30, 40, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275},
    {25, 50, 75, 100, 100, 125, 150, 150, 175, 200, 200, 225, 250, 250},
    {50, 100, 100, 150, 200, 250, 250, 250},
    {100, 250},
    {50, 50, 50, 50, 50, 50, 10, 100, 100, 50},
    IntStream.rangeClosed(1, 25).mapToDouble(i -> 10 * i).toArray(),
    {10},
    {10},
    {2.5, 10, 50, 100, 150, 200, 250, 50, 100, 150, 200, 250}
  };

  /** Half of them at 500 ppm, half at 600: the last runs of the second batch. */
  private static final int HIGH_RUNS = 16;

  private static final int HIGH_BATCH = 1;

  // By feature: steady state, normalized, rising at three speeds, falling at three speeds.
  private static final double[] RESPONSE_POWER = {1, .284, .457, .472, .564, .439, .722, .747};
  private static final double[] KINETICS = {0, 0, .075, .025, 1.65, .031, .617, .477};
  private static final double[] NOISE = {0, .067, .008, .002, .019, .004, .001, .004};
  private static final double[] SPIKE = {0, 4.4, .01, .2, 32, .01, .01, 4.4};
  private static final int NORMALIZED = 1;
  private static final int FIRST_FALLING = 5;

  /** What a Gaussian is drawn for. Its place here is the index of its stream: never reorder. */
  private enum Effect {
    SENSITIVITY,
    DRIFT,
    AMBIENT,
    SENSOR_NOISE,
    FAST_KINETICS,
    SLOW_KINETICS,
    FAST_SHARE,
    SLOW_SHARE,
    KINETICS_DRIFT,
    FRAGILITY,
    FEATURE_NOISE
  }

  /** The table of the default seed. */
  public SensorArray() {
    this(DEFAULT_SEED);
  }

  @Override
  public String name() {
    return seed == DEFAULT_SEED ? NAME : NAME + "-" + seed;
  }

  @Override
  public Dataset load(DataFolder folder) {
    int rows = Arrays.stream(BATCH_ROWS).sum();
    double[] features = new double[rows * SENSORS * FEATURES];
    double[] targets = new double[rows];
    double[] drift = new double[SENSORS];
    double[] kineticsDrift = new double[SENSORS * FEATURES];
    int row = 0;
    for (int batch = 0; batch < BATCH_ROWS.length; batch++) {
      // Sensors age between batches: their response and their kinetics walk at random.
      walk(drift, Effect.DRIFT, batch, 0.377);
      walk(kineticsDrift, Effect.KINETICS_DRIFT, batch, 0.018);
      for (int run = 0; run < BATCH_ROWS[batch]; run++) {
        double concentration = concentration(batch, run);
        targets[row] = concentration;
        for (int sensor = 0; sensor < SENSORS; sensor++) {
          double response = response(row, sensor, concentration, drift[sensor]);
          for (int feature = 0; feature < FEATURES; feature++) {
            int place = sensor * FEATURES + feature;
            double value = RESPONSE_POWER[feature] * response;
            if (feature == NORMALIZED) {
              value -= drift[sensor]; // the ratio to the baseline, which drifts as well
            }
            if (feature > 0) {
              value += kineticsDrift[place];
            }
            value += KINETICS[feature] * kinetics(row, place);
            int at = row * SENSORS * FEATURES + place;
            value += NOISE[feature] * gaussian(Effect.FEATURE_NOISE, at);
            double size = StrictMath.exp(value) * spike(concentration, run, place);
            features[at] = feature < FIRST_FALLING ? size : -size;
          }
        }
        row++;
      }
    }
    List<String> names =
        IntStream.rangeClosed(1, SENSORS * FEATURES).mapToObj(i -> "f" + i).toList();
    return new Dataset(name(), names, List.of(GasSensorFile.TARGET), rows, features, targets);
  }

  /** The logarithm of a sensor's response in one run. */
  private double response(int row, int sensor, double concentration, double drift) {
    // A power law of the concentration, a little steeper for some sensors …
    double power = 0.96 + 0.02 * gaussian(Effect.SENSITIVITY, sensor);
    return power * (StrictMath.log1p(concentration) - 4.5)
        + drift
        // … in air whose humidity and temperature move all sensors of a run alike,
        + 0.35 * gaussian(Effect.AMBIENT, row)
        // … read with a little noise.
        + 0.02 * gaussian(Effect.SENSOR_NOISE, row * SENSORS + sensor);
  }

  private static double concentration(int batch, int run) {
    int runsLeft = BATCH_ROWS[batch] - run;
    if (batch == HIGH_BATCH && runsLeft <= HIGH_RUNS) {
      return runsLeft > HIGH_RUNS / 2 ? 500 : 600;
    }
    return LEVELS[batch][run % LEVELS[batch].length];
  }

  /** How fast the gas reaches and leaves the sensors differs by run, and shows more in some. */
  private double kinetics(int row, int place) {
    double fast =
        (1 + 0.4 * gaussian(Effect.FAST_SHARE, place)) * gaussian(Effect.FAST_KINETICS, row);
    double slow = 0.5 * gaussian(Effect.SLOW_SHARE, place) * gaussian(Effect.SLOW_KINETICS, row);
    return fast + slow;
  }

  /** The factor by which a saturating run throws a feature out: log-normal over sensors. */
  private double spike(double concentration, int run, int place) {
    if (concentration < 500) {
      return 1;
    }
    double fragility = StrictMath.exp(1.08 * gaussian(Effect.FRAGILITY, place));
    return 1 + SPIKE[place % FEATURES] * fragility * (run % 2 == 0 ? 0.7 : 1);
  }

  private void walk(double[] states, Effect effect, int step, double size) {
    for (int i = 0; i < states.length; i++) {
      states[i] += size * gaussian(effect, step * states.length + i);
    }
  }

  private double gaussian(Effect effect, int position) {
    return new RandomStream(seed, Purpose.EMBEDDED_DATA, effect.ordinal()).gaussian(position);
  }
}
