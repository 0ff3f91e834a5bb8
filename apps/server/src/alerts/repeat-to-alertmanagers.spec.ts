import { lastTold } from './repeat-to-alertmanagers.js';
import { messageOf, overdueAlert, recoveredAlert, slippedAlert } from './test/slips.js';

describe('lastTold', () => {
  const began = messageOf([slippedAlert, overdueAlert], { at: '2019-03-01T00:00:00.000Z' });
  const ended = messageOf([recoveredAlert], {
    at: '2020-02-17T00:00:00.000Z',
    groupKey: 'of the leading group',
  });

  it('has every alert as the message has it that told of it last', () => {
    const { id } = overdueAlert;
    const told = lastTold([
      { message: began, alerts: [id] },
      { message: ended, alerts: [recoveredAlert.id] },
    ]);
    expect(told.toSorted((a, b) => a.id - b.id)).toEqual(
      [recoveredAlert, overdueAlert].toSorted((a, b) => a.id - b.id),
    );
  });

  it('has of two episodes of one alert the newer', () => {
    const again = { ...slippedAlert, id: recoveredAlert.id + 100 };
    const later = { message: messageOf([again]), alerts: [again.id] };
    const earlier = { message: ended, alerts: [recoveredAlert.id] };
    expect(lastTold([later, earlier])).toEqual([again]);
    expect(lastTold([earlier, later])).toEqual([again]);
  });

  it('is empty where nothing was told', () => {
    expect(lastTold([])).toEqual([]);
  });
});
