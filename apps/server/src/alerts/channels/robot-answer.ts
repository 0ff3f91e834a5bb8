import { z } from 'zod';
import { type Answer, resultOfStatus } from './post.js';
import { dead, retry, type SendResult, sent } from './send-result.js';

/** What a vendor's error code means for a message. */
export type RobotFault =
  /** The message will not go through; what to do about it. */
  | { readonly final: string }
  /** It may go through in so many seconds. */
  | { readonly after: number };

/** How one vendor's robots answer. */
export interface RobotDialect {
  readonly vendor: string;
  /** What an error code means; undefined of one that is not known. */
  faultOf(code: number, message: string): RobotFault | undefined;
}

const robotAnswer = z.object({
  errcode: z.number().optional(),
  errmsg: z.string().optional(),
  code: z.number().optional(),
  msg: z.string().optional(),
  StatusCode: z.number().optional(),
  StatusMessage: z.string().optional(),
});

const sayTooFast = /too (?:fast|many)|freq|rate limit|over limit|限流|频率|频繁/i;
const afterTooFast = 600;

/**
 * What a robot's answer means. Robots answer 200 even when they refuse: the code in the body decides. A code that is
 * not known may be of a passing fault, and is tried again until the delivery is given up; so is an answer that is no
 * robot's at all, as of a proxy between.
 */
export function resultOfRobot(answer: Answer, dialect: RobotDialect, now: Date): SendResult {
  const { vendor } = dialect;
  const byStatus = resultOfStatus(answer, now);
  if (byStatus.outcome !== 'sent') return byStatus;
  const { reply } = answer;
  const said = codeOf(answer.text);
  if (said === null) return retry(`what answered is not ${vendor}: it gave no code`, reply);
  const { code, message } = said;
  if (code === 0) return sent(reply);
  const refusal = `${vendor} refused it with code ${code}`;
  const fault = dialect.faultOf(code, message);
  if (fault && 'final' in fault) return dead(`${refusal}: ${fault.final}`, reply);
  if (fault) return retry(`${refusal}, which passes`, reply, fault.after);
  if (sayTooFast.test(message)) return retry(`${refusal}: too many messages`, reply, afterTooFast);
  return retry(`${refusal}, which is not known here; its words are in the log of attempts`, reply);
}

function codeOf(text: string): { code: number; message: string } | null {
  const parsed = robotAnswer.safeParse(parsedJson(text));
  if (!parsed.success) return null;
  const { errcode, errmsg, code, msg, StatusCode, StatusMessage } = parsed.data;
  const number = errcode ?? code ?? StatusCode;
  return number === undefined ? null : { code: number, message: errmsg ?? msg ?? StatusMessage ?? '' };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
