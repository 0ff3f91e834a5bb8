/** The pages and their addresses. */
import { shallowRef } from 'vue';
import { createRouter, createWebHistory, START_LOCATION } from 'vue-router';
import { alertRoutes } from './alert-routes';
import { isFailure } from './answer';
import { ConnectionError, type Failure } from './api';
import { catalogueRoutes } from './catalogue-routes';
import { lastScorecardAddress } from './last-scorecard';
import LogInPage from './pages/LogInPage.vue';
import OverviewPage from './pages/OverviewPage.vue';
import { askWhoIsLoggedIn, useSession } from './session';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'scorecard', component: OverviewPage },
    { path: '/log-in', name: 'logIn', component: LogInPage },
    {
      path: '/targets/:code',
      name: 'target',
      component: () => import('./pages/TargetPage.vue'),
      props: true,
    },
    { path: '/indicators', name: 'indicators', component: () => import('./pages/IndicatorsPage.vue') },
    {
      path: '/indicators/:code',
      name: 'indicator',
      component: () => import('./pages/IndicatorPage.vue'),
      props: true,
    },
    ...catalogueRoutes,
    { path: '/imports', name: 'imports', component: () => import('./pages/ImportsPage.vue') },
    { path: '/imports/:id', name: 'import', component: () => import('./pages/ImportPage.vue'), props: true },
    ...alertRoutes,
    { path: '/password', name: 'password', component: () => import('./pages/PasswordPage.vue') },
    { path: '/account', name: 'account', component: () => import('./pages/OwnAccountPage.vue') },
    { path: '/admin', redirect: '/admin/accounts' },
    { path: '/admin/accounts', name: 'accounts', component: () => import('./pages/AccountsPage.vue') },
    { path: '/admin/tokens', name: 'tokens', component: () => import('./pages/TokensPage.vue') },
    { path: '/admin/audit', name: 'audit', component: () => import('./pages/AuditPage.vue') },
    { path: '/tasks', name: 'tasks', component: () => import('./pages/TasksPage.vue') },
    {
      path: '/tasks/:number',
      name: 'task',
      component: () => import('./pages/TaskPage.vue'),
      props: true,
    },
    { path: '/projects', name: 'projects', component: () => import('./pages/ProjectsPage.vue') },
    {
      path: '/projects/import',
      name: 'projectImport',
      component: () => import('./pages/ProjectImportPage.vue'),
    },
    {
      path: '/projects/:code',
      name: 'project',
      component: () => import('./pages/ProjectPage.vue'),
      props: true,
    },
    { path: '/briefings', name: 'briefings', component: () => import('./pages/BriefingsPage.vue') },
    {
      path: '/briefings/:period',
      name: 'briefing',
      component: () => import('./pages/BriefingPage.vue'),
      props: true,
    },
    { path: '/:rest(.*)*', name: 'notFound', component: () => import('./pages/NotFoundPage.vue') },
  ],
  scrollBehavior(to, from, saved) {
    if (saved !== null) return saved;
    if (to.hash !== '') return { el: to.hash };
    return to.path === from.path ? false : { top: 0 };
  },
});

/** Why the page that was wanted could not even begin: nobody says who is logged in, or its own files do not come. */
export const entryFailure = shallowRef<{ readonly failure: Failure; readonly to: string } | null>(null);

const { session } = useSession();

router.beforeEach(async (to, from) => {
  entryFailure.value = null;
  if (session.value === null && (to.name !== 'logIn' || from === START_LOCATION)) {
    try {
      await askWhoIsLoggedIn();
    } catch (error) {
      if (!isFailure(error)) throw error;
      entryFailure.value = { failure: error, to: to.fullPath };
      return false;
    }
  }
  if (session.value === null) {
    return to.name === 'logIn'
      ? true
      : { name: 'logIn', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
  }
  // A password that somebody else knows opens nothing but its own change.
  if (session.value.mustChangePassword) return to.name === 'password' ? true : { name: 'password' };
  return to.name === 'logIn' ? '/' : true;
});

/** What a part of the page failed with that could not be loaded: a script, or a style sheet, for which Vite tells. */
let unloaded: unknown = null;
window.addEventListener('vite:preloadError', ({ payload }) => {
  unloaded = payload;
});

router.onError(async (error, to, from) => {
  if (!(error instanceof TypeError) && error !== unloaded) return;
  // After an update the files of an open page are gone from the server: its next page has to be loaded afresh. Where
  // nothing answers, that would leave nothing at all.
  if (from !== START_LOCATION && (await doesAnswer(to.fullPath))) window.location.assign(to.fullPath);
  else
    entryFailure.value = { failure: new ConnectionError(error.message, { cause: error }), to: to.fullPath };
});

async function doesAnswer(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { headers: { accept: 'text/html' }, cache: 'no-store' })).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

router.afterEach((to) => {
  if (to.name === 'scorecard') lastScorecardAddress.value = to.fullPath;
});
