package org.isobath.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.isobath.spark.Progress;
import org.isobath.sweep.Pack;

/**
 * Shows how far the training is: on a terminal one line that is rewritten, elsewhere a plain line
 * now and then.
 */
final class ProgressLine implements AutoCloseable {
  private static final long TERMINAL_MILLIS = 500;
  private static final long PLAIN_MILLIS = 10_000;
  private static final double WAITING_SECONDS = 15;
  private static final int TERMINAL_WIDTH = 79;

  private final PrintWriter err;
  private final double total;
  private final int packs;
  private final long trials;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  ProgressLine(PrintWriter err, List<Pack> pending) {
    this.err = err;
    this.total = pending.stream().mapToDouble(Pack::cost).sum();
    this.packs = pending.size();
    this.trials = pending.stream().mapToLong(Pack::trials).sum();
    // The launcher knows whether stderr is a terminal; Java does not.
    this.terminal = Boolean.getBoolean("isobath.terminal");
  }

  /** Begins to show this progress. */
  void follow(Progress progress) {
    long period = terminal ? TERMINAL_MILLIS : PLAIN_MILLIS;
    clock.scheduleAtFixedRate(() -> show(progress), period, period, TimeUnit.MILLISECONDS);
  }

  private void show(Progress progress) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!progress.started() && seconds > WAITING_SECONDS) {
      print(
          "waiting for executors: is there room for spark.executor.cores and .memory?"
              + " do they start? ("
              + Text.duration(seconds)
              + ")");
      return;
    }
    double share = Math.min(1, progress.work() / total);
    String eta = share > 0 ? Text.duration(seconds * (1 - share) / share) : "unknown";
    String line =
        String.format(
            Locale.ROOT,
            "training: %3.0f %%, %d of %d packs, %s of %s trials, %.3g steps/s, ETA %s",
            100 * share,
            progress.packs(),
            packs,
            Text.count(progress.trials()),
            Text.count(trials),
            progress.stepsPerSecond(),
            eta);
    print(line);
  }

  private void print(String line) {
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, TERMINAL_WIDTH - line.length())));
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** Says that all is trained. */
  void done() {
    clock.shutdownNow();
    String done = "training: done in " + Text.duration((System.nanoTime() - start) / 1e9);
    err.println(
        terminal ? "\r" + done + " ".repeat(Math.max(0, TERMINAL_WIDTH - done.length())) : done);
    err.flush();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
