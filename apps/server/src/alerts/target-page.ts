/** Where a person sees one target on the web page. */
export function targetPage(publicUrl: string, targetCode: string): string {
  return `${publicUrl}/targets/${encodeURIComponent(targetCode)}`;
}

/** Where a person sees one project and reports on it. */
export function projectPage(publicUrl: string, projectCode: string): string {
  return `${publicUrl}/projects/${encodeURIComponent(projectCode)}`;
}

/** The chart of one target as a picture; it needs the same log-in as the page. */
export function targetPicture(publicUrl: string, targetCode: string): string {
  return `${publicUrl}/api/v1/targets/${encodeURIComponent(targetCode)}/chart.png`;
}

/** Where a person sees what was imported lately. */
export function importsPage(publicUrl: string): string {
  return `${publicUrl}/imports`;
}

/** Where a person sees every alert, and acknowledges them. */
export function alertsPage(publicUrl: string): string {
  return `${publicUrl}/alerts`;
}
