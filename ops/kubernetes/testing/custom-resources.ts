import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1';

// Types of the custom resources that the overlays have. They name the fields that the overlays use
// and no others: a field is added here from the reference of its project before an overlay uses it.

interface CustomResource<ApiVersion extends string, Kind extends string, Spec> {
  apiVersion: ApiVersion;
  kind: Kind;
  metadata: ObjectMeta & { name: string };
  spec: Spec;
}

type IntOrString = number | string;

type CanaryStep = { setWeight: number } | { pause: { duration: IntOrString } };

interface Canary {
  stableService?: string;
  canaryService?: string;
  trafficRouting?: {
    plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: string; namespace: string } };
  };
  maxSurge?: IntOrString;
  maxUnavailable?: IntOrString;
  steps: CanaryStep[];
  analysis: {
    templates: { templateName: string }[];
    startingStep: number;
    args?: { name: string; valueFrom: { podTemplateHashValue: 'Stable' | 'Latest' } }[];
  };
}

interface RolloutSpec {
  revisionHistoryLimit: number;
  rollbackWindow: { revisions: number };
  minReadySeconds: number;
  progressDeadlineSeconds: number;
  progressDeadlineAbort: boolean;
  selector: LabelSelector;
  workloadRef: { apiVersion: string; kind: string; name: string };
  strategy: { canary: Canary };
}

interface Metric {
  name: string;
  interval: string;
  initialDelay: string;
  failureLimit: IntOrString;
  consecutiveErrorLimit: IntOrString;
  successCondition: string;
  provider: { prometheus: { address: string; query: string } };
}

interface AnalysisTemplateSpec {
  args?: { name: string; value: string }[];
  metrics: Metric[];
}

/** https://argo-rollouts.readthedocs.io/en/stable/features/specification/ */
export type Rollout = CustomResource<'argoproj.io/v1alpha1', 'Rollout', RolloutSpec>;

/** https://argo-rollouts.readthedocs.io/en/stable/features/analysis/ */
export type AnalysisTemplate = CustomResource<
  'argoproj.io/v1alpha1',
  'AnalysisTemplate',
  AnalysisTemplateSpec
>;

interface ExternalSecretSpec {
  refreshInterval: string;
  secretStoreRef: { kind: 'SecretStore' | 'ClusterSecretStore'; name: string };
  target: { name: string; creationPolicy: 'Owner' | 'Orphan' | 'Merge' | 'None' };
  data: { secretKey: string; remoteRef: { key: string; property: string } }[];
}

/** https://external-secrets.io/latest/api/externalsecret/ */
export type ExternalSecret = CustomResource<
  'external-secrets.io/v1',
  'ExternalSecret',
  ExternalSecretSpec
>;

interface HTTPRouteRule {
  matches?: { path: { type: 'Exact' | 'PathPrefix' | 'RegularExpression'; value: string } }[];
  backendRefs: { name: string; port: number; weight?: number }[];
}

interface HTTPRouteSpec {
  parentRefs: { name: string; namespace: string }[];
  hostnames: string[];
  rules: HTTPRouteRule[];
}

/** https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export type HTTPRoute = CustomResource<'gateway.networking.k8s.io/v1', 'HTTPRoute', HTTPRouteSpec>;
