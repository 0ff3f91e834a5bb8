export { canonicalJson, isSameJson } from './canonical-json.js';
export * from './bench-peers.js';
export * from './bench-samples.js';
export * from './database.js';
export * from './queries/access.js';
export * from './queries/alert-figures.js';
export * from './queries/alert-lives.js';
export * from './queries/alert-rules.js';
export * from './queries/accounts.js';
export * from './queries/alerts.js';
export * from './queries/assessments.js';
export * from './queries/audit.js';
export * from './queries/catalogue.js';
export {
  readIndicatorVersions,
  readOrganisationVersions,
  type CatalogueChange,
  type CatalogueVersion,
} from './queries/catalogue-versions.js';
export * from './queries/computed-copies.js';
export * from './queries/deliveries.js';
export * from './queries/notification-groups.js';
export * from './queries/delivery-attempts.js';
export * from './queries/grafana-reader.js';
export * from './queries/import-files.js';
export * from './queries/import-origins.js';
export * from './queries/import-sheets.js';
export * from './queries/imports.js';
export { dayNumber, dayOfNumber } from './queries/copy-rows.js';
export * from './queries/load-observations.js';
export * from './queries/log-in-attempts.js';
export * from './queries/oidc-accounts.js';
export * from './queries/merge.js';
export * from './queries/newest-periods.js';
export * from './queries/newest-values.js';
export { observationDigest, type ObservationDigest } from './queries/observation-digest.js';
export * from './queries/observation-pages.js';
export * from './queries/observations.js';
export * from './queries/panel-freshness.js';
export * from './queries/panel-series.js';
export * from './queries/progress-reports.js';
export * from './queries/projects.js';
export * from './queries/receivers.js';
export * from './queries/sanity-series.js';
export * from './queries/rejection-counts.js';
export * from './queries/revisions.js';
export * from './queries/series.js';
export * from './queries/series-facts.js';
export * from './queries/series-values.js';
export * from './queries/service-setting.js';
export * from './queries/silences.js';
export * from './queries/sessions.js';
export * from './queries/slots.js';
export * from './queries/source-facts.js';
export * from './queries/sources.js';
export * from './queries/staging.js';
export * from './queries/targets.js';
export * from './queries/undo.js';
export * from './queries/value-vintages.js';
export * from './queries/verdict-changes.js';

export { openCommandDatabase, openServiceDatabase, type DatabasePlace } from './embedded/service-database.js';
export { hashPassword, isOldHash, isPassword, newPassword } from './password.js';
export { newSecret, secretHash } from './secret.js';
