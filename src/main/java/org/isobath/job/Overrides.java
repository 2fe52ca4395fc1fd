package org.isobath.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isobath.job.Node.Entry;
import org.isobath.job.Node.Mapping;
import org.isobath.job.Node.Sequence;

/** Lays {@code --set PATH=VALUE} over a job, the value being YAML. */
final class Overrides {
  private static final Pattern STEP =
      Pattern.compile("\\.?([A-Za-z][A-Za-z0-9_-]*)|\\[(\\d{1,6})]");
  private static final int LONGEST_PATH = 200;

  private final Problems problems;
  private final String value;

  private Overrides(Problems problems, String value) {
    this.problems = problems;
    this.value = value;
  }

  /** The job with all values set, one after the other. */
  static Node apply(Node job, List<String> sets, Problems problems) {
    Node result = job;
    for (String set : sets) {
      int equals = set.indexOf('=');
      List<String> steps = equals < 0 ? List.of() : steps(set.substring(0, equals));
      if (steps.isEmpty()) {
        Place place = Place.top("--set", 0, 0);
        String example = "PATH=VALUE, such as trial.steps=1000 or variants[0].depth=[1, 2]";
        problems.add(
            place, "must be a path, = and a value", set.isEmpty() ? "\"\"" : set, example, "");
      } else {
        String path = set.substring(0, equals);
        Place top = Place.top("--set " + path + "=…", 0, 0);
        result =
            new Overrides(problems, set.substring(equals + 1))
                .put(Optional.of(result), top, steps)
                .orElse(result);
      }
    }
    return result;
  }

  /** Keys, and indices in brackets; none if the path makes no sense. */
  private static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (path.length() <= LONGEST_PATH && end < path.length()) {
      boolean dotFits = (path.charAt(end) == '.') == (end > 0) || path.charAt(end) == '[';
      if (!matcher.find(end) || matcher.start() != end || !dotFits || path.startsWith("[")) {
        return List.of();
      }
      steps.add(matcher.group().startsWith(".") ? matcher.group(1) : matcher.group());
      end = matcher.end();
    }
    return steps;
  }

  /** The node with the value set; what it was if that cannot be done, which is reported. */
  private Optional<Node> put(Optional<Node> old, Place place, List<String> steps) {
    if (steps.isEmpty()) {
      try {
        Problems own = new Problems();
        Node node = Yaml.parseValue(place, value, own);
        own.throwIfAny();
        return Optional.of(node);
      } catch (JobException e) {
        e.problems().forEach(problem -> problems.add(place, problem));
        return old;
      }
    }
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (step.startsWith("[")) {
      return putItem(old, place, Integer.parseInt(step.substring(1, step.length() - 1)), rest);
    }
    if (old.isPresent() && old.get() instanceof Sequence) {
      problems.add(place, "is a list", "", "one of its items, such as " + place.path() + "[0]", "");
      return old;
    }
    // A word such as `gaussian` gives way to a mapping with its constants.
    Mapping mapping =
        old.isPresent() && old.get() instanceof Mapping known
            ? known
            : new Mapping(place, List.of());
    Place below = place.key(step);
    Optional<Node> node = put(mapping.get(step), below, rest);
    if (node.isEmpty()) {
      return old;
    }
    List<Entry> entries = new ArrayList<>(mapping.entries());
    int index = entries.stream().map(Entry::key).toList().indexOf(step);
    if (index < 0) {
      entries.add(new Entry(below, step, node.get()));
    } else {
      // The key keeps its own place: if it is unknown, that is the file's problem.
      entries.set(index, new Entry(entries.get(index).place(), step, node.get()));
    }
    return Optional.of(new Mapping(mapping.place(), entries));
  }

  private Optional<Node> putItem(Optional<Node> old, Place place, int index, List<String> rest) {
    if (old.isEmpty() || !(old.get() instanceof Sequence list) || index >= list.items().size()) {
      problems.add(place, "has no item [" + index + "]", "", "an item that the job has", "");
      return old;
    }
    List<Node> items = new ArrayList<>(list.items());
    put(Optional.of(items.get(index)), place.item(index, 0, 0), rest)
        .ifPresent(item -> items.set(index, item));
    return Optional.of(new Sequence(list.place(), items));
  }
}
