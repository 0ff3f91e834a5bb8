/** A dashboard as the file that Grafana is given. */
export function dashboardText(dashboard: object): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
