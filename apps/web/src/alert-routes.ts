/** The addresses of the alert pages. */
import type { RouteRecordRaw } from 'vue-router';

export const alertRoutes: readonly RouteRecordRaw[] = [
  { path: '/alerts', name: 'alerts', component: () => import('./pages/AlertsPage.vue') },
  { path: '/alerts/silences', component: () => import('./pages/SilencesPage.vue') },
  { path: '/alerts/silences/new', component: () => import('./pages/SilencePage.vue') },
  { path: '/alerts/rules', component: () => import('./pages/AlertRulesPage.vue') },
  { path: '/alerts/rules/:name', component: () => import('./pages/AlertRulePage.vue'), props: true },
  // Not below rules/ and receivers/: a rule may be called "new".
  { path: '/alerts/new-rule', component: () => import('./pages/AlertRulePage.vue') },
  { path: '/alerts/receivers', component: () => import('./pages/ReceiversPage.vue') },
  { path: '/alerts/receivers/:name', component: () => import('./pages/ReceiverPage.vue'), props: true },
  { path: '/alerts/new-receiver', component: () => import('./pages/ReceiverPage.vue') },
  { path: '/alerts/deliveries', component: () => import('./pages/DeliveriesPage.vue') },
  { path: '/alerts/settings', component: () => import('./pages/AlertSettingsPage.vue') },
  { path: '/alerts/:id(\\d+)', component: () => import('./pages/AlertPage.vue'), props: true },
];
