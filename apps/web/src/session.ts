/** Who is logged in on this page. */
import { readonly, shallowRef } from 'vue';
import type { LogIn, Session } from '#contract';
import { isFailure } from './answer';
import { api, ProblemError, sendCsrfToken, whenLogInEnded } from './api';
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

/** While the log-in of an open page has ended: what it was, and what waits for the next one. */
interface EndedLogIn {
  readonly was: Session;
  /** Whether the same person has logged in again. */
  readonly again: Promise<boolean>;
  readonly settle: (again: boolean) => void;
}
const ended = shallowRef<EndedLogIn | null>(null);

whenLogInEnded(async () => {
  // Nobody was logged in: the question itself was "who is?", or the log-in page is showing its reason already.
  if (session.value === null) return false;
  if (ended.value === null) {
    let settle: (again: boolean) => void = () => undefined;
    const again = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    ended.value = { was: session.value, again, settle };
    void goOnIfLoggedIn();
  }
  return ended.value?.again ?? true;
});

/**
 * Goes on where the log-in ended if the same person is logged in again, here or in another window: somebody else may
 * neither see nor send what stands on the page.
 *
 * @returns whether the page has to be left: somebody else is logged in, or has to change a password first.
 */
export async function goOnIfLoggedIn(): Promise<boolean> {
  let current: Session;
  try {
    current = await api.session();
  } catch (error) {
    if (!isFailure(error)) throw error;
    return false;
  }
  if (ended.value === null) return false;
  if (current.name !== ended.value.was.name || current.mustChangePassword) return true;
  const { settle } = ended.value;
  enter(current);
  ended.value = null;
  settle(true);
  return false;
}

/** Whether the reader may cancel or undo an import: an administrator any, an uploader their own. */
function mayTakeBack({ uploadedBy }: { uploadedBy: string }): boolean {
  if (session.value === null) return false;
  const { role, name } = session.value;
  return role === 'admin' || (role === 'uploader' && name === uploadedBy);
}

export function useSession() {
  return { session: readonly(session), ended: readonly(ended), mayTakeBack };
}
