import { parseConfiguration } from '#configuration';
import type { Receiver } from '#contract';
import {
  addDelivery,
  countUnfinishedAttempts,
  type Database,
  inTransaction,
  openDatabase,
  readDeliveries,
  readDeliveryAttempts,
  saveReceiver,
} from '#storage';
import { createMonitoredDatabase } from '../../../../libs/monitoring/test/monitored-database.js';
import { deliverDue, type DeliveryCounts } from './delivery-worker.js';
import { createSend, type Send } from './send.js';
import { type RobotServer, startRobotServer, type Vendor } from './test/robot-server.js';
import { receiverNamed } from './test/receivers.js';
import { messageOf, slippedAlert } from './test/slips.js';
import { startWebhookReceiver } from './test/webhook-receiver.js';

const start = new Date('2026-11-23T04:00:00Z');
const secret = 'SECtestsecret';
const publicUrl = 'https://monitor.example.gov.cn';
let now: Date;
const clock = () => new Date(now);
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
let database: Database;
let other: Database;

beforeAll(async () => {
  monitored = await createMonitoredDatabase();
  ({ database } = monitored);
  other = await openDatabase(monitored.url);
  await database.query('update receiver set enabled = false');
});
beforeEach(async () => {
  now = start;
  await database.query('delete from delivery');
});
afterAll(async () => {
  await other.destroy();
  await monitored.drop();
});

function sender(environment: Record<string, string> = {}): Send {
  const parsed = parseConfiguration({ PUBLIC_URL: publicUrl, ...environment }, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return createSend(parsed.configuration, null, clock);
}

const run = (on: Database = database, send: Send = sender()): Promise<DeliveryCounts> =>
  deliverDue(
    on,
    {
      clock,
      stopping: () => false,
      onFault: (error) => {
        throw error;
      },
    },
    send,
  );

const save = (receiver: Receiver) => inTransaction(database, (tx) => saveReceiver(tx, receiver));

async function promise(count: number, receiver: string): Promise<void> {
  await inTransaction(database, async (tx) => {
    for (let index = 0; index < count; index += 1)
      await addDelivery(tx, {
        key: `slip-${index}`,
        groupKey: `slip-${index}`,
        alerts: [],
        receiver,
        kind: 'firing',
        message: messageOf([{ ...slippedAlert, fingerprint: `slip-${index}` }]),
        now,
      });
  });
}

async function only() {
  const [delivery, ...others] = await readDeliveries(database.manager);
  if (!delivery || others.length > 0) throw new Error(`${others.length} others`);
  return { ...delivery, log: await readDeliveryAttempts(database.manager, delivery.id) };
}

/** A group robot and the receiver that reaches it. */
async function startRobot(vendor: Vendor): Promise<RobotServer> {
  const robot = await startRobotServer(vendor, { now: clock, ...(vendor !== 'wecom' && { secret }) });
  const base = { ...receiverNamed(vendor), url: robot.url };
  if (vendor === 'wecom') await save({ ...base, channel: 'wecom', mentioned: [] });
  else if (vendor === 'feishu') await save({ ...base, channel: 'feishu', secret });
  else await save({ ...base, channel: 'dingtalk', secret, atMobiles: [], atAll: false });
  await database.query(`update receiver set recent_sends = '{}'`);
  return robot;
}

describe('a robot that is sent more than it takes', () => {
  it.each([
    ['dingtalk', 50, 126, 129],
    ['wecom', 50, 126, 129],
    ['feishu', 120, 63, 70],
  ] as const)(
    'of %s gets all %i messages from two workers, spaced so that none is refused',
    async (vendor, count, soonest, latest) => {
      const robot = await startRobot(vendor);
      try {
        await promise(count, vendor);
        while (robot.messages.length < count && now.getTime() < start.getTime() + 600_000) {
          await Promise.all([run(database), run(other)]);
          if (robot.messages.length < count) pass(1);
        }
        expect(robot.refusals).toEqual([]);
        expect(robot.messages).toHaveLength(count);
        const deliveries = await readDeliveries(database.manager);
        expect(deliveries.every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(true);
        // As soon as the limit allows, not later.
        expect((now.getTime() - start.getTime()) / 1000).toBeGreaterThanOrEqual(soonest);
        expect((now.getTime() - start.getTime()) / 1000).toBeLessThanOrEqual(latest);
      } finally {
        await robot.close();
      }
    },
    60_000,
  );

  it('and says so is left alone for as long as its vendor closes it', async () => {
    const robot = await startRobot('dingtalk');
    try {
      robot.answer({ body: '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}' });
      await promise(1, 'dingtalk');
      expect(await run()).toMatchObject({ postponed: 1 });
      robot.answer(null);
      await promise(3, 'dingtalk');
      pass(599);
      expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
      pass(62);
      expect(await run()).toEqual({ sent: 3, postponed: 0, givenUp: 0 });
    } finally {
      await robot.close();
    }
  });
});

describe('a robot that lies with 200', () => {
  it('is not believed: the code in its answer decides, and both stand in the log without its token', async () => {
    const robot = await startRobot('dingtalk');
    try {
      robot.answer({ body: `{"errcode":310000,"errmsg":"sign not match, ${secret}, ${robot.url}"}` });
      await promise(1, 'dingtalk');
      expect(await run()).toMatchObject({ givenUp: 1 });
      const { state, lastError, log } = await only();
      expect({ state, lastError }).toMatchObject({
        state: 'givenUp',
        lastError: expect.stringContaining('set `secret` of the receiver') as string,
      });
      expect(log).toMatchObject([
        { at: start.toISOString(), outcome: 'dead', status: 200, reason: lastError },
      ]);
      expect(log[0]?.excerpt).toContain('310000');
      expect(JSON.stringify(log)).not.toMatch(/t0ken|SECtest/);
    } finally {
      await robot.close();
    }
  });

  it.each([
    ['a broken connection', 'close', null],
    ['500', { status: 500, body: 'oops' }, 500],
    ['a page of a proxy', { body: '<html>' }, 200],
  ] as const)('or answers with %s is tried again', async (_fault, answer, status) => {
    const robot = await startRobot('feishu');
    try {
      robot.answer(answer);
      await promise(1, 'feishu');
      expect(await run()).toMatchObject({ postponed: 1 });
      robot.answer(null);
      pass(10);
      expect(await run()).toMatchObject({ sent: 1 });
      expect((await only()).log).toMatchObject([
        { outcome: 'retry', status },
        { outcome: 'sent', status: 200 },
      ]);
    } finally {
      await robot.close();
    }
  });
});

describe('a receiver that asks to be left alone', () => {
  it.each([
    ['seconds', '300', 300],
    ['a date', new Date(start.getTime() + 300_000).toUTCString(), 300],
    ['two weeks, of which it gets the day after which all is given up', '1209600', 86_400],
  ])('for %s is', async (_what, header, seconds) => {
    const hook = await startWebhookReceiver();
    try {
      await save({ ...receiverNamed('hook'), channel: 'webhook', url: hook.url });
      hook.answer(() => ({ status: 429, headers: { 'retry-after': header } }));
      await promise(1, 'hook');
      expect(await run()).toMatchObject({ postponed: 1 });
      hook.answer(() => ({ status: 200 }));
      await promise(2, 'hook');
      pass(seconds - 1);
      expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
      pass(61);
      expect(await run()).toEqual({ sent: 2, postponed: 0, givenUp: 0 });
    } finally {
      await hook.close();
    }
  });
});

describe('workers that die again and again', () => {
  it('lose nothing; what arrived twice are the attempts that the log has as unfinished', async () => {
    const hook = await startWebhookReceiver();
    const count = 30;
    try {
      await save({ ...receiverNamed('hook'), channel: 'webhook', url: hook.url });
      await promise(count, 'hook');
      for (let life = 0; life < 20; life += 1) {
        const own = await openDatabase(monitored.url);
        const send = sender();
        let sends = 0;
        const dying: Send = async (...given) => {
          const result = await send(...given);
          sends += 1;
          // Its database goes between a send and its mark, at another one in each life.
          if (sends === 1 + (life % 5)) await own.destroy();
          return result;
        };
        await run(own, dying).then(
          () => (own.isInitialized ? own.destroy() : undefined),
          () => undefined,
        );
        pass(61);
      }
      await run();
      const arrived = hook.requests.map(({ body }) => body.alerts[0]?.fingerprint);
      const keys = Array.from({ length: count }, (_, index) => `slip-${index}`);
      expect([...new Set(arrived)].toSorted()).toEqual(keys.toSorted());
      const deliveries = await readDeliveries(database.manager);
      expect(deliveries.every(({ state }) => state === 'sent')).toBe(true);
      const twice = arrived.length - count;
      expect(twice).toBeGreaterThan(0);
      expect(await countUnfinishedAttempts(database.manager, now)).toBe(twice);
      // The receiver can tell them: they carry the key of the first.
      const idempotencyKeys = new Set(hook.requests.map(({ headers }) => headers['idempotency-key']));
      expect(idempotencyKeys.size).toBe(count);
    } finally {
      await hook.close();
    }
  }, 60_000);
});
