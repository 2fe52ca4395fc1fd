package org.isobath.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isobath.job.TextFile.Position;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Reads YAML 1.2 of the plain kind: one document, and no anchors, aliases, tags, merge keys or
 * repeated keys. Built on the parser's events, so that nothing is merged or resolved behind our
 * back.
 */
final class Yaml {
  /** A job needs six levels; a recursion this deep needs little stack. */
  private static final int DEEPEST = 32;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  private final Problems problems;
  private final boolean located;
  private final Iterator<Event> events;

  private Yaml(Problems problems, boolean located, String text) {
    this.problems = problems;
    this.located = located;
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /** The one document of a file. */
  static Node parseFile(String file, String text, Problems problems) throws JobException {
    return parse(Place.top(file, 1, 1), true, TextFile.withoutMark(text), problems);
  }

  /** A value that stands at a given place, without lines and columns of its own. */
  static Node parseValue(Place place, String text, Problems problems) throws JobException {
    return parse(place, false, text, problems);
  }

  private static Node parse(Place top, boolean located, String text, Problems problems)
      throws JobException {
    try {
      return new Yaml(problems, located, text).document(top);
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(m -> at(top, located, m)).orElse(top);
      String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
      throw syntax(place, e.getProblem() + context);
    } catch (ReaderException e) {
      int end =
          text.offsetByCodePoints(
              0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
      Position position = Position.after(text.substring(0, end));
      Place place = located ? Place.top(top.file(), position.line(), position.column()) : top;
      throw syntax(place, "character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YamlVersionException e) {
      throw syntax(top, "it says that it is of another version than 1.2");
    } catch (YamlEngineException e) {
      throw syntax(top, String.valueOf(e.getMessage()));
    }
  }

  private Node document(Place top) throws JobException {
    events.next(); // the stream's start
    Event start = events.next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      return new Node.Scalar(top, "", true);
    }
    Event first = events.next();
    Node node = node(at(top, located, first), first, 0);
    events.next(); // the document's end
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      problems.add(at(top, located, next), "a second document", "", "one document", "");
    }
    return node;
  }

  private Node node(Place place, Event event, int level) throws JobException {
    if (level > DEEPEST) {
      throw syntax(
          Place.top(place.file(), place.line(), place.column()),
          "nested more than " + DEEPEST + " levels deep");
    }
    if (event instanceof AliasEvent) {
      // Not recoverable: whatever stood here would be reported wrongly.
      problems.add(place, "aliases are not allowed", "", "the value itself", "");
      problems.throwIfAny();
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      problems.add(place, "anchors are not allowed", "&" + node.getAnchor().get(), "", "");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(place, scalar.getTag());
      return new Node.Scalar(place, scalar.getValue(), scalar.isPlain());
    }
    refuseTag(place, ((CollectionStartEvent) event).getTag());
    return event.getEventId() == Event.ID.SequenceStart
        ? sequence(place, level)
        : mapping(place, level);
  }

  private void refuseTag(Place place, Optional<String> tag) {
    if (tag.isPresent()) {
      problems.add(place, "tags are not allowed", tag.get(), "", "");
    }
  }

  private Node sequence(Place place, int level) throws JobException {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      Place item = place.item(items.size(), 0, 0);
      items.add(node(at(item, located, event), event, level + 1));
      event = events.next();
    }
    return new Node.Sequence(place, items);
  }

  private Node mapping(Place place, int level) throws JobException {
    Map<String, Node.Entry> entries = new HashMap<>();
    List<Node.Entry> inOrder = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Node keyNode = node(at(place, located, event), event, level + 1);
      String key = keyNode instanceof Node.Scalar scalar ? scalar.text() : keyNode.shown();
      Place keyPlace = place.key(key, keyNode.place().line(), keyNode.place().column());
      Event next = events.next();
      Node value = node(at(keyPlace, located, next), next, level + 1);
      Node.Entry entry = new Node.Entry(keyPlace, key, value);
      if (!(keyNode instanceof Node.Scalar)) {
        problems.add(keyNode.place(), "a key must be text", key, "", "");
      } else if (key.equals("<<")) {
        problems.add(keyPlace, "merge keys are not allowed", "", "", "");
      } else if (entries.containsKey(key)) {
        int line = entries.get(key).place().line();
        problems.add(
            keyPlace, "repeated key" + (line > 0 ? ": it is on line " + line : ""), "", "", "");
      } else {
        entries.put(key, entry);
        inOrder.add(entry);
      }
      event = events.next();
    }
    return new Node.Mapping(place, inOrder);
  }

  private static Place at(Place place, boolean located, Event event) {
    return event.getStartMark().map(mark -> at(place, located, mark)).orElse(place);
  }

  private static Place at(Place place, boolean located, Mark mark) {
    int line = located ? mark.getLine() + 1 : 0;
    int column = located ? mark.getColumn() + 1 : 0;
    return new Place(place.file(), line, column, place.parent(), place.step());
  }

  private static JobException syntax(Place place, String problem) {
    return new JobException(
        List.of(
            new Problem(
                place.file(),
                place.line(),
                place.column(),
                place.path(),
                "cannot be read as YAML: " + problem,
                "",
                "",
                "")));
  }
}
