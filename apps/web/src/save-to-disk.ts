import type { Download } from './api';

/** Hands a file that the service made to the browser, as if its link had been followed. */
export function saveToDisk({ name, content }: Download): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
