/** Versions and changes of targets, indicators and organisations over HTTP. */
import type {
  Indicator,
  IndicatorChange,
  IndicatorVersion,
  Organisation,
  OrganisationChange,
  OrganisationVersion,
  Target,
  TargetChange,
  TargetVersion,
  WithdrawnTarget,
} from '#contract';
import { query, request, segment } from './api';

/** How a change is sent. */
export interface Sending {
  /** The version it was made on; 0: there is none yet. */
  readonly version: number;
  /** Since when that version counts no more, as it was read; null: it does. */
  readonly withdrawnAt: string | null;
  /** Null only where it is tried out. */
  readonly reason: string | null;
  readonly dryRun: boolean;
}

const put = <T>(path: string, entry: object, { version, withdrawnAt, reason, dryRun }: Sending): Promise<T> =>
  request<T>(`${path}${query({ dryRun: dryRun ? 'true' : null })}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...entry,
      version,
      ...(withdrawnAt === null ? {} : { withdrawnAt }),
      ...(reason === null ? {} : { reason }),
    }),
  });

/** Versions come the oldest first. */
export const catalogueApi = {
  targetVersions: (code: string, signal: AbortSignal) =>
    request<TargetVersion[]>(`/targets/${segment(code)}/versions`, { signal }),
  putTarget: (target: Target, sending: Sending) =>
    put<TargetChange>(`/targets/${segment(target.code)}`, target, sending),
  /** Puts a target in force again, as its last version says. */
  bringBack: (withdrawn: TargetVersion, sending: Omit<Sending, 'version' | 'withdrawnAt'>) => {
    const { id: _i, version, validFrom: _f, validTo, changedAt: _a, changedBy: _b, ...rest } = withdrawn;
    const { changeReason: _r, withdrawn: _w, ...target } = rest;
    return catalogueApi.putTarget(target, { ...sending, version, withdrawnAt: validTo });
  },
  withdrawTarget: (
    { code, version }: Pick<TargetVersion, 'code' | 'version'>,
    { reason, dryRun }: Omit<Sending, 'version' | 'withdrawnAt'>,
  ) =>
    request<WithdrawnTarget>(
      `/targets/${segment(code)}/withdrawal${query({ dryRun: dryRun ? 'true' : null })}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ version, ...(reason === null ? {} : { reason }) }),
      },
    ),
  indicatorVersions: (code: string, signal: AbortSignal) =>
    request<IndicatorVersion[]>(`/indicators/${segment(code)}/versions`, { signal }),
  putIndicator: (indicator: Indicator, sending: Sending) =>
    put<IndicatorChange>(`/indicators/${segment(indicator.code)}`, indicator, sending),
  organisationVersions: (code: string, signal: AbortSignal) =>
    request<OrganisationVersion[]>(`/organisations/${segment(code)}/versions`, { signal }),
  putOrganisation: (organisation: Organisation, sending: Sending) =>
    put<OrganisationChange>(`/organisations/${segment(organisation.code)}`, organisation, sending),
};
