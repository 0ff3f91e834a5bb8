import { routeFaults } from '#alerting';
import {
  routeFault,
  type AlertSettingsDefinition,
  type AlertSettingsWarning,
  type Receiver,
} from '#contract';

/** Where these settings send what nobody will be told, as the receivers stand now. */
export function settingsWarnings(
  { root, heartbeat }: Pick<AlertSettingsDefinition, 'root' | 'heartbeat'>,
  receivers: readonly Pick<Receiver, 'name' | 'enabled' | 'organisations'>[],
): AlertSettingsWarning[] {
  const enabled = new Set(receivers.flatMap((receiver) => (receiver.enabled ? [receiver.name] : [])));
  if (enabled.size === 0)
    return [
      {
        code: 'no-receiver',
        path: '',
        receiver: null,
        message: 'No receiver is enabled: alerts are seen on the page only.',
      },
    ];
  const told = receivers.filter((receiver) => receiver.enabled);
  // Without a tree each receiver gets what its organisations answer for.
  const isTold = (organisation: string) =>
    told.some(({ organisations }) => organisations.length === 0 || organisations.includes(organisation));
  const untold = root
    ? []
    : receivers.flatMap(({ name, enabled: isOn, organisations }) =>
        !isOn && organisations.some((organisation) => !isTold(organisation)) ? [disabled('', name)] : [],
      );
  const routes = (root ? routeFaults(root, enabled) : []).flatMap((fault) =>
    fault.code === 'unknown-receiver'
      ? [disabled(['root', ...routeFault(fault).path].join('.'), fault.receiver)]
      : [],
  );
  const heartbeats = (heartbeat?.receivers ?? []).flatMap((name, index) =>
    enabled.has(name) ? [] : [disabled(`heartbeat.receivers.${index}`, name)],
  );
  return [...untold, ...routes, ...heartbeats];
}

function disabled(path: string, receiver: string): AlertSettingsWarning {
  const message = `The receiver ${receiver} is disabled: what is sent to it, nobody is told.`;
  return { code: 'disabled-receiver', path, receiver, message };
}
