package org.isobath.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As much of a Kubernetes API server as spark-submit, a driver and its executors ask of one:
 * create, server-side apply, JSON patch, get, list by labels, delete, delete a collection, on plain
 * HTTP on loopback. Every request is held against the access rules: an account is what its token
 * says.
 */
final class FakeApiServer implements AutoCloseable {
  /** Is told of pods. */
  interface PodListener {
    void created(Pod pod);

    void deleted(Pod pod);
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile("/(?:api|apis/([^/]+))/v[^/]+/namespaces/([^/]+)/([^/]+)(?:/([^/]+))?");
  private static final Pattern SET =
      Pattern.compile(
          "([^=!,()\\s]+)\\s+(in|notin)\\s+\\(([^)]*)\\)|([^=!,()\\s]+)\\s*(!?=)=?\\s*([^,]*)");
  private static final String TOKEN = "Bearer token-of-";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String namespace;
  private final AccessRules rules;
  private final PodListener listener;
  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<BlockingQueue<ObjectNode>> watchers = new CopyOnWriteArrayList<>();
  private long version;

  FakeApiServer(String namespace, AccessRules rules, PodListener listener) throws IOException {
    this.namespace = namespace;
    this.rules = rules;
    this.listener = listener;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What an account proves itself by. */
  static String token(String account) {
    return TOKEN.substring("Bearer ".length()) + account;
  }

  /** All requests so far, such as {@code isobath-driver create pods 201}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Keeps an object, as an administrator would. */
  void apply(HasMetadata object) {
    String plural = object.getPlural();
    put(plural, JSON.valueToTree(object));
  }

  /** The object, if it is there. */
  synchronized <T> Optional<T> find(Class<T> type, String plural, String name) {
    return Optional.ofNullable(objects.get(plural + "/" + name))
        .map(node -> JSON.convertValue(node, type));
  }

  /** All objects of a kind. */
  synchronized <T> List<T> all(Class<T> type, String plural) {
    return list(plural, "").stream().map(node -> JSON.convertValue(node, type)).toList();
  }

  /** Replaces the status of a pod that is still there. */
  synchronized void status(String pod, Map<String, Object> status) {
    ObjectNode node = objects.get("pods/" + pod);
    if (node != null) {
      node.set("status", JSON.valueToTree(status));
      touch(node, "MODIFIED");
    }
  }

  private synchronized void touch(ObjectNode object, String event) {
    ((ObjectNode) object.get("metadata")).put("resourceVersion", String.valueOf(++version));
    if (object.path("kind").asText().equals("Pod")) {
      ObjectNode news = JSON.createObjectNode().put("type", event);
      news.set("object", object.deepCopy());
      watchers.forEach(watcher -> watcher.add(news));
    }
  }

  private ObjectNode put(String plural, ObjectNode object) {
    boolean created;
    synchronized (this) {
      ObjectNode metadata = object.withObjectProperty("metadata");
      String key = plural + "/" + metadata.path("name").asText();
      ObjectNode before = objects.get(key);
      created = before == null;
      metadata.put("namespace", namespace);
      metadata.put(
          "uid", created ? UUID.randomUUID().toString() : before.at("/metadata/uid").asText());
      metadata.put("creationTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
      if (created && plural.equals("pods")) {
        object.putObject("status").put("phase", "Pending");
      }
      objects.put(key, object);
      touch(object, created ? "ADDED" : "MODIFIED");
    }
    if (created && plural.equals("pods")) {
      listener.created(JSON.convertValue(object, Pod.class));
    }
    return object;
  }

  private void remove(String plural, String name) {
    ObjectNode removed;
    synchronized (this) {
      removed = objects.remove(plural + "/" + name);
      if (removed != null) {
        touch(removed, "DELETED");
      }
    }
    if (removed != null && plural.equals("pods")) {
      listener.deleted(JSON.convertValue(removed, Pod.class));
    }
  }

  private synchronized List<ObjectNode> list(String plural, String selector) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(plural + "/"))
        .map(Map.Entry::getValue)
        .filter(object -> selected(object.at("/metadata/labels"), selector))
        .toList();
  }

  private static boolean selected(JsonNode labels, String selector) {
    Matcher condition = SET.matcher(selector);
    while (condition.find()) {
      boolean list = condition.group(1) != null;
      String label = labels.path(condition.group(list ? 1 : 4)).asText("");
      Set<String> values =
          Stream.of(condition.group(list ? 3 : 6).split(","))
              .map(String::strip)
              .collect(Collectors.toSet());
      boolean wanted = list ? condition.group(2).equals("in") : condition.group(5).equals("=");
      if (values.contains(label) != wanted) {
        return false;
      }
    }
    return true;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    } catch (RuntimeException e) {
      requests.add("failed " + exchange.getRequestURI() + " " + e);
      throw e;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    URI uri = exchange.getRequestURI();
    String authorization =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
    if (!authorization.startsWith(TOKEN)) {
      refuse(exchange, "nobody", "", 401, "Unauthorized", "no token for " + uri);
      return;
    }
    String account = authorization.substring(TOKEN.length());
    Matcher path = PATH.matcher(uri.getPath());
    if (!path.matches() || !path.group(2).equals(namespace)) {
      refuse(exchange, account, "", 404, "NotFound", exchange.getRequestMethod() + " " + uri);
      return;
    }
    String group = Objects.requireNonNullElse(path.group(1), "");
    String plural = path.group(3);
    String name = path.group(4);
    Map<String, String> query = query(uri);
    String verb = verb(exchange.getRequestMethod(), name, query);
    String what = verb + " " + plural;
    if (!rules.allow(account, verb, group, plural)) {
      refuse(exchange, account, what, 403, "Forbidden", account + " cannot " + what);
      return;
    }
    boolean exists = name != null && find(JsonNode.class, plural, name).isPresent();
    if (verb.equals("patch") && !exists && !rules.allow(account, "create", group, plural)) {
      refuse(exchange, account, what, 403, "Forbidden", account + " cannot create " + plural);
      return;
    }
    String type =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
    boolean apply = type.startsWith("application/apply-patch");
    if (name != null && !exists && !apply) {
      refuse(exchange, account, what, 404, "NotFound", plural + " " + name + " not found");
      return;
    }
    switch (verb) {
      case "watch" -> watch(exchange, account, query.getOrDefault("labelSelector", ""));
      case "create" -> {
        ObjectNode object = (ObjectNode) JSON.readTree(body);
        String created = object.at("/metadata/name").asText();
        if (find(JsonNode.class, plural, created).isPresent()) {
          refuse(exchange, account, what, 409, "AlreadyExists", created + " already exists");
        } else {
          reply(exchange, account, what, 201, put(plural, object));
        }
      }
      case "patch" -> {
        JsonNode patch = JSON.readTree(body);
        JsonNode changed =
            apply
                ? patch
                : JsonPatch.apply(patch, find(JsonNode.class, plural, name).orElseThrow());
        reply(exchange, account, what, exists ? 200 : 201, put(plural, (ObjectNode) changed));
      }
      case "get" ->
          reply(exchange, account, what, 200, find(ObjectNode.class, plural, name).orElseThrow());
      case "delete" -> {
        ObjectNode gone = find(ObjectNode.class, plural, name).orElseThrow();
        remove(plural, name);
        reply(exchange, account, what, 200, gone);
      }
      default -> {
        List<ObjectNode> found = list(plural, query.getOrDefault("labelSelector", ""));
        ObjectNode answer = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        answer.putObject("metadata").put("resourceVersion", String.valueOf(version));
        ArrayNode items = answer.putArray("items");
        found.forEach(object -> items.add(object.deepCopy()));
        if (verb.equals("deletecollection")) {
          found.forEach(object -> remove(plural, object.at("/metadata/name").asText()));
        }
        reply(exchange, account, what, 200, answer);
      }
    }
  }

  private static String verb(String method, String name, Map<String, String> query) {
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name == null ? "deletecollection" : "delete";
      default -> query.containsKey("watch") ? "watch" : name == null ? "list" : "get";
    };
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      for (String part : uri.getRawQuery().split("&")) {
        List<String> sides = new ArrayList<>(List.of(part.split("=", 2)));
        sides.add("");
        query.put(
            URLDecoder.decode(sides.get(0), StandardCharsets.UTF_8),
            URLDecoder.decode(sides.get(1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** Streams what happens to pods from now on, until the client hangs up or the server ends. */
  private void watch(HttpExchange exchange, String account, String selector) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      // No web sockets here: clients then ask again by plain HTTP.
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    requests.add(account + " watch pods 200");
    BlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>();
    watchers.add(events);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        ObjectNode event = events.take();
        if (selected(event.at("/object/metadata/labels"), selector)) {
          exchange.getResponseBody().write((event + "\n").getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.remove(events);
    }
  }

  private void refuse(
      HttpExchange exchange, String account, String what, int code, String reason, String message)
      throws IOException {
    ObjectNode status =
        JSON.createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", "Status")
            .put("status", "Failure")
            .put("reason", reason)
            .put("message", message)
            .put("code", code);
    reply(exchange, account, what.isEmpty() ? message : what, code, status);
  }

  private void reply(HttpExchange exchange, String account, String what, int code, JsonNode answer)
      throws IOException {
    requests.add(account + " " + what + " " + code);
    byte[] bytes;
    synchronized (this) {
      bytes = JSON.writeValueAsBytes(answer);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
