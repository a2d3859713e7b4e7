import type {
  IAnalysisTemplate,
  IRollout,
} from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { ConfigMap, Namespace, Secret, Service } from 'kubernetes-types/core/v1';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';

/** The type of each kind of object that the overlays have, by apiVersion and kind. */
export interface ObjectTypes {
  'apps/v1 Deployment': Deployment;
  'argoproj.io/v1alpha1 AnalysisTemplate': IAnalysisTemplate;
  'argoproj.io/v1alpha1 Rollout': IRollout;
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler;
  'batch/v1 CronJob': CronJob;
  'batch/v1 Job': Job;
  'external-secrets.io/v1 ExternalSecret': IExternalSecret;
  'gateway.networking.k8s.io/v1 HTTPRoute': IHTTPRoute;
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy;
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget;
  'v1 ConfigMap': ConfigMap;
  'v1 Namespace': Namespace;
  'v1 Secret': Secret;
  'v1 Service': Service;
}
