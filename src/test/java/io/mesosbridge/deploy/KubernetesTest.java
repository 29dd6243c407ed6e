package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** deploy/kubernetes, by the model that a client for Kubernetes has of it. */
class KubernetesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "base/deployment.yaml", Deployment.class,
          "base/service.yaml", Service.class,
          "base/service-account.yaml", ServiceAccount.class,
          "base/disruption-budget.yaml", PodDisruptionBudget.class,
          "base/network-policy.yaml", NetworkPolicy.class,
          "pod-monitor/pod-monitor.yaml", PodMonitor.class,
          "secure/secrets.yaml", Deployment.class);
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "mesos-kafka-bridge");

  private final Deployment deployment = (Deployment) object("base/deployment.yaml");
  private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
  private final Container bridge = pod.getContainers().get(0);

  static Set<String> files() {
    return KINDS.keySet();
  }

  @ParameterizedTest
  @MethodSource("files")
  void hasNoKeyThatKubernetesDoesNotKnow(String file) throws Exception {
    // Given
    HasMetadata object = object(file);

    // When
    Set<String> unknown = new TreeSet<>();
    UnknownFields.collect(object, "", unknown);

    // Then
    assertThat(unknown).isEmpty();
    assertThat(yaml(file).at("/kind").asText()).isEqualTo(object.getClass().getSimpleName());
    assertThat(yaml(file).at("/apiVersion").asText())
        .isEqualTo(KINDS.get(file).getDeclaredConstructor().newInstance().getApiVersion());
  }

  @Test
  void everySelectorMeansThePodsOfTheDeployment() {
    // Given
    List<LabelSelector> selectors =
        List.of(
            deployment.getSpec().getSelector(),
            pod.getTopologySpreadConstraints().get(0).getLabelSelector(),
            ((PodDisruptionBudget) object("base/disruption-budget.yaml")).getSpec().getSelector(),
            ((NetworkPolicy) object("base/network-policy.yaml")).getSpec().getPodSelector(),
            ((PodMonitor) object("pod-monitor/pod-monitor.yaml")).getSpec().getSelector());

    // Then
    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(LABELS);
    assertThat(selectors).extracting(LabelSelector::getMatchLabels).containsOnly(LABELS);
    assertThat(((Service) object("base/service.yaml")).getSpec().getSelector()).isEqualTo(LABELS);
  }

  @Test
  void asksForHealthWhereTheBridgeServesIt() {
    assertThat(
            Stream.of(
                    bridge.getStartupProbe(), bridge.getLivenessProbe(), bridge.getReadinessProbe())
                .map(Probe::getHttpGet)
                .map(HTTPGetAction::getPath))
        .containsExactly("/q/health/started", "/q/health/live", "/q/health/ready");
    assertThat(
            Stream.of(
                    bridge.getStartupProbe(), bridge.getLivenessProbe(), bridge.getReadinessProbe())
                .map(probe -> probe.getHttpGet().getPort().getStrVal()))
        .containsOnly("management");
    assertThat(bridge.getPorts())
        .extracting(port -> port.getName() + ":" + port.getContainerPort())
        .containsExactly("http:" + BridgeFacts.HTTP, "management:" + BridgeFacts.MANAGEMENT);
    assertThat(((PodMonitor) object("pod-monitor/pod-monitor.yaml")).getSpec())
        .extracting(spec -> spec.getPodMetricsEndpoints().get(0))
        .returns("management", endpoint -> endpoint.getPort())
        .returns("/q/metrics", endpoint -> endpoint.getPath());
  }

  @Test
  void mayDoNothingThatItDoesNotNeed() {
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(((ServiceAccount) object("base/service-account.yaml")))
        .returns(false, ServiceAccount::getAutomountServiceAccountToken)
        .returns(pod.getServiceAccountName(), account -> account.getMetadata().getName());
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext())
        .returns(true, context -> context.getRunAsNonRoot())
        .returns("RuntimeDefault", context -> context.getSeccompProfile().getType());
    assertThat("USER " + pod.getSecurityContext().getRunAsUser()).isIn(DockerfilesTest.users());
    assertThat(bridge.getSecurityContext())
        .returns(false, context -> context.getAllowPrivilegeEscalation())
        .returns(true, context -> context.getReadOnlyRootFilesystem())
        .returns(List.of("ALL"), context -> context.getCapabilities().getDrop());
    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(BridgeFacts.SECONDS_TO_END);
    assertThat(Quantity.getAmountInBytes(bridge.getResources().getLimits().get("memory")))
        .isEqualByComparingTo(BigDecimal.valueOf(BridgeFacts.memory()));
  }

  @Test
  void oneLeadsAndOneStandsByWhateverIsDrained() {
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
    assertThat(((PodDisruptionBudget) object("base/disruption-budget.yaml")).getSpec())
        .returns(1, budget -> budget.getMinAvailable().getIntVal())
        .returns("AlwaysAllow", budget -> budget.getUnhealthyPodEvictionPolicy());
  }

  @Test
  void everyFileThatTheSecureBridgeReadsIsMounted() {
    // Given
    PodSpec secure = ((Deployment) object("secure/secrets.yaml")).getSpec().getTemplate().getSpec();
    Set<String> mounted = new TreeSet<>();
    for (VolumeMount mount : secure.getContainers().get(0).getVolumeMounts()) {
      secure.getVolumes().stream()
          .filter(volume -> volume.getName().equals(mount.getName()))
          .flatMap(volume -> volume.getSecret().getItems().stream())
          .forEach(item -> mounted.add(mount.getMountPath() + "/" + item.getPath()));
    }

    // When
    Set<String> read = new TreeSet<>();
    DeployedFiles.environment("kubernetes/secure").values().stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .filter(value -> value.startsWith("/run/secrets/"))
        .forEach(read::add);

    // Then
    assertThat(read).isNotEmpty().isEqualTo(mounted);
    assertThat(secure.getContainers().get(0).getName()).isEqualTo(bridge.getName());
  }

  @Test
  void kustomizeReadsFilesThatAreThereAndAChangeOfConfigurationMakesNewPods() {
    for (String folder : List.of("base", "pod-monitor", "secure")) {
      JsonNode file = yaml(folder + "/kustomization.yaml");
      assertThat(List.of("Kustomization", "Component")).contains(file.at("/kind").asText());
      Stream.of("/resources", "/components")
          .flatMap(list -> Stream.of(file.at(list)))
          .forEach(
              list ->
                  list.forEach(
                      name ->
                          assertThat(
                                  DeployedFiles.path("kubernetes/" + folder + "/" + name.asText()))
                              .exists()));
    }
    assertThat(yaml("base/kustomization.yaml").at("/configMapGenerator/0/name").asText())
        .isEqualTo(bridge.getEnvFrom().get(0).getConfigMapRef().getName());
    assertThat(yaml("base/kustomization.yaml").has("generatorOptions")).isFalse();
    assertThat(yaml("base/kustomization.yaml").at("/images/0/name").asText())
        .isEqualTo(bridge.getImage());
  }

  private static HasMetadata object(String file) {
    return JSON.convertValue(yaml(file), KINDS.get(file));
  }

  private static JsonNode yaml(String file) {
    return DeployedFiles.yaml("kubernetes/" + file);
  }

  /** Keys that no class of the model has a field for: it keeps them apart, as misspelt ones are. */
  private static final class UnknownFields {

    private static void collect(Object value, String at, Set<String> unknown) throws Exception {
      if (value instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          collect(entry.getValue(), at + "/" + entry.getKey(), unknown);
        }
      } else if (value instanceof Iterable<?> list) {
        for (Object element : list) {
          collect(element, at + "/-", unknown);
        }
      } else if (value instanceof KubernetesResource) {
        for (Field field : value.getClass().getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers())) {
            continue;
          }
          field.setAccessible(true);
          Object inside = field.get(value);
          if (field.getName().equals("additionalProperties")) {
            ((Map<?, ?>) inside).keySet().forEach(key -> unknown.add(at + "/" + key));
          } else {
            collect(inside, at + "/" + field.getName(), unknown);
          }
        }
      }
    }
  }
}
