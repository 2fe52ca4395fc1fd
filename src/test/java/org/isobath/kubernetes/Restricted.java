package org.isobath.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pod security standard "restricted", and a root file system that nobody writes. */
final class Restricted {
  private Restricted() {}

  /** What a pod may do and should not. */
  static List<String> problems(PodSpec pod) {
    List<String> problems = new ArrayList<>();
    PodSecurityContext all =
        Optional.ofNullable(pod.getSecurityContext()).orElse(new PodSecurityContext());
    require(Boolean.TRUE.equals(all.getRunAsNonRoot()), "runAsNonRoot", problems);
    require(Long.valueOf(185).equals(all.getRunAsUser()), "runAsUser 185", problems);
    require(
        all.getSeccompProfile() != null
            && "RuntimeDefault".equals(all.getSeccompProfile().getType()),
        "seccompProfile RuntimeDefault",
        problems);
    for (Container container : pod.getContainers()) {
      SecurityContext own =
          Optional.ofNullable(container.getSecurityContext()).orElse(new SecurityContext());
      require(
          Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
          "allowPrivilegeEscalation false",
          problems);
      require(
          Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()), "readOnlyRootFilesystem", problems);
      require(
          own.getCapabilities() != null && List.of("ALL").equals(own.getCapabilities().getDrop()),
          "capabilities drop ALL",
          problems);
    }
    require(
        pod.getVolumes().stream().allMatch(volume -> volume.getHostPath() == null),
        "no hostPath",
        problems);
    require(!Boolean.TRUE.equals(pod.getHostNetwork()), "no hostNetwork", problems);
    return problems;
  }

  private static void require(boolean holds, String what, List<String> problems) {
    if (!holds) {
      problems.add(what);
    }
  }
}
