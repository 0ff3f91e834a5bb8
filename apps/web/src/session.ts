/** Who is logged in on this page. */
import { readonly, shallowRef } from 'vue';
import type { LogIn, Session } from '#contract';
import { api, ProblemError, sendCsrfToken } from './api';
import { countDaysIn } from './date-wording';

const session = shallowRef<Session | null>(null);

/** Asks the service whose cookie this is. A 401 means nobody is logged in; other failures are thrown. */
export async function askWhoIsLoggedIn(): Promise<Session | null> {
  try {
    enter(await api.session());
  } catch (error) {
    if (!(error instanceof ProblemError && error.problem.status === 401)) throw error;
    forgetSession();
  }
  return session.value;
}

export async function logIn(given: LogIn): Promise<void> {
  enter(await api.logIn(given));
}

/** Changes the own password; the service begins a new session for it. */
export async function changePassword(current: string, next: string): Promise<void> {
  enter(await api.changePassword(current, next));
}

function enter(current: Session): void {
  countDaysIn(current.timeZone);
  sendCsrfToken(current.csrfToken);
  session.value = current;
}

/** @returns where the browser has to go to log out at the provider of single sign-on too; null: nowhere. */
export async function logOut(): Promise<string | null> {
  const answer = await api.logOut();
  forgetSession();
  return answer?.endSessionAt ?? null;
}

/** The session has ended on the service's side. */
export function forgetSession(): void {
  sendCsrfToken(null);
  session.value = null;
}

/** Whether the reader may cancel or undo an import: an administrator any, an uploader their own. */
function mayTakeBack({ uploadedBy }: { uploadedBy: string }): boolean {
  if (session.value === null) return false;
  const { role, name } = session.value;
  return role === 'admin' || (role === 'uploader' && name === uploadedBy);
}

export function useSession() {
  return { session: readonly(session), mayTakeBack };
}
