import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Configuration } from '#configuration';
import type { Database } from '#storage';

/** The instant it is. Passed in, so that tests can say what time it is. */
export type Clock = () => Date;

/** What the process was started with. Inject with `@Inject(DATABASE)` and so on. */
export const DATABASE = Symbol('database');
export const CONFIGURATION = Symbol('configuration');
export const CLOCK = Symbol('clock');

export interface Runtime {
  readonly database: Database;
  readonly configuration: Configuration;
  readonly clock: Clock;
}

/** Makes the open database, the settings and the clock injectable everywhere. */
@Global()
@Module({})
export class RuntimeModule {
  static with(runtime: Runtime): DynamicModule {
    const providers = [
      { provide: DATABASE, useValue: runtime.database },
      { provide: CONFIGURATION, useValue: runtime.configuration },
      { provide: CLOCK, useValue: runtime.clock },
    ];
    return { module: RuntimeModule, providers, exports: providers };
  }
}
