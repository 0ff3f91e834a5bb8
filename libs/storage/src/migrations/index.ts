import type { MigrationInterface } from 'typeorm';
import { Initial1796000000000 } from './1796000000000-initial.js';
import { ImportUnderstanding1796100000000 } from './1796100000000-import-understanding.js';
import { SupersededVintages1796200000000 } from './1796200000000-superseded-vintages.js';
import { ImportSource1796300000000 } from './1796300000000-import-source.js';
import { UndoneVintage1796400000000 } from './1796400000000-undone-vintage.js';
import { DerivedIndicators1796500000000 } from './1796500000000-derived-indicators.js';
import { TargetMeasure1796600000000 } from './1796600000000-target-measure.js';
import { JudgingSettings1796700000000 } from './1796700000000-judging-settings.js';
import { GrafanaSchema1796800000000 } from './1796800000000-grafana-schema.js';
import { DataVersion1796900000000 } from './1796900000000-data-version.js';
import { DeliveryAttempt1797100000000 } from './1797100000000-delivery-attempt.js';
import { AlertLives1797200000000 } from './1797200000000-alert-lives.js';
import { RefusedFile1797210000000 } from './1797210000000-refused-file.js';
import { Accounts1797300000000 } from './1797300000000-accounts.js';
import { ProjectProgress1797400000000 } from './1797400000000-project-progress.js';
import { TouchedGroups1797410000000 } from './1797410000000-touched-groups.js';
import { CatalogueVersions1797500000000 } from './1797500000000-catalogue-versions.js';
import { OverdueOfValues1797800000000 } from './1797800000000-overdue-of-values.js';
import { VerdictsOfTheirDay1797900000000 } from './1797900000000-verdicts-of-their-day.js';
import { KnownFrom1797910000000 } from './1797910000000-known-from.js';
import { Withdrawals1797950000000 } from './1797950000000-withdrawals.js';
import { ReceiverVersions1797951000000 } from './1797951000000-receiver-versions.js';
import { LineOfValues1797980000000 } from './1797980000000-line-of-values.js';

/** In order. A migration is never edited once it has landed. */
export const migrations: (new () => MigrationInterface)[] = [
  Initial1796000000000,
  ImportUnderstanding1796100000000,
  SupersededVintages1796200000000,
  ImportSource1796300000000,
  UndoneVintage1796400000000,
  DerivedIndicators1796500000000,
  TargetMeasure1796600000000,
  JudgingSettings1796700000000,
  GrafanaSchema1796800000000,
  DataVersion1796900000000,
  DeliveryAttempt1797100000000,
  AlertLives1797200000000,
  RefusedFile1797210000000,
  Accounts1797300000000,
  ProjectProgress1797400000000,
  TouchedGroups1797410000000,
  CatalogueVersions1797500000000,
  OverdueOfValues1797800000000,
  VerdictsOfTheirDay1797900000000,
  KnownFrom1797910000000,
  Withdrawals1797950000000,
  ReceiverVersions1797951000000,
  LineOfValues1797980000000,
];
