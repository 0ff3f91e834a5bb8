/** What a browser calls itself, in two words: `Edge · Windows`. Nothing is decided by it. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信 WeChat'],
  [/DingTalk/, '钉钉 DingTalk'],
  [/Lark|Feishu/, '飞书 Feishu'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** @param unknown what stands there when nothing is recognised. */
export function deviceWords(userAgent: string, unknown: string): string {
  const named = [browsers, systems].map((all) => all.find(([pattern]) => pattern.test(userAgent))?.[1]);
  return named.filter((word) => word !== undefined).join(' · ') || unknown;
}
