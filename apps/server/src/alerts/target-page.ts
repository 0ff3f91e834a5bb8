/** Where a person sees one target on the web page. */
export function targetPage(publicUrl: string, targetCode: string): string {
  return `${publicUrl}/targets/${encodeURIComponent(targetCode)}`;
}

/** Where a person sees what was imported lately. */
export function importsPage(publicUrl: string): string {
  return `${publicUrl}/imports`;
}
