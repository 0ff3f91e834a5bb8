import { AppError } from '#contract';
import { readOrganisations, type Reader } from '#storage';

/** @throws AppError unknown-name when one of these is no organisation of the plan. */
export async function requireOrganisations(
  reader: Reader,
  organisations: readonly string[] | null,
): Promise<void> {
  if (organisations === null) return;
  const known = new Set((await readOrganisations(reader)).map(({ code }) => code));
  const unknown = organisations.filter((code) => !known.has(code));
  if (unknown.length > 0)
    throw new AppError(
      'unknown-name',
      `There is no organisation ${unknown.join(', ')}; see /api/v1/organisations.`,
    );
}
