import type { RateLimits } from '#storage';

/**
 * How much a robot may be sent. DingTalk: 20 messages a minute, then none for ten minutes. WeCom: 20 a minute.
 * Feishu: 100 a minute and 5 a second. Each window is a twentieth longer here than the vendor's, because messages
 * do not arrive exactly as far apart as they were sent.
 */
export const rateLimits = {
  dingtalk: [{ count: 20, seconds: 63 }],
  wecom: [{ count: 20, seconds: 63 }],
  feishu: [
    { count: 100, seconds: 63 },
    { count: 5, seconds: 1.05 },
  ],
} as const satisfies RateLimits;
