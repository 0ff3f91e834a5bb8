/** What every receiver has, whatever its channel: it hears of everything at once. */
export function receiverNamed(name: string) {
  return { name, organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 20 };
}

/** Where the messages of tests are made. */
export const surroundings = {
  publicUrl: 'https://monitor.example.gov.cn',
  timeZone: 'Asia/Shanghai',
  now: new Date('2026-11-23T04:00:00.000Z'),
  digest: null,
};
