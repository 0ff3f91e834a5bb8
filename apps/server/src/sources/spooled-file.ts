import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { spool, type Upload } from '../imports/upload.js';

/**
 * Copies what a source brought to a file of our own, in a folder of its own, just as an upload is: whatever happens
 * to the share or the connection meanwhile, one and the same file is hashed and imported.
 * @throws AppError too-large past `limit` bytes
 */
export async function spoolBrought(content: Readable, name: string, limit: number): Promise<Upload> {
  const folder = await mkdtemp(join(tmpdir(), 'guanzhong-source-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'file');
  try {
    return { path, name, discard, ...(await spool(content, path, limit)) };
  } catch (error) {
    await discard();
    throw error;
  }
}
