package org.isobath.job;

import java.util.List;
import java.util.Map;
import org.isobath.sweep.Experiment;

/** A job file, read. */
public final class Job {
  private final Experiment experiment;
  private final List<String> notes;
  private final String text;
  private final Map<String, Object> report;
  private final Place top;
  private final List<Map<String, Place>> places;

  /**
   * A job.
   *
   * @param report the part of a resolved job that says which figures a report shows
   * @param top the whole of the file
   * @param places where the values of each grid stand, by key of {@code trial}
   */
  Job(
      Experiment experiment,
      List<String> notes,
      String text,
      Map<String, Object> report,
      Place top,
      List<Map<String, Place>> places) {
    this.experiment = experiment;
    this.notes = List.copyOf(notes);
    this.text = text;
    this.report = Map.copyOf(report);
    this.top = top;
    this.places = List.copyOf(places);
  }

  /** What it asks for. */
  public Experiment experiment() {
    return experiment;
  }

  /** What the user should know although it is no error, one line each. */
  public List<String> notes() {
    return notes;
  }

  /** The file's content as given. */
  public String text() {
    return text;
  }

  /** Which figures a report shows, as the part of a resolved job; empty if the job says nothing. */
  public Map<String, Object> report() {
    return report;
  }

  /** What is wrong with a value outside of trials, by its path; parts may be empty. */
  public Problem problem(String path, String problem, String got, String allowed) {
    return new Problem(top.file(), 0, 0, path, problem, got, allowed, "");
  }

  /**
   * What is wrong with a value of the trials of a grid, in its place; parts may be empty.
   *
   * @param grid its index in the experiment
   * @param key of {@code trial}, whether the job gives it or not
   */
  public Problem problem(int grid, String key, String problem, String got, String allowed) {
    Place place = places.get(grid).getOrDefault(key, top.key("trial", 0, 0).key(key));
    return new Problem(
        place.file(), place.line(), place.column(), place.path(), problem, got, allowed, "");
  }
}
