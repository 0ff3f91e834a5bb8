import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * A dashboard without what the SDK (0.0.21) writes and Grafana's schema (13.2) does not know any more: the footer of a
 * table, which is a setting of its fields now, and the steps of variables that have none. Links and annotations the
 * SDK puts into a menu, for want of another value of `placement`; without one Grafana shows them at the top.
 */
export function inPresentSchema({
  links = [],
  annotations,
  templating,
  panels = [],
  ...rest
}: Dashboard): Dashboard {
  return {
    ...rest,
    links: links.map(({ placement: _inMenu, ...link }) => link),
    annotations: { list: (annotations.list ?? []).map(({ placement: _inMenu, ...mark }) => mark) },
    templating: {
      list: (templating.list ?? []).map(
        ({ auto: _auto, auto_min: _least, auto_count: _count, ...variable }) => variable,
      ),
    },
    panels: panels.map(withoutFooter),
  };
}

function withoutFooter(panel: Panel | RowPanel): Panel | RowPanel {
  if ('panels' in panel || panel.type !== 'table') return panel;
  const { footer: _footer, ...options } = panel.options;
  return { ...panel, options };
}
