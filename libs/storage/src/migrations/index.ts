import type { MigrationInterface } from 'typeorm';
import { Initial1796000000000 } from './1796000000000-initial.js';

/** In order. A migration is never edited once it has landed. */
export const migrations: (new () => MigrationInterface)[] = [Initial1796000000000];
