package org.isobath.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Who may do what in one namespace, by the roles that are bound there. Nothing else is allowed. */
final class AccessRules {
  private final Set<String> granted = new TreeSet<>();
  private final Set<String> used = new ConcurrentSkipListSet<>();
  private final Set<String> denied = new ConcurrentSkipListSet<>();

  AccessRules(List<? extends HasMetadata> objects) {
    for (RoleBinding binding : of(RoleBinding.class, objects)) {
      Role role =
          of(Role.class, objects).stream()
              .filter(r -> r.getMetadata().getName().equals(binding.getRoleRef().getName()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no role for " + binding));
      binding.getSubjects().forEach(subject -> grant(subject.getName(), role.getRules()));
    }
  }

  private static <T> List<T> of(Class<T> type, List<? extends HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void grant(String account, List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          rule.getVerbs().forEach(verb -> granted.add(right(account, verb, group, resource)));
        }
      }
    }
  }

  private static String right(String account, String verb, String group, String resource) {
    return account + " " + verb + " " + (group.isEmpty() ? "" : group + "/") + resource;
  }

  /** Asks, and remembers the answer. */
  boolean allow(String account, String verb, String group, String resource) {
    String right = right(account, verb, group, resource);
    boolean allowed = granted.contains(right);
    (allowed ? used : denied).add(right);
    return allowed;
  }

  /** What was asked for and not allowed. */
  Set<String> denied() {
    return Set.copyOf(denied);
  }

  /** What is allowed, and nobody has asked for. */
  Set<String> unused() {
    Set<String> unused = new TreeSet<>(granted);
    unused.removeAll(used);
    return unused;
  }
}
