package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a name, with data, and with what is recorded and compared. */
final class SectionProblemsTest {
  private static final String MEASURES =
      "; allowed: gradient-norm, sharpness, distance-to-minimum-norm, end-to-end-gap, hessian-spectrum, jacobian-rank, minimum-norm-test-loss";
  private static final String POSITIVE = "; allowed: a number greater than 0";
  private static final String SOURCES =
      "; allowed: sensor-array, gas-ethanol, digits, mnist, teacher-sign, gaussian-features, orthonormal, {file: my.csv, target: y}";
  private static final String NAME =
      "; allowed: letters, digits, '.', '_' and '-', at most 100, the first a letter or a digit";

  @TempDir Path folder;

  private static List<Bad> bad() {
    return List.of(
        // name
        Bad.job(
            "name: x",
            "name: 2018",
            "job.yaml:1:7: name: must be text (put it in quotes); got 2018" + NAME),
        Bad.job(
            "name: x",
            "name: ../x",
            "job.yaml:1:7: name: cannot be the name of a folder; got ../x" + NAME),
        Bad.job(
            "name: x",
            "name: .hidden",
            "job.yaml:1:7: name: cannot be the name of a folder; got .hidden" + NAME),
        Bad.job(
            "name: x",
            "name: \"a b\"",
            "job.yaml:1:7: name: cannot be the name of a folder; got \"a b\"" + NAME),
        Bad.job(
            "name: x",
            "name: \"\"",
            "job.yaml:1:7: name: cannot be the name of a folder; got \"\"" + NAME),
        Bad.job("name: x", "name:", "job.yaml:1:6: name: must be text; got nothing" + NAME),
        Bad.job("name: x", "name: [x]", "job.yaml:1:7: name: must be text; got [x]" + NAME),
        Bad.job(
            "name: x",
            "name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "job.yaml:1:7: name: cannot be the name of a folder; got aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
                + NAME),
        // data
        Bad.job(
            "sensor-array",
            "{digits: {}}",
            "job.yaml:3:20: data.source.digits: must be text; got {}; allowed: a path"),
        Bad.job(
            "sensor-array",
            "{teacher-sign: {rows: 1}}",
            "job.yaml:3:33: data.source.teacher-sign.rows: is out of range; got 1; allowed: a whole number from 2 to 10000000"),
        Bad.job(
            "sensor-array",
            "gaussian-features",
            "job.yaml:3:11: data.source.gaussian-features.features: is required; allowed: a whole number from 1 to 100000",
            "job.yaml:3:11: data.source.gaussian-features.rows: is required; allowed: a whole number from 1 to 10000000"),
        Bad.job(
            "sensor-array",
            "{gaussian-features: {features: 100000, rows: 10000, noise: 1}}",
            "job.yaml:3:31: data.source.gaussian-features: is too large; got 10000 rows of 100000 features; allowed: at most 134217728 numbers"),
        Bad.job(
            "sensor-array",
            "{gaussian-features: {features: 9, rows: 9, noise: -1}}",
            "job.yaml:3:61: data.source.gaussian-features.noise: is out of range; got -1; allowed: a number that is 0 or greater"),
        Bad.job(
            "sensor-array",
            "{orthonormal: {features: 9, rows: 10}}",
            "job.yaml:3:45: data.source.orthonormal.rows: is more than there are orthonormal rows; got 10; allowed: at most the number of features, 9"),
        Bad.job(
            "sensor-array",
            "{orthonormal: {features: 9, rows: 1, basis: randon}}",
            "job.yaml:3:55: data.source.orthonormal.basis: unknown basis; got randon; allowed: unit-vectors, random — did you mean \"random\"?"),
        Bad.job(
            "sensor-array",
            "{file: a, target: [y, z], task: classification}",
            "job.yaml:3:29: data.source.target: has several columns in a classification; got [y, z]; allowed: one column of labels"),
        Bad.job(
            "sensor-array",
            "{file: a, target: y, task: classify}",
            "job.yaml:3:38: data.source.task: unknown task; got classify; allowed: regression, classification"),
        Bad.job(
            "scaling: none",
            "scaling: none\n  split: {draw: once}",
            "job.yaml:5:10: data.split: must say how many rows train or test; got {draw: once}; allowed: train, test: a number of rows, a share such as 0.8, or rest"),
        Bad.job(
            "scaling: none",
            "scaling: none\n  split: {train: rest}",
            "job.yaml:5:10: data.split: leaves open how many rows train; got {train: rest}; allowed: rest for train or for test"),
        Bad.job(
            "scaling: none",
            "scaling: none\n  split: {train: 0, test: -1}",
            "job.yaml:5:18: data.split.train: is out of range; got 0; allowed: a number of rows, a share such as 0.8, or rest",
            "job.yaml:5:27: data.split.test: is out of range; got -1; allowed: a number of rows, a share such as 0.8, or rest"),
        Bad.job(
            "scaling: none",
            "scaling: none\n  split: {train: 1.5, draw: twice}",
            "job.yaml:5:18: data.split.train: must be a whole number; got 1.5; allowed: a number of rows, a share such as 0.8, or rest",
            "job.yaml:5:29: data.split.draw: unknown draw; got twice; allowed: in-order, once, by-seed"),
        Bad.job(
            "scaling: none",
            "scaling: none\n  split: {trian: 5}",
            "job.yaml:5:11: data.split.trian: unknown key; allowed: train, test, draw — did you mean \"train\"?"),
        Bad.job(
            "scaling: none",
            "scaling: none\n  split: {train: many}",
            "job.yaml:5:18: data.split.train: must be a whole number; got many; allowed: a number of rows, a share such as 0.8, or rest"),
        Bad.job(
            "sensor-array",
            "sensor_arry",
            "job.yaml:3:11: data.source: unknown data source; got sensor_arry"
                + SOURCES
                + " — did you mean \"sensor-array\"?"),
        Bad.job(
            "sensor-array",
            "7",
            "job.yaml:3:11: data.source: must be one data source; got 7" + SOURCES),
        Bad.job(
            "sensor-array",
            "[sensor-array]",
            "job.yaml:3:11: data.source: must be one data source; got [sensor-array]" + SOURCES),
        Bad.job(
            "sensor-array",
            "{sensor-array: {seed: -1}}",
            "job.yaml:3:33: data.source.sensor-array.seed: is out of range; got -1; allowed: a whole number from 0 to 2^63 - 1"),
        Bad.job(
            "sensor-array",
            "{sensor-array: {sead: 1}}",
            "job.yaml:3:27: data.source.sensor-array.sead: unknown key; allowed: seed — did you mean \"seed\"?"),
        Bad.job(
            "sensor-array",
            "{gas-ethanol: 5}",
            "job.yaml:3:25: data.source.gas-ethanol: must be text (put it in quotes); got 5; allowed: a path"),
        Bad.job(
            "sensor-array",
            "{gas-ethanol: \"a\\0b\"}",
            "job.yaml:3:25: data.source.gas-ethanol: is no path; got \"a\\u0000b\"; allowed: a path"),
        Bad.job(
            "sensor-array",
            "{file: my.csv}",
            "job.yaml:3:11: data.source.target: is required; allowed: the name of a column, or a list"),
        Bad.job(
            "sensor-array",
            "{target: y}",
            "job.yaml:3:11: data.source: unknown data source; got target" + SOURCES),
        Bad.job(
            "sensor-array",
            "{file: [a.csv], target: y}",
            "job.yaml:3:18: data.source.file: must be text; got [a.csv]; allowed: a path"),
        Bad.job(
            "sensor-array",
            "{file: a.csv, target: [y, y]}",
            "job.yaml:3:37: data.source.target[1]: repeated value; got y; allowed: each value once"),
        Bad.job(
            "sensor-array",
            "{file: a.csv, target: 3}",
            "job.yaml:3:33: data.source.target: must be text (put it in quotes); got 3; allowed: the name of a column"),
        Bad.job(
            "sensor-array",
            "{file: a.csv, target: y, ignore: [id, y]}",
            "job.yaml:3:44: data.source.ignore: a target cannot be ignored; got [id, y]; allowed: columns that are no targets"),
        Bad.job(
            "sensor-array",
            "{file: a.csv, target: y, gas: 1}",
            "job.yaml:3:36: data.source.gas: unknown key; allowed: file, target, ignore, format, task"),
        Bad.job(
            "sensor-array",
            "{file: a.csv, target: y, format: gas_sensor}",
            "job.yaml:3:44: data.source.format: unknown format; got gas_sensor; allowed: csv, gas-sensor — did you mean \"gas-sensor\"?"),
        Bad.job(
            "sensor-array",
            "{file: a.csv, target: y, format: tsv}",
            "job.yaml:3:44: data.source.format: unknown format; got tsv; allowed: csv, gas-sensor — did you mean \"csv\"?"),
        Bad.job(
            "sensor-array",
            "{file: a.dat, format: gas-sensor, gas: 7, target: y}",
            "job.yaml:3:50: data.source.gas: is out of range; got 7; allowed: a whole number from 1 to 6",
            "job.yaml:3:53: data.source.target: unknown key; allowed: file, format, gas"),
        Bad.job(
            "sensor-array",
            "{file: \"\", target: y}",
            "job.yaml:3:18: data.source.file: is empty; got \"\"; allowed: a path"),
        Bad.job(
            "scaling: none",
            "scaling: minmax",
            "job.yaml:4:12: data.scaling: unknown scaling; got minmax; allowed: none, min-max, z-score, max-abs — did you mean \"min-max\"?"),
        Bad.job(
            "scaling: none",
            "scaling: [none, z-score, none]",
            "job.yaml:4:28: data.scaling[2]: repeated value; got none; allowed: each value once"),
        Bad.job(
            "scaling: none",
            "scaling: []",
            "job.yaml:4:12: data.scaling: is an empty list; got []; allowed: at least one value"),
        Bad.job(
            "scaling: none",
            "scaling: true",
            "job.yaml:4:12: data.scaling: must be text (put it in quotes); got true; allowed: none, min-max, z-score, max-abs"),
        // stop, record, compare
        Bad.job(
            "+",
            "stop: {divergedAbove: 1, target: 0}",
            "job.yaml:8:23: stop.divergedAbove: is out of range; got 1; allowed: a number greater than 1",
            "job.yaml:8:34: stop.target: is out of range; got 0" + POSITIVE),
        Bad.job(
            "+",
            "stop: 5",
            "job.yaml:8:7: stop: must be a mapping; got 5; allowed: the keys divergedAbove, target, trainAccuracy"),
        Bad.job(
            "+",
            "stop: {divergedAbove: .inf, targets: 1}",
            "job.yaml:8:23: stop.divergedAbove: must be finite; got .inf; allowed: a number greater than 1",
            "job.yaml:8:29: stop.targets: unknown key; allowed: divergedAbove, target, trainAccuracy — did you mean \"target\"?"),
        Bad.job(
            "+",
            "record: {curvePoints: 1, targets: [1, 1.0], weights: yes}",
            "job.yaml:8:23: record.curvePoints: is out of range; got 1; allowed: a whole number from 2 to 1000000",
            "job.yaml:8:39: record.targets[1]: repeated value; got 1.0; allowed: each value once",
            "job.yaml:8:54: record.weights: must be true or false; got yes; allowed: true, false"),
        Bad.job(
            "+",
            "record: {curvePoints: 1e7, targets: [0], weights: \"true\"}",
            "job.yaml:8:23: record.curvePoints: is out of range; got 1e7; allowed: a whole number from 2 to 1000000",
            "job.yaml:8:38: record.targets[0]: is out of range; got 0" + POSITIVE,
            "job.yaml:8:51: record.weights: must be true or false; got \"true\"; allowed: true, false"),
        Bad.job(
            "+",
            "record: {measures: [sharpnes, 5, gradient-norm, gradient-norm], measuresAlongCurve: 3}",
            "job.yaml:8:21: record.measures[0]: unknown measure; got sharpnes"
                + MEASURES
                + " — did you mean \"sharpness\"?",
            "job.yaml:8:31: record.measures[1]: must be text (put it in quotes); got 5" + MEASURES,
            "job.yaml:8:49: record.measures[3]: repeated value; got gradient-norm; allowed: each value once",
            "job.yaml:8:85: record.measuresAlongCurve: must be true or false; got 3; allowed: true, false"),
        Bad.job(
            "+",
            "compare: {axis: dept, rule: best}",
            "job.yaml:8:17: compare.axis: unknown axis; got dept; allowed: depth, width, optimizer, weightDecay, initializer, lossExponent, precision, scaling, steps, network, activation, loss, batchSize, sampler, features, inputNoise, labelNoise, pretraining — did you mean \"depth\"?",
            "job.yaml:8:29: compare.rule: unknown rule; got best; allowed: median-final-loss, mean-log-final-loss, time-to-target, area-under-log-curve, median-test-loss"),
        Bad.job(
            "+",
            "compare: {axis: depth, rule: median-test-loss}",
            "job.yaml:8:30: compare.rule: judges by test losses, and no rows of the job test; got median-test-loss; allowed: median-final-loss, mean-log-final-loss, time-to-target, area-under-log-curve; or a data.split with test rows"),
        Bad.job(
            "  scaling: none\n",
            "  scaling: none\n  split: {train: 5, test: 0}\ncompare: {rule: median-test-loss}\n",
            "job.yaml:6:17: compare.rule: judges by test losses, and no rows of the job test; got median-test-loss; allowed: median-final-loss, mean-log-final-loss, time-to-target, area-under-log-curve; or a data.split with test rows"),
        // What is wrong with the split is the only problem.
        Bad.job(
            "  scaling: none\n",
            "  scaling: none\n  split: {train: -1}\ncompare: {rule: median-test-loss}\n",
            "job.yaml:5:18: data.split.train: is out of range; got -1; allowed: a number of rows, a share such as 0.8, or rest"),
        Bad.job(
            "*",
            "name: x\ndata: {source: sensor-array, scaling: none, split: {test: 5}}\n"
                + "trial: {network: {double-well: {directions: 1}}, learningRate: 0.1, steps: 10}\n"
                + "compare: {rule: median-test-loss}\n",
            "job.yaml:4:17: compare.rule: judges by test losses, and a double-well has none; got median-test-loss; allowed: median-final-loss, mean-log-final-loss, time-to-target, area-under-log-curve"),
        Bad.job(
            "+",
            "compare: {baseline: 1}",
            "job.yaml:8:10: compare.axis: is required; allowed: depth, width, optimizer, weightDecay, initializer, lossExponent, precision, scaling, steps, network, activation, loss, batchSize, sampler, features, inputNoise, labelNoise, pretraining"),
        Bad.job(
            "+",
            "compare: {axis: depth, baseline: 2}",
            "job.yaml:8:34: compare.baseline: is no value of the sweep; got 2; allowed: 1"),
        Bad.job(
            "+",
            "compare: {axis: width}",
            "job.yaml:8:17: compare.axis: no network of the sweep has a width; got width; allowed: another axis"),
        Bad.job(
            "+",
            "compare: {axis: optimizer, baseline: gradient-decent}",
            "job.yaml:8:38: compare.baseline: is no value of the sweep; got gradient-decent; allowed: gradient-descent — did you mean \"gradient-descent\"?"),
        Bad.job(
            "+",
            "compare: {axis: depth, rule: time-to-target, target: 0.2 of gap}",
            "job.yaml:8:54: compare.target: is no value of the sweep; got 0.2 of gap; allowed: 0.5 of gap, 0.1 of gap, 0.01 of gap, 0.001 of gap — did you mean \"0.5 of gap\"?"),
        Bad.job(
            "+",
            "compare: {axis: depth, groups: {a: {depth: 1}, b: {depth: 1}}}",
            "job.yaml:8:17: compare.axis: cannot stand beside groups; got depth; allowed: either axis or groups"),
        Bad.job(
            "+",
            "compare: {groups: {a: {depth: 1}}}",
            "job.yaml:8:19: compare.groups: must be groups by name; got {a: {depth: 1}}; allowed: 2 to 50 groups by name, each {axis: value}"),
        Bad.job(
            "+",
            "compare: {groups: {a: {depth: 7}, b: {}, c: {dept: 1}}}",
            "job.yaml:8:31: compare.groups.a.depth: is no value of the sweep; got 7; allowed: 1",
            "job.yaml:8:38: compare.groups.b: says nothing of its settings; got {}; allowed: values that occur together",
            "job.yaml:8:46: compare.groups.c.dept: unknown key; allowed: depth, width, optimizer, weightDecay, initializer, lossExponent, precision, scaling, steps, network, activation, loss, batchSize, sampler, features, inputNoise, labelNoise, pretraining — did you mean \"depth\"?"),
        Bad.job(
            "+",
            "compare: depth",
            "job.yaml:8:10: compare: must be a mapping; got depth; allowed: the keys axis, groups, baseline, rule, target"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadJobIsRefusedWithEveryProblemInItsPlace(Bad bad) throws IOException {
    assertThat(bad.problems(folder)).containsExactlyElementsOf(bad.expected());
  }
}
