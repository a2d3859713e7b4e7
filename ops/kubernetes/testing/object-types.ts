import type { Deployment } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { ConfigMap, Namespace, Secret, Service } from 'kubernetes-types/core/v1';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { AnalysisTemplate, ExternalSecret, HTTPRoute, Rollout } from './custom-resources';

/** The type of each kind of object that the overlays have, by apiVersion and kind. */
export interface ObjectTypes {
  'apps/v1 Deployment': Deployment;
  'argoproj.io/v1alpha1 AnalysisTemplate': AnalysisTemplate;
  'argoproj.io/v1alpha1 Rollout': Rollout;
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler;
  'batch/v1 CronJob': CronJob;
  'batch/v1 Job': Job;
  'external-secrets.io/v1 ExternalSecret': ExternalSecret;
  'gateway.networking.k8s.io/v1 HTTPRoute': HTTPRoute;
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy;
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget;
  'v1 ConfigMap': ConfigMap;
  'v1 Namespace': Namespace;
  'v1 Secret': Secret;
  'v1 Service': Service;
}
