import type { ImportReport } from '#contract';
import { inTransaction, saveCatalogue } from '#storage';
import { startWebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { day, routesPlan } from '../../../libs/monitoring/test/routes-plan.js';
import { startTestApplication } from './test-application.js';

const put = (body: unknown) => ({ method: 'PUT', body: JSON.stringify(body) });

describe('a slip', () => {
  it('goes from the upload that shows it to the receiver, by the worker of the same process', async () => {
    const whole = await startTestApplication({
      now: day('2018-06-07').toISOString(),
      seeds: false,
      environment: { ROLES: 'api,worker', PUBLIC_URL: 'https://monitor.example.gov.cn' },
    });
    const hook = await startWebhookReceiver();
    const arrived = new Promise<void>((resolve) => {
      hook.answer(() => {
        resolve();
        return { status: 200 };
      });
    });
    const upload = async (...rows: string[]) => {
      const body = ['indicator,ref_area,time_period,obs_value', ...rows].join('\n');
      const headers = { 'content-type': 'text/csv' };
      const answer = await whole.ask<ImportReport>('/api/v1/imports', { method: 'POST', body, headers });
      expect(answer.status).toBe(201);
      return answer.body.verdictChanges;
    };
    try {
      await inTransaction(whole.database, (tx) => saveCatalogue(tx, routesPlan, 'spec', day('2018-12-13')));
      const said = { summary: '{{target}}: {{before}} → {{now}}', description: '{{organisation}}' };
      const rule = {
        enabled: true,
        condition: { kind: 'statusWorsens', level: 'offTrack' },
        matchers: [],
        for: { sweeps: 0 },
        noDataFor: { days: 30 },
        keepFiring: { sweeps: 0 },
        severity: 'warning',
        texts: { zh: said, en: said },
      };
      expect((await whole.ask('/api/v1/alert-rules/off-track', put(rule))).status).toBe(200);
      const receiver = {
        channel: 'webhook',
        url: hook.url,
        organisations: ['xian-government'],
        enabled: true,
      };
      expect((await whole.ask('/api/v1/receivers/xian', put(receiver))).status).toBe(200);

      await upload('international_routes,610100,2016,45', 'international_routes,610100,2017,58');
      whole.setNow(day('2019-03-01').toISOString());
      const target = 'international-routes-2020';
      expect(await upload('international_routes,610100,2018,64')).toEqual([
        { target, from: 'atRisk', to: 'offTrack' },
      ]);

      await arrived;
      expect(hook.requests[0]?.body).toMatchObject({
        receiver: 'xian',
        status: 'firing',
        alerts: [
          {
            labels: { alertname: 'off-track', target, organisation: 'xian-government' },
            startsAt: day('2019-03-01').toISOString(),
            generatorURL: `https://monitor.example.gov.cn/targets/${target}`,
          },
        ],
      });
    } finally {
      await whole.close();
      await hook.close();
    }
    expect(hook.requests).toHaveLength(1);
  }, 20_000);
});
