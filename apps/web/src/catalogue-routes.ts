/** The addresses of the pages that change the catalogue. */
import type { RouteRecordRaw } from 'vue-router';

export const catalogueRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/targets/:code/edit',
    name: 'targetEdit',
    component: () => import('./pages/TargetEditPage.vue'),
    props: true,
  },
  // Not below targets/ and indicators/: one may be called "new".
  { path: '/admin/new-target', name: 'targetNew', component: () => import('./pages/TargetEditPage.vue') },
  {
    path: '/indicators/:code/edit',
    name: 'indicatorEdit',
    component: () => import('./pages/IndicatorEditPage.vue'),
    props: true,
  },
  {
    path: '/admin/new-indicator',
    name: 'indicatorNew',
    component: () => import('./pages/IndicatorEditPage.vue'),
  },
  {
    path: '/admin/organisations',
    name: 'organisations',
    component: () => import('./pages/OrganisationsPage.vue'),
  },
  {
    path: '/admin/organisations/:code',
    name: 'organisationEdit',
    component: () => import('./pages/OrganisationEditPage.vue'),
    props: true,
  },
  {
    path: '/admin/new-organisation',
    name: 'organisationNew',
    component: () => import('./pages/OrganisationEditPage.vue'),
  },
];
