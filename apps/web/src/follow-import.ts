/** Waiting for an import that the service carries out: by its events, or where those do not come, by asking. */
import type { ImportProgress, ImportReport } from '#contract';
import { api, ConnectionError, importEventsAddress } from './api';

/** The service sends twice a second; a longer silence means that something in between holds its events back. */
const silenceMs = 10_000;
const askEveryMs = 1000;
const mostFailures = 20;

/**
 * The report of an import once it has ended.
 * @param onProgress hears how far it has come, as long as events come.
 * @throws ConnectionError or ProblemError when the service cannot be asked any more; the import may go on there.
 */
export async function followImport(
  accepted: ImportReport,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportReport> {
  if (accepted.state !== 'running') return accepted;
  return (await listen(accepted.id, onProgress, signal)) ?? askUntilEnded(accepted.id, signal);
}

/** Null when the events broke off or fell silent. */
function listen(
  id: number,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportReport | null> {
  return new Promise((resolve, reject) => {
    const events = new EventSource(importEventsAddress(id));
    let silence: number | undefined;
    const close = () => {
      window.clearTimeout(silence);
      events.close();
      signal.removeEventListener('abort', abandon);
    };
    const end = (report: ImportReport | null) => {
      close();
      resolve(report);
    };
    function abandon() {
      close();
      reject(new DOMException('aborted', 'AbortError'));
    }
    const heard = () => {
      window.clearTimeout(silence);
      silence = window.setTimeout(() => end(null), silenceMs);
    };
    signal.addEventListener('abort', abandon);
    events.addEventListener('progress', ({ data }) => {
      heard();
      onProgress(JSON.parse(data));
    });
    events.addEventListener('done', ({ data }) => end(JSON.parse(data)));
    events.addEventListener('error', () => end(null));
    heard();
  });
}

async function askUntilEnded(id: number, signal: AbortSignal): Promise<ImportReport> {
  for (let failures = 0; ;) {
    await pause(askEveryMs, signal);
    try {
      const report = await api.import(String(id), signal);
      if (report.state !== 'running') return report;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!(error instanceof ConnectionError) || failures >= mostFailures) throw error;
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abandon = () => {
      window.clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    };
    const timer = window.setTimeout(() => {
      signal.removeEventListener('abort', abandon);
      resolve();
    }, ms);
    signal.addEventListener('abort', abandon, { once: true });
  });
}
